"""People on paper: the sheet they sign, the list at the door when no telephone works, what they take home."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from club.core.days import date_format
from events.papers.typesetting import Occasion, typeset

WALK_INS = 8  # empty lines for those who come without being registered


@dataclass(frozen=True)
class Guest:
    """Somebody expected. ``note``: « sous réserve »."""

    name: str
    organisation: str = ""
    side: str = ""
    note: str = ""


def sheet_to_sign(occasion: Occasion, guests: Sequence[Guest]) -> bytes:
    """The *feuille d’émargement*, in the order given."""
    heads = ["N°", "Nom", "Organisation", "Côté", "Signature"]
    return _people(occasion, "Feuille d’émargement", heads, [Guest(g.name, g.organisation, g.side) for g in guests])


def list_at_the_door(occasion: Occasion, guests: Sequence[Guest]) -> bytes:
    """Who is expected, with a box to tick: what is left when the telephone is not."""
    return _people(occasion, "Liste d’accueil", ["", "Nom", "Organisation", "Côté", "À savoir"], guests)


def attestations(occasion: Occasion, guests: Sequence[Guest], *, made_on: date) -> bytes:
    """An *attestation de présence* for each, a page each. It says presence, and nothing of what was learnt."""
    words = {
        "address": settings.CLUB_ADDRESS,
        "phone": settings.CLUB_PHONE,
        "director": settings.CLUB_DIRECTOR,
        "made_on": date_format(made_on, "j F Y"),
        "people": [{"name": guest.name, "organisation": guest.organisation} for guest in guests],
    }
    return typeset("attendance.typ", {**occasion.words(), **words}).pdf


def _people(occasion: Occasion, paper: str, heads: list[str], guests: Sequence[Guest]) -> bytes:
    plural = "s" if len(guests) > 1 else ""
    words = {
        "paper": paper,
        "signed": "Signature" in heads,
        "heads": heads,
        "counted": f"{len(guests)}\u00a0personne{plural} attendue{plural}",
        "rows": [{"name": g.name, "organisation": g.organisation, "side": g.side, "note": g.note} for g in guests],
        "blanks": WALK_INS,
    }
    return typeset("people.typ", {**occasion.words(), **words}).pdf
