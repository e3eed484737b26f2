"""Three issues of Flash info in good French. Suppliers and their products are fictitious, the advice is true."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from club.core.days import date_format
from newsletters import fortnight

TUESDAY = 1


@dataclass(frozen=True)
class BlockDraft:
    """``supplier``: the name of a brand of the demonstration; empty for a word of the editors."""

    kind: str
    title: str
    text: str
    supplier: str = ""
    link: str = ""
    link_label: str = ""
    audience: str = "both"
    territories: list[str] = field(default_factory=list)
    specialities: list[str] = field(default_factory=list)
    picture: str = ""
    picture_alt: str = ""


@dataclass(frozen=True)
class IssueDraft:
    number: int
    title: str
    subject: str
    preheader: str
    blocks: list[BlockDraft]


def on(day: date) -> str:
    """``mardi 15 décembre``: the first Tuesday from ``day`` on which people meet, no holiday, no August."""
    while day.weekday() != TUESDAY or fortnight.unusual(day):
        day += timedelta(days=1)
    return date_format(day, "l j F")
