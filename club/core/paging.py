"""Pages by key: as quick at the last row as at the first, because nothing is counted or skipped.

The address holds the number of the row at the edge, never its name: addresses end up in logs.
"""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet
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
    queryset: QuerySet[ModelT], request: HttpRequest, *, key: str = "sort_key", size: int = SIZE, anchor: str = ""
) -> Page[ModelT]:
    """The page that ``request`` asks for, ordered by ``key`` then primary key (``-`` before ``key``: downwards)."""
    name, downwards = key.removeprefix("-"), key.startswith("-")
    after, before = _number(request, AFTER), _number(request, BEFORE)
    edge = _edge(queryset, name, after or before)
    backwards = edge is not None and not after
    descending = downwards != backwards
    if edge is not None:
        queryset = queryset.filter(_beyond(name, edge, descending))
    sign = "-" if descending else ""
    rows = list(queryset.order_by(f"{sign}{name}", f"{sign}pk")[: size + 1])
    more = len(rows) > size
    rows = rows[:size]
    if backwards:
        rows.reverse()
    has_previous, has_next = (more, True) if backwards else (edge is not None, more)
    return Page(
        rows,
        _address(request, BEFORE, rows[0].pk, anchor) if has_previous and rows else "",
        _address(request, AFTER, rows[-1].pk, anchor) if has_next and rows else "",
    )


def _edge(queryset: QuerySet[Any], name: str, pk: int | None) -> tuple[Any, int] | None:
    if pk is None:
        return None
    return queryset.model._default_manager.filter(pk=pk).order_by().values_list(name, "pk").first()


def _beyond(name: str, edge: tuple[Any, int], descending: bool) -> Q:
    """The first condition lets the index start at the edge; the second settles equal keys."""
    value, pk = edge
    than = "lt" if descending else "gt"
    return Q(**{f"{name}__{than}e": value}) & (Q(**{f"{name}__{than}": value}) | Q(**{f"pk__{than}": pk}))


def _number(request: HttpRequest, name: str) -> int | None:
    return number_of(request.GET.get(name))


def _address(request: HttpRequest, name: str, pk: int, anchor: str) -> str:
    query = request.GET.copy()
    query.pop(AFTER, None)
    query.pop(BEFORE, None)
    query[name] = str(pk)
    return f"?{query.urlencode()}{anchor}"
