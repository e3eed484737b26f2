"""What the press watch gives to the console: entries of the rail, what waits."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from club.core.console import RailItem, Waiting
from club.press import access
from club.press.models import Cluster, Feed

SECTION = "Veille"


def waiting_count() -> int:
    return Cluster.objects.waiting().count()


def broken_count() -> int:
    return Feed.objects.broken().count()


RAIL = [
    RailItem(SECTION, "Presse à lire", "console:press:queue", access.SEE, order=40, count=waiting_count, calls=True),
    RailItem(SECTION, "Flux", "console:press:feeds", access.SEE_FEEDS, order=42, count=broken_count, calls=True),
]


def waiting(user: Any) -> Iterator[Waiting]:
    """Stories to read for who decides of them, broken feeds for who repairs them."""
    if user.has_perm(access.WRITE) and (number := waiting_count()):
        title = f"{number} sujets de presse sont à lire" if number > 1 else "Un sujet de presse est à lire"
        yield Waiting(title, "Ce que la presse dit des partenaires", reverse("console:press:queue"), "Lire")
    if user.has_perm(access.FEEDS) and (number := broken_count()):
        title = f"{number} flux ne répondent plus" if number > 1 else "Un flux ne répond plus"
        page = f"{reverse('console:press:feeds')}?etat=en-panne"
        yield Waiting(title, "La raison est dite pour chacun", page, "Voir")
