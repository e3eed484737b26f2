"""What a set of rows would change in the base, table by table, by natural keys: one query per table and set."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import connection, transaction
from django.db.models import CharField, DateField
from psycopg2 import sql

from club.core.sheets.columns import Row, SheetResource, Table
from club.core.sheets.rows import key_of
from club.core.sheets.sql import array_of, column, execute, field_of

# Some thousand keys are looked up in an index that is in memory, instead of reading the whole table for each set.
_BY_INDEX = sql.SQL("SET LOCAL random_page_cost = 1.1")
Found = dict[int, dict[str, Any]]


def compare(rows: Sequence[Row], resource: SheetResource, *, lock: bool = False) -> None:
    """Fill ``new``, ``changes``, ``existing`` (and ``reasons`` for rows of the base that must be left alone).

    ``lock`` takes the rows of the base until the end of the transaction, so that what was compared is what is
    written.
    """
    for table in resource.tables:
        with transaction.atomic():
            execute(_BY_INDEX)
            _compare_table([row for row in rows if not row.reasons], table, lock)
        for row in rows:
            if table.name in row.new and (lacking := [n for n in table.needs if n not in row.values[table.name]]):
                names = ", ".join(f"« {resource.title_of(f'{table.name}.{name}')} »" for name in lacking)
                row.reasons.append(f"Cette fiche est nouvelle ({table.label}) ; pour la créer, il manque : {names}.")
    for row in rows:
        if not row.reasons:
            resource.weigh(row)


def _compare_table(rows: Sequence[Row], table: Table, lock: bool) -> None:
    about = [row for row in rows if None not in key_of(table, row.values)]
    found = _existing(table, about, lock)
    name, refuse = table.name, table.refuse
    for index, row in enumerate(about):
        existing = found.get(index)
        if existing is None:
            if name not in row.repeats:
                row.new.append(name)
            continue
        row.existing[name] = existing
        if name in row.repeats:
            continue
        if refuse and (reason := refuse(existing)):
            row.reasons.append(reason)
            continue
        for field, value in row.values[name].items():
            if existing.get(field, value) != value:
                row.changes[f"{name}.{field}"] = [existing[field], value]


def _existing(table: Table, rows: Sequence[Row], lock: bool) -> Found:
    """Index of the row → primary key and fields of what the base holds, values as the file writes them."""
    keys = _keys(table, rows)
    if not keys:
        return {}
    names = ["pk", *table.fields, *table.watch]
    arrays = [array_of(values) for values in zip(*keys.values(), strict=True)]
    fetched = execute(_statement(table, lock), [array_of(keys), *arrays], fetch=True)
    found = {index: dict(zip(names, values, strict=True)) for index, *values in fetched}
    _read_many(table, found)
    return found


def _keys(table: Table, rows: Sequence[Row]) -> dict[int, tuple[Any, ...]]:
    """Index of the row → its key in columns of the table itself. A row whose parent is new has none: it is new."""
    keys = {}
    pairs = [(_parent(table, lookup), pair) for (lookup, _), pair in zip(table.key, table.pairs, strict=True)]
    for index, row in enumerate(rows):
        existing = row.existing
        if all(parent is None or parent in existing for parent, _ in pairs):
            keys[index] = tuple([existing[p]["pk"] if p else row.values[name][field] for p, (name, field) in pairs])
    return keys


def _parent(table: Table, lookup: str) -> str | None:
    """The table of the resource that a lookup such as ``person__email`` goes through."""
    relation, across, _ = lookup.partition("__")
    return table.parents[f"{relation}_id"] if across else None


@cache
def _statement(table: Table, lock: bool) -> sql.Composed:
    own = [f"{lookup.partition('__')[0]}_id" if "__" in lookup else lookup for lookup, _ in table.key]
    types = [_type_of(table, name) for name in own]
    parts = {
        "values": sql.SQL(", ").join(_read(table, name) for name in ("pk", *table.fields, *table.watch)),
        "keys": sql.SQL(", ").join(sql.SQL("%s::" + type_ + "[]") for type_ in ("int", *types)),
        "names": sql.SQL(", ").join(sql.Identifier(f"k{n}") for n in range(len(own))),
        "table": sql.Identifier(table.model._meta.db_table),
        "join": sql.SQL(" AND ").join(
            sql.SQL("t.{} = k.{}").format(column(table.model, name), sql.Identifier(f"k{n}"))
            for n, name in enumerate(own)
        ),
        "where": sql.SQL("").join(
            sql.SQL(" AND t.{} IS NOT DISTINCT FROM {}").format(column(table.model, name), sql.Literal(value))
            for name, value in table.where.items()
        ),
        "order": sql.SQL(" ORDER BY t.{} FOR NO KEY UPDATE OF t" if lock else "").format(column(table.model, "pk")),
    }
    return sql.SQL(
        "SELECT k.n, {values} FROM unnest({keys}) AS k (n, {names}) JOIN {table} t ON {join}{where}{order}"
    ).format(**parts)


def _type_of(table: Table, name: str) -> str:
    """The type of an array of keys; ``text`` for all texts, for a cast to ``varchar(n)`` would cut them."""
    field = field_of(table.model, name)
    return "text" if isinstance(field, CharField) else str(field.db_type(connection))


def _read(table: Table, name: str) -> sql.Composed:
    """Dates as the file's values hold them: 2026-03-01."""
    dated = isinstance(field_of(table.model, name), DateField)
    return sql.SQL("t.{}::text" if dated else "t.{}").format(column(table.model, name))


def _read_many(table: Table, found: Found) -> None:
    for name in table.many:
        pks = {existing["pk"] for existing in found.values()}
        lists = table.model._default_manager.filter(pk__in=pks).values_list("pk").annotate(many=ArrayAgg(name))
        linked = {pk: sorted(value for value in values if value is not None) for pk, values in lists.order_by()}
        for existing in found.values():
            existing[name] = linked[existing["pk"]]
