"""What a set of rows would change in the base, table by table, by natural keys: one query per table and set."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import DateField, Q

from club.core.sheets.columns import Row, SheetResource, Table
from club.core.sheets.rows import key_of

Found = dict[tuple[Any, ...], dict[str, Any]]


def compare(rows: Sequence[Row], resource: SheetResource, *, lock: bool = False) -> None:
    """Fill ``new``, ``changes``, ``existing`` (and ``reasons`` for rows of the base that must be left alone).

    ``lock`` takes the rows of the base until the end of the transaction, so that what was compared is what is
    written.
    """
    for table in resource.tables:
        _compare_table([row for row in rows if not row.reasons], table, lock)
        for row in rows:
            if table.name in row.new and (lacking := [n for n in table.needs if n not in row.values[table.name]]):
                names = ", ".join(f"« {resource.title_of(f'{table.name}.{name}')} »" for name in lacking)
                row.reasons.append(f"Cette fiche est nouvelle ({table.label}) ; pour la créer, il manque : {names}.")
    for row in rows:
        if not row.reasons:
            resource.weigh(row)


def _compare_table(rows: Sequence[Row], table: Table, lock: bool) -> None:
    keys = [key_of(table, row.values) for row in rows]
    found = _existing(table, [key for key in keys if None not in key], lock)
    for row, key in zip(rows, keys, strict=True):
        if None in key:
            continue
        existing = found.get(key)
        if existing is None:
            if table.name not in row.repeats:
                row.new.append(table.name)
            continue
        row.existing[table.name] = existing
        if table.name in row.repeats:
            continue
        if table.refuse and (reason := table.refuse(existing)):
            row.reasons.append(reason)
            continue
        for name, value in row.values[table.name].items():
            if existing.get(name, value) != value:
                row.changes[f"{table.name}.{name}"] = [existing[name], value]


def _existing(table: Table, keys: Sequence[tuple[Any, ...]], lock: bool) -> Found:
    """Natural key → primary key and fields of the rows that exist, values as the file writes them."""
    if not keys:
        return {}
    columns = zip(*keys, strict=True)
    wanted = Q(**{f"{lookup}__in": set(values) for (lookup, _), values in zip(table.key, columns, strict=True)})
    lookups = [lookup for lookup, _ in table.key]
    names = ["pk", *table.fields, *table.watch]
    rows = table.model._default_manager.filter(wanted, **table.where).order_by("pk")
    if lock:
        rows = rows.select_for_update(no_key=True)
    converters = [(name, convert) for name in table.fields if (convert := _converter(table, name))]
    found: Found = {}
    for values in rows.values_list(*lookups, *names):
        existing = dict(zip(names, values[len(lookups) :], strict=True))
        for name, convert in converters:
            existing[name] = convert(existing[name])
        found[values[: len(lookups)]] = existing
    _read_many(table, found)
    return found


def _read_many(table: Table, found: Found) -> None:
    by_pk = {existing["pk"]: existing for existing in found.values()}
    for name in table.many:
        lists = table.model._default_manager.filter(pk__in=by_pk).values_list("pk").annotate(many=ArrayAgg(name))
        for pk, linked in lists.order_by():
            by_pk[pk][name] = sorted(value for value in linked if value is not None)


def _converter(table: Table, name: str) -> Callable[[Any], Any] | None:
    """Dates as the file's values hold them: 2026-03-01."""
    if isinstance(table.model._meta.get_field(name), DateField):
        return lambda value: value.isoformat() if isinstance(value, date | datetime) else value
    return None
