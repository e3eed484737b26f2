"""What dues documents give to the console: their entries of the rail, and drafts that wait on "Aujourd’hui"."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.cache import cache
from django.urls import reverse

from club.core.console import RailItem, Waiting, forget_count
from club.core.days import date_format
from club.core.templatetags.club import euros
from members.billing import access
from members.billing.models import Document
from members.billing.money_console import SHOWN, kept


def waiting(user: Any) -> Iterable[Waiting]:
    return kept("documents", drafts) if user.has_perm(access.ISSUE) else []


def drafts() -> Iterator[Waiting]:
    """Terms and changes that began while their document lacked something."""
    rows = Document.objects.unissued().select_related("organisation", "membership")
    for row in rows.order_by("starts_on", "pk")[:SHOWN]:
        said = "rien n’est rendu" if row.cites_id else "rien n’est demandé"
        yield Waiting(
            f"{row.organisation}\u00a0: {row.get_kind_display().lower()} à émettre",
            f"{euros(row.total)}, adhésion du {date_format(row.membership.starts_on, 'j F Y')}\u00a0: "
            f"{said} tant que le document est en brouillon.",
            reverse("console:document", args=[row.pk]),
            "Compléter et émettre",
        )


def forget() -> None:
    """Somebody has just issued or thrown away a draft: read what waits again at the next page."""
    forget_count("console:documents")
    cache.delete("waiting:documents")


RAIL = [
    RailItem(
        "Cotisations",
        "Factures et avoirs",
        "console:documents",
        access.SEE_DOCUMENT,
        order=41,
        count=lambda: Document.objects.filter(number=None).count(),
        calls=True,
    ),
    RailItem("Cotisations", "Comptabilité", "console:accounting", access.CLOSE, order=48),
]
