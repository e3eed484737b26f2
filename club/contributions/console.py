"""What contributions give to the console: the rail's count and what waits for a person."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone

from club.contributions import access
from club.contributions.models import Call, Submission
from club.core.console import RailItem, Waiting

MOST = 5


def to_read_count() -> int:
    return Submission.objects.to_read().count()


def open_count() -> int:
    """Calls of the coming departure that nobody has answered yet."""
    return Call.objects.open().filter(slot__due_at__gt=timezone.now()).count()


RAIL = [
    RailItem(
        "Rédaction",
        "Contenus reçus",
        "console:contributions:queue",
        access.READ,
        order=61,
        count=to_read_count,
        calls=True,
    ),
    RailItem(
        "Rédaction",
        "Appels à contenu",
        "console:contributions:board",
        access.SEE_CALLS,
        order=62,
        count=open_count,
    ),
]


def waiting(user: Any) -> Iterator[Waiting]:
    """Contributions to read, then suppliers to telephone."""
    if user.has_perm(access.DECIDE):
        yield from _to_read()
    if user.has_perm(access.SETTLE_CALLS):
        yield from _to_telephone()


def _to_read() -> Iterator[Waiting]:
    """The oldest first."""
    for row in Submission.objects.to_read().select_related("supplier")[:MOST]:
        url = reverse("console:contributions:read", args=[row.pk])
        yield Waiting(f"«\u00a0{row}\u00a0» est à lire", f"{row.supplier}, pour Flash info", url, "Lire")


def _to_telephone() -> Iterator[Waiting]:
    """Suppliers whom no mail moves, together."""
    calls = Call.objects.to_telephone().filter(slot__due_at__gt=timezone.now())
    if number := calls.count():
        title = f"{number} fournisseurs sont à appeler" if number > 1 else "Un fournisseur est à appeler"
        words = "Deux départs de suite sans réponse, ou personne à qui écrire"
        yield Waiting(title, words, f"{reverse('console:contributions:board')}?etat=a-appeler", "Appeler")
