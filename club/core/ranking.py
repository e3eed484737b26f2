"""Pages by key over rows that come in levels: all of the first level, then the second, each in the order of its key.

Between equals the order is alphabetical and begins each day at other letters, so that no name is for ever the first:
see ``first_letters``. Each level has therefore two tiers, from those letters to the end and from the beginning to
them. The address holds the tier and the number of the row at the edge ("?apres=2-1234"), never a name. An address of
yesterday leads on from its row, in the order of today; one that names no row to be seen, or beyond which there is
nothing any more, gives the first page.

Two ways lead to the same page. Few rows are *gathered*: read whole and sorted, one statement whatever they are
filtered by. Many are *walked*: each tier gives its first rows in the order of an index, then their words are read.
PostgreSQL cannot choose by itself: it takes rows to be spread evenly over the alphabet, and for twenty of one name
it reads a million in the order of the list. Nobody knows how many bear a name: they are gathered up to ``NAMED``, and
walked when the statement finds that there are more.

The ORM says which rows there are, and so who may read them; the order around them is SQL put together here. The same
in expressions of the ORM, level by level, took most of the time of a page.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Generic

from django.core.cache import caches
from django.db import connection
from django.db.models import Model, QuerySet
from django.http import QueryDict
from django.utils import timezone

from club.core.paging import AFTER, BEFORE
from club.core.written import LineT, Statement, Told, read

Found = tuple[Any, ...]
"""Tier, key, then the values of what is told of a row, its number the first."""
LETTERS, STEP = 26, 297  # the step shares no factor with 26²: each pair of letters comes once in 676 days
FEW, NAMED, SMALL, SIZES_SECONDS = 3500, 10_000, 20_000, 600


@dataclass(frozen=True)
class Ranked(Generic[LineT]):
    """``rows`` in order; the addresses are relative, empty where there is no page."""

    rows: list[LineT]
    previous_url: str
    next_url: str


@dataclass(frozen=True)
class Level:
    """Rows of which ``where``, SQL on ``columns``, is true and that no level before holds; all rows by default.

    ``each``: the values of its one column that make the level, each walked by itself: no index orders several.
    """

    where: str = "TRUE"
    values: tuple[Any, ...] = ()
    columns: tuple[str, ...] = ()
    each: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mark:
    tier: int
    pk: int


def first_letters(on: date | None = None) -> str:
    """The two letters at which the alphabet begins on a day (today by default): « mo »."""
    number = (on or timezone.localdate()).toordinal() * STEP % LETTERS**2
    return "".join(chr(ord("a") + part) for part in divmod(number, LETTERS))


def is_small(model: type[Model]) -> bool:
    """Whether a table holds so few rows that all its lists may be gathered."""

    def read() -> bool:
        with connection.cursor() as cursor:  # PostgreSQL's estimate, -1 before the first
            cursor.execute("SELECT reltuples FROM pg_class WHERE oid = %s::regclass", [model._meta.db_table])
            rows: float = cursor.fetchone()[0]
        return rows < SMALL

    return _known(f"is-small:{model._meta.db_table}", read)


def are_few(name: str, rows: QuerySet[Any], most: int = FEW) -> bool:
    """Whether ``rows``, of the criterion of that name and without an order, are few enough to be gathered."""
    return _known(f"are-few:{name}:{most}", lambda: rows.order_by().values("pk")[:most].count() < most)


def _known(name: str, read: Callable[[], bool]) -> bool:
    """It changes the way to a page and never the page: each process asks every ten minutes."""
    return bool(caches["here"].get_or_set(name, read, SIZES_SECONDS))


def ranked_page(
    ways: Iterable[Statement | None],
    levels: Sequence[Level],
    told: Told[LineT],
    asked: QueryDict,
    *,
    key: str,
    size: int,
    few: bool | None = None,
    last: int = 0,
) -> Ranked[LineT]:
    """The page that ``asked`` names of the first of ``ways`` that holds anything at any level or at none.

    ``ways``: statements that give "pk", the key and the columns of the levels. ``told``: the rows that everybody may
    read with what the page tells of them; where the others stand in the order is a secret too. ``few``: gathered,
    else walked; None: nobody knows. ``last``: how many of the levels walked, the last ones, are asked for only when
    those before do not fill the page: they may be dear.
    """
    way, found = _way(asked, told, key, size + 1), None
    for wanted in ways:
        found = _found(wanted, levels, told, way, few, last)
        if way.mark and found == []:
            way = _Way(key, size + 1)
            found = _found(wanted, levels, told, way, few, last)
        if found is not None:
            break
    found = found or []
    more, found = len(found) > size, found[:size]
    if way.backwards:
        found.reverse()
    has_previous, has_next = (more, True) if way.backwards else (way.mark is not None, more)
    return Ranked(
        [told.line(*values) for _, _, *values in found],
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

    def ordered(self, *names: str) -> str:
        down = " DESC" if self.backwards else ""
        return f"ORDER BY {', '.join(name + down for name in names)} LIMIT {self.limit}"

    @property
    def than(self) -> str:
        return "<" if self.backwards else ">"


def _way(asked: QueryDict, told: Told[Any], key: str, limit: int) -> _Way:
    """From the mark in the address, in the half of its level where its row stands today."""
    after, before = _mark(asked, AFTER), _mark(asked, BEFORE)
    mark = after or before
    edge = told.rows().filter(pk=mark.pk).order_by().values_list(key, flat=True).first() if mark else None
    if mark is None or edge is None:
        return _Way(key, limit)
    level = mark.tier - mark.tier % 2
    return _Way(key, limit, replace(mark, tier=level + (edge < first_letters())), edge, backwards=not after)


def _found(
    wanted: Statement | None, levels: Sequence[Level], told: Told[Any], way: _Way, few: bool | None, last: int
) -> list[Found] | None:
    """None when there are no rows at all, if that is known."""
    if wanted is None:
        return None
    if few is None:
        number, found = _counted(wanted, levels, told, way)
        if number <= NAMED:
            return found if number else None
    elif few:
        return _read(_gathered(f"({wanted[0]})", wanted[1], levels, way), told, way)
    parts = [part for number in range(2 * len(levels)) if (part := _part(wanted, levels, number, way))]
    dear = 0 if way.backwards else sum(part.tier >= 2 * (len(levels) - last) for part in parts)
    found = _read(_walked(parts[: len(parts) - dear], way), told, way)
    if len(found) < way.limit and dear:
        found += _read(_walked(parts[-dear:], way), told, way)[: way.limit - len(found)]
    return found


def _read(page: Statement, told: Told[Any], way: _Way) -> list[Found]:
    """What is told of the rows of a page, by the same statement."""
    (sql, values), (telling, more) = page, told.statement
    if not sql:
        return []
    sql = f"""
        SELECT page.tier, page.key, told.* FROM ({sql}) page JOIN ({telling}) told ON told.pk = page.pk
        {way.ordered("page.tier", "page.key", "page.pk")}"""  # noqa: S608 - as below
    return read((sql, (*values, *more)))


def _counted(wanted: Statement, levels: Sequence[Level], told: Told[Any], way: _Way) -> tuple[int, list[Found]]:
    """How many rows there are, one more than ``NAMED`` at most, and the page of those, read once."""
    (page, values), (telling, more) = _gathered("named", (), levels, way), told.statement
    sql = f"""
        WITH named AS MATERIALIZED ({wanted[0]} LIMIT {NAMED + 1})
        SELECT number, page.tier, page.key, told.* FROM (SELECT count(*) AS number FROM named) counted
        LEFT JOIN (({page}) page JOIN ({telling}) told ON told.pk = page.pk) ON TRUE
        {way.ordered("page.tier", "page.key", "page.pk")}"""  # noqa: S608 - as below
    lines = read((sql, (*wanted[1], *values, *more)))
    return lines[0][0], [line[1:] for line in lines if line[3] is not None]


def _gathered(source: str, named: tuple[Any, ...], levels: Sequence[Level], way: _Way) -> Statement:
    """Rows of every level sorted together, in an order that no index has. ``named``: values of the source."""
    tiers = " ".join(f"WHEN {level.where} THEN {2 * number}" for number, level in enumerate(levels))
    values = [value for level in levels for value in level.values]
    beyond, edge = "", ()
    if way.mark:
        beyond, edge = f"WHERE (tier, key, pk) {way.than} (%s, %s, %s)", (way.mark.tier, way.edge, way.mark.pk)
    sql = f"""
        SELECT tier, key, pk FROM (
            SELECT CASE {tiers} END + CASE WHEN {way.key} < %s THEN 1 ELSE 0 END AS tier, {way.key} AS key, pk
            FROM {source} wanted WHERE {" OR ".join(f"({level.where})" for level in levels)}
        ) ranked {beyond} {way.ordered("tier", "key", "pk")}"""  # noqa: S608 - columns and conditions of our own
    return sql, (*values, first_letters(), *named, *values, *edge)


@dataclass(frozen=True)
class _Part:
    tier: int
    statement: Statement


def _part(wanted: Statement, levels: Sequence[Level], tier: int, way: _Way) -> _Part | None:
    """The first rows that a tier may give beyond the edge; None when it lies wholly before it."""
    if way.mark and (tier > way.mark.tier if way.backwards else tier < way.mark.tier):
        return None
    before, level = levels[: tier // 2], levels[tier // 2]
    several = len(level.each) > 1
    half = ">=" if tier % 2 == 0 else "<"
    conditions = [f"{level.columns[0]} = one.value" if several else level.where]
    conditions += [*(f"({one.where}) IS NOT TRUE" for one in before), f"{way.key} {half} %s"]
    values = [*(() if several else level.values), *(value for one in before for value in one.values), first_letters()]
    if way.mark and tier == way.mark.tier:
        conditions.append(f"({way.key}, pk) {way.than} (%s, %s)")
        values += [way.edge, way.mark.pk]
    sql = f"""
        SELECT {tier} AS tier, {way.key} AS key, pk FROM ({wanted[0]}) wanted
        WHERE {" AND ".join(conditions)} {way.ordered(way.key, "pk")}"""  # noqa: S608 - as above
    if not several:
        return _Part(tier, (f"({sql})", (*wanted[1], *values)))
    each = "unnest(%s::varchar[]) one (value)"
    sql = f"(SELECT part.* FROM {each}, LATERAL ({sql}) part {way.ordered('key', 'pk')})"  # noqa: S608 - as above
    return _Part(tier, (sql, (list(level.each), *wanted[1], *values)))


def _walked(parts: Sequence[_Part], way: _Way) -> Statement:
    """What the parts give, as one statement; none when there is no part."""
    together = " UNION ALL ".join(part.statement[0] for part in parts)
    sql = f"SELECT tier, key, pk FROM ({together}) parts {way.ordered('tier', 'key', 'pk')}"  # noqa: S608 - as above
    return (sql if parts else "", tuple(value for part in parts for value in part.statement[1]))


def _mark(asked: QueryDict, name: str) -> Mark | None:
    tier, _, pk = asked.get(name, "").partition("-")
    if not (tier.isdecimal() and pk.isdecimal() and len(tier) < 3 and len(pk) < 19):
        return None
    return Mark(int(tier), int(pk))


def _address(asked: QueryDict, name: str, found: Found) -> str:
    query = asked.copy()
    query.pop(AFTER, None)
    query.pop(BEFORE, None)
    tier, _, pk, *_ = found
    query[name] = f"{tier}-{pk}"
    return f"?{query.urlencode()}#resultats"
