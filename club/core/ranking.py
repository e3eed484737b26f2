"""Pages by key over rows that come in levels: all of the first level, then the second, each in the order of its key.

Between equals the order is alphabetical and begins each day at other letters, so that no name is for ever the first:
see ``first_letters``. Each level has therefore two tiers, from those letters to the end and from the beginning to
them. The address holds the tier and the number of the row at the edge ("?apres=2-1234"), never a name. An address of
yesterday leads on from its row, in the order of today; one that names no row to be seen, or beyond which there is
nothing any more, gives the first page.

Two ways lead to the same page. Few rows are *gathered*: read whole and sorted, one statement whatever they are
filtered by. Many are *walked*: each tier gives its first rows in the order of an index, then their words are read.
PostgreSQL cannot choose by itself: it takes rows to be spread evenly over the alphabet, and for twenty of one name
it reads a million in the order of the list.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce
from operator import or_
from typing import Any, Generic, TypeVar

from django.core.cache import caches
from django.db import connection
from django.db.models import Case, IntegerField, Model, Q, QuerySet, Value, When
from django.http import QueryDict
from django.utils import timezone

from club.core.paging import AFTER, BEFORE

ModelT = TypeVar("ModelT", bound=Model)
Found = tuple[int, str, int]
"""Tier, key, number of a row."""
LETTERS, STEP = 26, 297  # the step shares no factor with 26²: each pair of letters comes once in 676 days
FEW, SMALL, SMALL_SECONDS = 4000, 20_000, 600


@dataclass(frozen=True)
class Ranked(Generic[ModelT]):
    """``rows`` in order; the addresses are relative, empty where there is no page."""

    rows: list[ModelT]
    previous_url: str
    next_url: str


@dataclass(frozen=True)
class Mark:
    tier: int
    pk: int


def first_letters(on: date | None = None) -> str:
    """The two letters at which the alphabet begins on a day (today by default): « mo »."""
    number = (on or timezone.localdate()).toordinal() * STEP % LETTERS**2
    return "".join(chr(ord("a") + part) for part in divmod(number, LETTERS))


def is_small(model: type[Model]) -> bool:
    """Whether a table holds so few rows that all its lists may be gathered; each process asks every ten minutes."""

    def read() -> float:
        with connection.cursor() as cursor:  # PostgreSQL's estimate, -1 before the first
            cursor.execute("SELECT reltuples FROM pg_class WHERE oid = %s::regclass", [model._meta.db_table])
            rows: float = cursor.fetchone()[0]
        return rows

    rows = caches["here"].get_or_set(f"rows-of:{model._meta.db_table}", read, SMALL_SECONDS)
    return rows is not None and rows < SMALL


def are_few(rows: QuerySet[Any]) -> bool:
    """Whether ``rows``, of one criterion and without an order, are few enough to be gathered."""
    return rows.order_by().values("pk")[:FEW].count() < FEW


def ranked_page(
    rows: QuerySet[ModelT],
    levels: Sequence[Q],
    told: Callable[[QuerySet[ModelT]], QuerySet[ModelT]],
    asked: QueryDict,
    *,
    known: QuerySet[ModelT],
    key: str,
    size: int,
    few: bool,
    last: int = 0,
) -> Ranked[ModelT]:
    """The page of ``rows`` that ``asked`` names. ``levels`` share no row; ``told`` adds what the page tells.

    ``known``: the rows that everybody may read; where the others stand in the order is a secret too. ``few``:
    gathered, else walked. ``last``: how many of the levels walked, the last ones, are asked for only when those
    before do not fill the page: they may be dear.
    """
    way = _way(asked, known, key, size + 1)
    found = _gathered(rows, levels, way) if few else _walked(rows, levels, way, last)
    if way.mark and not found:
        way = _Way(key, size + 1)
        found = _gathered(rows, levels, way) if few else _walked(rows, levels, way, last)
    more, found = len(found) > size, found[:size]
    if way.backwards:
        found.reverse()
    whole = told(known.filter(pk__in=[pk for _, _, pk in found])).in_bulk() if found else {}
    has_previous, has_next = (more, True) if way.backwards else (way.mark is not None, more)
    return Ranked(
        [whole[pk] for _, _, pk in found if pk in whole],
        _address(asked, BEFORE, found[0]) if has_previous and found else "",
        _address(asked, AFTER, found[-1]) if has_next and found else "",
    )


@dataclass(frozen=True)
class _Way:
    """``limit`` rows beyond the edge, the row of ``mark`` with its key, up or down."""

    key: str
    limit: int
    mark: Mark | None = None
    edge: str = ""
    backwards: bool = False

    def order(self, *names: str) -> list[str]:
        return [f"-{name}" if self.backwards else name for name in names]

    def beyond(self) -> Q:
        """Of the tier of the edge; the first condition lets an index start there, the second settles equal keys."""
        assert self.mark
        than = "lt" if self.backwards else "gt"
        return Q(**{f"{self.key}__{than}e": self.edge}) & (
            Q(**{f"{self.key}__{than}": self.edge}) | Q(**{f"pk__{than}": self.mark.pk})
        )


def _gathered(rows: QuerySet[Any], levels: Sequence[Q], way: _Way) -> list[Found]:
    """Rows of every level sorted together, in an order that no index has."""
    ranks: list[Any] = [When(level, then=2 * number) for number, level in enumerate(levels[:-1])]
    level = Case(*ranks, default=2 * (len(levels) - 1), output_field=IntegerField()) if ranks else Value(0)
    later = Case(When(**{f"{way.key}__lt": first_letters()}, then=1), default=0, output_field=IntegerField())
    rows = rows.filter(reduce(or_, levels)).annotate(tier=level + later)
    if way.mark:
        than = "lt" if way.backwards else "gt"
        rows = rows.filter(Q(**{f"tier__{than}": way.mark.tier}) | Q(tier=way.mark.tier) & way.beyond())
    return list(rows.order_by(*way.order("tier", way.key, "pk")).values_list("tier", way.key, "pk")[: way.limit])


def _walked(rows: QuerySet[Any], levels: Sequence[Q], way: _Way, last: int) -> list[Found]:
    letters = first_letters()
    halves = [Q(**{f"{way.key}__gte": letters}), Q(**{f"{way.key}__lt": letters})]
    tiers = [rows.filter(level, half) for level in levels for half in halves]
    parts = [_part(tier, number, way) for number, tier in enumerate(tiers)]
    first = len(parts) - (0 if way.backwards else 2 * last)
    found = _in_order(parts[:first], way, way.limit)
    if len(found) < way.limit and first < len(parts):
        found += _in_order(parts[first:], way, way.limit - len(found))
    return found


def _way(asked: QueryDict, known: QuerySet[Any], key: str, limit: int) -> _Way:
    """From the mark in the address, in the half of its level where its row stands today."""
    after, before = _mark(asked, AFTER), _mark(asked, BEFORE)
    mark = after or before
    edge = known.filter(pk=mark.pk).order_by().values_list(key, flat=True).first() if mark else None
    if mark is None or edge is None:
        return _Way(key, limit)
    level = mark.tier - mark.tier % 2
    return _Way(key, limit, replace(mark, tier=level + (edge < first_letters())), edge, backwards=not after)


def _part(rows: QuerySet[Any], tier: int, way: _Way) -> QuerySet[Any] | None:
    """The first rows that a tier may give beyond the edge; None when it lies wholly before it."""
    if way.mark:
        if tier > way.mark.tier if way.backwards else tier < way.mark.tier:
            return None
        if tier == way.mark.tier:
            rows = rows.filter(way.beyond())
    rows = rows.annotate(tier=Value(tier, output_field=IntegerField())).order_by(*way.order(way.key, "pk"))
    return rows.values_list("tier", way.key, "pk")[: way.limit]


def _in_order(candidates: list[QuerySet[Any] | None], way: _Way, limit: int) -> list[Found]:
    """Those that may hold something, as one statement; a union of nothing is no union to Django."""
    parts = [part for part in candidates if part is not None and not part.query.is_empty()]
    if not parts:
        return []
    if len(parts) == 1:
        return list(parts[0])[:limit]
    together = parts[0].union(*parts[1:], all=True)
    return list(together.order_by(*way.order("tier", way.key, "pk"))[:limit])


def _mark(asked: QueryDict, name: str) -> Mark | None:
    tier, _, pk = asked.get(name, "").partition("-")
    if not (tier.isdecimal() and pk.isdecimal() and len(tier) < 3 and len(pk) < 19):
        return None
    return Mark(int(tier), int(pk))


def _address(asked: QueryDict, name: str, found: Found) -> str:
    query = asked.copy()
    query.pop(AFTER, None)
    query.pop(BEFORE, None)
    tier, _, pk = found
    query[name] = f"{tier}-{pk}"
    return f"?{query.urlencode()}#resultats"
