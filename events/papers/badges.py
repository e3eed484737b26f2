"""Badges: ten on a sheet of A4, with the list of what cannot be read on them, to be read before printing."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import segno

from events.papers.typesetting import Occasion, Printed, typeset

LINES = {"title": "titre de la rencontre", "name": "nom", "organisation": "organisation", "side": "côté"}
"""What a badge says, and the words for it."""
LEAST = {"title": 5.5, "name": 13.0, "organisation": 8.0, "side": 7.0}
"""Points under which a line cannot be read at arm’s length."""


@dataclass(frozen=True)
class Badge:
    """``side`` in words and ``awning``, the colours that go with it; ``code``: what its QR code says, or nothing."""

    name: str
    organisation: str
    side: str
    awning: str = "tous"
    code: str = ""


@dataclass(frozen=True)
class Unfit:
    """A line of somebody's badge that cannot be read, and why."""

    name: str
    line: str
    why: str


@dataclass(frozen=True)
class Sheets:
    pdf: bytes
    unfit: list[Unfit]


def sheets_of(occasion: Occasion, badges: Sequence[Badge]) -> Sheets:
    """The badges in the order given; each line is printed whole, in smaller letters when it must be.

    ``unfit`` names the lines whose letters had to become too small to be read at arm's length, or that no font has.
    """
    words = {"least": LEAST, "badges": [_words(badge) for badge in badges]}
    printed = typeset("badges.typ", {**occasion.words(), **words})
    return Sheets(printed.pdf, [*_too_small(printed, badges), *_unknown(printed, occasion, badges)])


def _too_small(printed: Printed, badges: Sequence[Badge]) -> list[Unfit]:
    """The title, which is on every badge, is told once."""
    unfit = []
    for note in printed.noted:
        number, line = note["badge"], note["line"]
        if line != "title":
            unfit.append(Unfit(badges[number].name, LINES[line], _too_long(note["size"], LEAST[line])))
        elif number == 0:
            unfit.append(Unfit("", LINES[line], _too_long(note["size"], LEAST[line])))
    return unfit


def _too_long(size: float, least: float) -> str:
    words = f"trop long\u00a0: en lettres de {size:g}\u00a0points, quand {least:g} se lisent encore"
    return words.replace(".", ",")


def _unknown(printed: Printed, occasion: Occasion, badges: Sequence[Badge]) -> list[Unfit]:
    said = [("", "title", occasion.title)] if badges else []
    own = [line for line in LINES if line != "title"]
    said += [(badge.name, line, getattr(badge, line)) for badge in badges for line in own]
    return [
        Unfit(name, LINES[line], _missing(sorted(lost)))
        for name, line, words in said
        if (lost := printed.unknown & set(words))
    ]


def _missing(letters: list[str]) -> str:
    return f"«\u00a0{''.join(letters)}\u00a0» n’existe{'nt' if len(letters) > 1 else ''} pas dans les polices"


def _words(badge: Badge) -> dict[str, Any]:
    return {
        "name": badge.name,
        "organisation": badge.organisation,
        "side": badge.side,
        "awning": badge.awning,
        "code": _drawn(badge.code) if badge.code else "",
    }


def _drawn(code: str) -> str:
    """As SVG; trying all masks would cost 30 ms a badge."""
    out = io.BytesIO()
    segno.make_qr(code, error="m", boost_error=False, mask=2).save(out, kind="svg", border=1, xmldecl=False)
    return out.getvalue().decode()
