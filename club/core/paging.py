"""Pages by key: as quick at the last row as at the first, because nothing is counted or skipped.

The address holds the number of the row at the edge, never its name: addresses end up in logs. A number that names
nothing, or beyond which there is nothing any more, gives the first page.
"""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet, Subquery
from django.http import HttpRequest

from club.core.naming import number_of

ModelT = TypeVar("ModelT", bound=Model)
AFTER, BEFORE = "apres", "avant"
SIZE = 25


@dataclass(frozen=True)
class Page(Generic[ModelT]):
    """``rows`` in order; the addresses are relative ("?apres=12"), empty where there is no page."""

    rows: list[ModelT]
    previous_url: str
    next_url: str


def page_of(
    queryset: QuerySet[ModelT],
    request: HttpRequest,
    *,
    key: str = "sort_key",
    size: int = SIZE,
    anchor: str = "",
    known: QuerySet[ModelT] | None = None,
) -> Page[ModelT]:
    """The page that ``request`` asks for, ordered by ``key`` then primary key (``-`` before ``key``: downwards).

    ``known``: the rows that an address may name, all by default. On a page for the public, those that it may read:
    where the others stand in the order is a secret too.
    """
    after, before = _number(request, AFTER), _number(request, BEFORE)
    edge = after or before
    known = queryset.model._default_manager.all() if known is None else known
    backwards = edge is not None and not after
    rows = list(_beyond(queryset, known, key, edge, backwards)[: size + 1])
    if not rows and edge is not None:
        edge, backwards = None, False
        rows = list(_beyond(queryset, known, key, edge, backwards)[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    if backwards:
        rows.reverse()
    has_previous, has_next = (more, True) if backwards else (edge is not None, more)
    return Page(
        rows,
        _address(request, BEFORE, rows[0].pk, anchor) if has_previous and rows else "",
        _address(request, AFTER, rows[-1].pk, anchor) if has_next and rows else "",
    )


def _beyond(
    queryset: QuerySet[ModelT], known: QuerySet[Any], key: str, edge: int | None, backwards: bool
) -> QuerySet[ModelT]:
    """From the row of number ``edge`` on, found in the same statement; none when it is not known.

    The first condition lets the index start at the edge; the second settles equal keys.
    """
    name, descending = key.removeprefix("-"), key.startswith("-") != backwards
    if edge is not None:
        than = "lt" if descending else "gt"
        value = Subquery(known.filter(pk=edge).order_by().values(name)[:1])
        equal = Q(**{f"{name}__{than}": value}) | Q(**{f"pk__{than}": edge})
        queryset = queryset.filter(Q(**{f"{name}__{than}e": value}) & equal)
    sign = "-" if descending else ""
    return queryset.order_by(f"{sign}{name}", f"{sign}pk")


def _number(request: HttpRequest, name: str) -> int | None:
    return number_of(request.GET.get(name))


def _address(request: HttpRequest, name: str, pk: int, anchor: str) -> str:
    query = request.GET.copy()
    query.pop(AFTER, None)
    query.pop(BEFORE, None)
    query[name] = str(pk)
    return f"?{query.urlencode()}{anchor}"
