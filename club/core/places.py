"""Places as people write them: a commune, a postcode, a département or a région, accents and slips forgiven.

``suggest`` answers while one types, ``resolve`` when one has finished: a statement each, two after a slip.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Case, IntegerField, Q, QuerySet, TextChoices, Value, When

from club.core.models import Departement, Territory
from club.core.search import place_query, plain


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
            return list(Departement.objects.filter(region=self.code).values_list("code", flat=True))
        return [self.inside or self.code]


ALL = tuple(Kind)


def of_key(key: str, kinds: Collection[Kind] = ALL) -> Place | None:
    """The place that ``Place.key`` named, if it exists and its kind is allowed."""
    return next(iter(_places(Territory.objects.filter(key=key, kind__in=kinds))), None)


def suggest(text: str, *, kinds: Collection[Kind] = ALL, limit: int = 8) -> list[Place]:
    """The likeliest first: the name itself, then names that begin so, then the largest."""
    words = place_query(text)
    if len("".join(words)) < 2:
        return []
    rows = Territory.objects.filter(kind__in=kinds)
    return _begun(rows, words, limit) or _alike(rows, " ".join(words), limit)


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


def _begun(rows: QuerySet[Territory], words: list[str], limit: int) -> list[Place]:
    """Places of which every word, or number, begins as asked."""
    for word in words:
        rows = rows.filter(**{f"{'numbers' if word.isdigit() else 'words'}__contains": f" {word}"})
    name = " ".join(words)
    rank = Case(
        When(Q(folded=name) | Q(numbers=f" {name}"), then=0),
        When(folded__startswith=name, then=1),
        default=2,
        output_field=IntegerField(),
    )
    return _places(rows.order_by(rank, "-population", "kind", "code")[:limit])


def _alike(rows: QuerySet[Territory], name: str, limit: int) -> list[Place]:
    """Places whose name looks like ``name``: a letter missing, doubled or mistaken."""
    near = rows.filter(folded__trigram_similar=name).annotate(likeness=TrigramSimilarity("folded", Value(name)))
    return _places(near.order_by("-likeness", "-population", "code")[:limit])


def _places(rows: QuerySet[Territory]) -> list[Place]:
    return [Place(Kind(kind), *rest) for kind, *rest in rows.values_list("kind", "code", "name", "inside")]
