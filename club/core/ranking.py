"""Pages by key over rows that come in tiers: all of the first tier, then the second, each in the order of its key.

The address holds the tier and the number of the row at the edge ("?apres=2-1234"), never a name. Two statements
whatever the number of tiers, one more past the first page, and one for the ``last`` tiers, asked for only when those
before do not fill the page: they may be dear to walk.

Between equals the order is alphabetical and begins each day at other letters, so that no name is for ever the first:
see ``first_letters`` and ``rotated``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from django.db.models import IntegerField, Model, Q, QuerySet, Value
from django.http import HttpRequest
from django.utils import timezone

from club.core.paging import AFTER, BEFORE

ModelT = TypeVar("ModelT", bound=Model)
LETTERS, STEP = 26, 297  # the step shares no factor with 26²: each pair of letters comes once in 676 days


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


def rotated(rows: QuerySet[ModelT], key: str, on: date | None = None) -> list[QuerySet[ModelT]]:
    """One tier as two: from the letters of the day to the end of the alphabet, then from its beginning."""
    letters = first_letters(on)
    return [rows.filter(**{f"{key}__gte": letters}), rows.filter(**{f"{key}__lt": letters})]


def ranked_page(
    tiers: Sequence[QuerySet[ModelT]],
    shown: QuerySet[ModelT],
    request: HttpRequest,
    *,
    key: str,
    size: int,
    last: int = 0,
) -> Ranked[ModelT]:
    """The page that ``request`` asks for of ``tiers``, which share no row; ``shown`` reads what the page tells.

    ``last``: how many of the tiers, the last ones, are asked for only when they are needed.
    """
    after, before = _mark(request, AFTER), _mark(request, BEFORE)
    mark, backwards = after or before, bool(before and not after)
    edge = _edge(shown, key, mark)
    parts = [_part(rows, tier, mark, edge, key, backwards, size + 1) for tier, rows in enumerate(tiers)]
    first = len(parts) - (0 if backwards else last)
    found = _in_order(parts[:first], key, size + 1, backwards)
    if len(found) <= size and first < len(parts):
        found += _in_order(parts[first:], key, size + 1 - len(found), backwards)
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    rows = shown.in_bulk([pk for _, _, pk in found])
    has_previous, has_next = (more, True) if backwards else (edge is not None, more)
    return Ranked(
        [rows[pk] for _, _, pk in found if pk in rows],
        _address(request, BEFORE, found[0]) if has_previous and found else "",
        _address(request, AFTER, found[-1]) if has_next and found else "",
    )


def _edge(rows: QuerySet[Any], key: str, mark: Mark | None) -> Any:
    if mark is None:
        return None
    return rows.model._default_manager.filter(pk=mark.pk).order_by().values_list(key, flat=True).first()


def _part(
    rows: QuerySet[Any], tier: int, mark: Mark | None, edge: Any, key: str, backwards: bool, limit: int
) -> QuerySet[Any] | None:
    """The first ``limit`` that a tier may give beyond the edge; None when it lies wholly before it."""
    if mark is not None and edge is not None:
        if tier > mark.tier if backwards else tier < mark.tier:
            return None
        if tier == mark.tier:
            than = "lt" if backwards else "gt"
            rows = rows.filter(
                Q(**{f"{key}__{than}e": edge}) & (Q(**{f"{key}__{than}": edge}) | Q(**{f"pk__{than}": mark.pk}))
            )
    sign = "-" if backwards else ""
    rows = rows.annotate(tier=Value(tier, output_field=IntegerField())).order_by(f"{sign}{key}", f"{sign}pk")
    return rows.values_list("tier", key, "pk")[:limit]


def _in_order(
    candidates: list[QuerySet[Any] | None], key: str, limit: int, backwards: bool
) -> list[tuple[int, str, int]]:
    """Those that may hold something, as one statement; a union of nothing is no union to Django."""
    parts = [part for part in candidates if part is not None and not part.query.is_empty()]
    if not parts:
        return []
    if len(parts) == 1:
        return list(parts[0])[:limit]
    sign = "-" if backwards else ""
    together = parts[0].union(*parts[1:], all=True)
    return list(together.order_by(f"{sign}tier", f"{sign}{key}", f"{sign}pk")[:limit])


def _mark(request: HttpRequest, name: str) -> Mark | None:
    tier, _, pk = request.GET.get(name, "").partition("-")
    if not (tier.isdecimal() and pk.isdecimal() and len(tier) < 3 and len(pk) < 19):
        return None
    return Mark(int(tier), int(pk))


def _address(request: HttpRequest, name: str, found: tuple[int, str, int]) -> str:
    query = request.GET.copy()
    query.pop(AFTER, None)
    query.pop(BEFORE, None)
    tier, _, pk = found
    query[name] = f"{tier}-{pk}"
    return f"?{query.urlencode()}#resultats"
