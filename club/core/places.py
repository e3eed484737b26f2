"""Places as people write them: a commune, a postcode, a département or a région, accents and slips forgiven.

``suggest`` answers while one types, ``resolve`` when one has finished: a statement each, two after a slip.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import connection
from django.db.models import TextChoices

from club.core.lists import remembered
from club.core.models import Departement
from club.core.search import place_query, plain
from club.core.written import read


class Kind(TextChoices):
    COMMUNE = "commune", "commune"
    DEPARTEMENT = "departement", "département"
    REGION = "region", "région"


@dataclass(frozen=True)
class Place:
    """A territory. ``inside`` is the number of the département of a commune, empty for the other kinds."""

    kind: Kind
    code: str
    name: str
    inside: str = ""

    @property
    def key(self) -> str:
        """What a form sends: ``commune:53130``."""
        return f"{self.kind.value}:{self.code}"

    @property
    def label(self) -> str:
        """What a person reads, and ``resolve`` reads back: Laval (53), Mayenne (département), Bretagne (région)."""
        return f"{self.name} ({self.inside or self.kind.label})"

    def departements(self) -> list[str]:
        """Numbers of the départements it lies in or is made of."""
        if self.kind == Kind.REGION:
            inside = Departement.objects.filter(region=self.code).values_list("code", flat=True)
            return remembered(f"departements-of:{self.code}", lambda: list(inside))
        return [self.inside or self.code]


ALL = tuple(Kind)


def of_key(key: str, kinds: Collection[Kind] = ALL) -> Place | None:
    """The place that ``Place.key`` named, if it exists and its kind is allowed."""
    return next(iter(_places(f"{_OF_KINDS} AND key = %s", kinds, key)), None)


def suggest(text: str, *, kinds: Collection[Kind] = ALL, limit: int = 8) -> list[Place]:
    """The likeliest first: the name itself, then names that begin so, then the largest."""
    words = place_query(text)
    if len("".join(words)) < 2:
        return []
    return _begun(kinds, words, limit) or _alike(kinds, " ".join(words), limit)


def resolve(text: str, *, kinds: Collection[Kind] = ALL, limit: int = 12) -> list[Place]:
    """What ``text`` names: one place, or those between which the person must choose; empty when nothing is near.

    A name borne by several places is not guessed: « Laval » gives each Laval.
    """
    found = suggest(text, kinds=kinds, limit=limit)
    if labelled := [place for place in found if plain(place.label) == plain(text)]:
        return labelled
    words = place_query(text)
    spoken = [place for place in found if words in (place_query(place.name), place_query(place.label))]
    return spoken or [place for place in found if words == [place.code.lower()]] or found


_OF_KINDS = "SELECT kind, code, name, inside FROM core_territory WHERE kind = ANY(%s)"
_BEGUN = """
ORDER BY CASE WHEN folded = %s OR numbers = %s THEN 0 WHEN starts_with(folded, %s) THEN 1 ELSE 2 END,
    population DESC, kind, code LIMIT %s"""
_ALIKE = "AND folded %% %s ORDER BY similarity(folded, %s) DESC, population DESC, code LIMIT %s"


def _begun(kinds: Collection[Kind], words: list[str], limit: int) -> list[Place]:
    """Places of which every word, or number, begins as asked."""
    held = "".join(f" AND {'numbers' if word.isdigit() else 'words'} LIKE %s" for word in words)
    begun, name = [f"% {connection.ops.prep_for_like_query(word)}%" for word in words], " ".join(words)
    return _places(f"{_OF_KINDS}{held}{_BEGUN}", kinds, *begun, name, f" {name}", name, limit)


def _alike(kinds: Collection[Kind], name: str, limit: int) -> list[Place]:
    """Places whose name looks like ``name``: a letter missing, doubled or mistaken."""
    return _places(f"{_OF_KINDS} {_ALIKE}", kinds, name, name, limit)


def _places(sql: str, kinds: Collection[Kind], *values: str | int) -> list[Place]:
    return [Place(Kind(kind), *rest) for kind, *rest in read((sql, ([kind.value for kind in kinds], *values)))]
