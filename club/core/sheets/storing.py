"""Writing compared rows by sets: COPY to a temporary table, then one INSERT or UPDATE through Django's cursor.

The statements go through Django so that the history triggers know who wrote.
"""

import csv
import secrets
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import NOT_PROVIDED, Field, Model
from psycopg2 import sql

from club.core.sheets.columns import Origin, Row, SheetResource, Table
from club.core.sheets.rows import key_of

_NULL = f"null-{secrets.token_hex(8)}"  # that no cell can hold


class Orphan(Exception):
    """A row needs a row of an earlier table that was not written."""


class Writer:
    """Writes the rows of one import; one per transaction, for it remembers the rows it made."""

    def __init__(self, resource: SheetResource, origin: Origin) -> None:
        self.resource, self.origin = resource, origin
        self._ids: dict[str, dict[tuple[Any, ...], int]] = {table.name: {} for table in resource.tables}

    def write(self, rows: Sequence[Row]) -> None:
        """Insert and update what ``compare`` found for these rows."""
        for table in self.resource.tables:
            fresh = [row for row in rows if table.name in row.new]
            changed = [row for row in rows if any(path.startswith(f"{table.name}.") for path in row.changes)]
            for row in rows:
                if table.name in row.existing:
                    self._ids[table.name][key_of(table, row.values)] = row.existing[table.name]["pk"]
            if fresh:
                self._insert(table, fresh)
            if changed:
                self._update(table, changed)
            for name in table.many:
                self._link(table, name, [row for row in (*fresh, *changed) if name in row.values[table.name]])

    def _insert(self, table: Table, rows: Sequence[Row]) -> None:
        lines = [self._new_row(table, row) for row in rows]
        columns = list(dict.fromkeys(name for line in lines for name in line))
        defaults = _defaults(table.model, columns)
        every = [*columns, *(name for name in defaults if name not in columns)]
        own = [_attname(table.model, lookup) for lookup, _ in table.key if "__" not in lookup]
        records = ([line.get(name, defaults.get(name)) for name in every] for line in lines)
        returned = _insert(table.model, every, records, [table.model._meta.pk.attname, *own])
        if len(own) == len(table.key):
            self._ids[table.name] |= {tuple(key): pk for pk, *key in returned}

    def _new_row(self, table: Table, row: Row) -> dict[str, Any]:
        generated = {field.name for field in table.model._meta.concrete_fields if field.generated}
        values = {n: v for n, v in row.values[table.name].items() if n not in table.many and n not in generated}
        for attname, parent in table.parents.items():
            parent_table = next(t for t in self.resource.tables if t.name == parent)
            pk = self._ids[parent].get(key_of(parent_table, row.values))
            if pk is None:
                raise Orphan(f"{table.name}: no {parent} for row {row.number}")
            values[attname] = pk
        if table.created:
            values |= table.created(values, self.origin)
        return values

    def _update(self, table: Table, rows: Sequence[Row]) -> None:
        names = [f for f in table.fields if any(f"{table.name}.{f}" in row.changes for row in rows)]
        if not names:
            return
        records = []
        for row in rows:
            existing, values = row.existing[table.name], row.values[table.name]
            records.append([existing["pk"], *(values.get(name, existing[name]) for name in names)])
        meta = table.model._meta
        _stage(table.model, [meta.pk.attname, *names], records)
        assignments = sql.SQL(", ").join(sql.SQL("{0} = s.{0}").format(_column(table.model, n)) for n in names)
        statement = sql.SQL("UPDATE {table} t SET {set} FROM sheet_stage s WHERE t.{pk} = s.{pk}")
        _execute(
            statement.format(
                table=sql.Identifier(meta.db_table), set=assignments, pk=_column(table.model, meta.pk.attname)
            )
        )

    def _link(self, table: Table, name: str, rows: Iterable[Row]) -> None:
        """Make a many-to-many field equal to the lists of the file."""
        field = table.model._meta.get_field(name)
        through = field.remote_field.through
        mine, theirs = field.m2m_column_name(), field.m2m_reverse_name()
        ids = self._ids[table.name]
        lists = {ids[key_of(table, row.values)]: row.values[table.name][name] for row in rows}
        through._default_manager.filter(**{f"{mine}__in": lists}).delete()
        pairs = [[pk, other] for pk, others in lists.items() for other in others]
        if pairs:
            _insert(through, [mine, theirs], pairs, [mine])


def copy_rows(table: str, columns: Sequence[str], records: Iterable[Sequence[Any]]) -> None:
    """COPY ``records`` into a table that has no history."""
    buffer = StringIO()
    csv.writer(buffer).writerows([[_NULL if value is None else value for value in record] for record in records])
    buffer.seek(0)
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    command = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv, NULL {})").format(
        sql.Identifier(table), names, sql.Literal(_NULL)
    )
    with connection.cursor() as cursor:
        cursor.copy_expert(command.as_string(cursor.cursor), buffer)


def _insert(
    model: type[Model], names: Sequence[str], records: Any, returning: Sequence[str]
) -> list[tuple[Any, ...]]:
    _stage(model, names, records)
    listed = sql.SQL(", ").join(_column(model, name) for name in names)
    statement = sql.SQL(
        "INSERT INTO {table} ({columns}) SELECT {columns} FROM sheet_stage "
        "ON CONFLICT DO NOTHING RETURNING {returning}"
    ).format(
        table=sql.Identifier(model._meta.db_table),
        columns=listed,
        returning=sql.SQL(", ").join(_column(model, name) for name in returning),
    )
    return _execute(statement, fetch=True)


def _stage(model: type[Model], names: Sequence[str], records: Iterable[Sequence[Any]]) -> None:
    """A temporary table with the types of the real one, filled by COPY."""
    columns = [_column(model, name) for name in names]
    arrays = [isinstance(_field(model, name), ArrayField) for name in names]
    if any(arrays):
        records = [[_array(v) if a else v for v, a in zip(record, arrays, strict=True)] for record in records]
    create = sql.SQL(
        "DROP TABLE IF EXISTS sheet_stage; "
        "CREATE TEMPORARY TABLE sheet_stage ON COMMIT DROP AS SELECT {} FROM {} WITH NO DATA"
    )
    _execute(create.format(sql.SQL(", ").join(columns), sql.Identifier(model._meta.db_table)))
    copy_rows("sheet_stage", [_field(model, name).column for name in names], records)


def _execute(statement: sql.Composable, *, fetch: bool = False) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement.as_string(cursor.cursor))
        return cursor.fetchall() if fetch else []


def _defaults(model: type[Model], given: Sequence[str]) -> dict[str, Any]:
    """Values of the columns that have no default in the base and were not given."""
    defaults = {}
    for field in model._meta.concrete_fields:
        if field.primary_key or field.generated or field.db_default is not NOT_PROVIDED:
            continue
        if field.attname not in given or not field.null:
            defaults[field.attname] = field.get_default() if field.has_default() or not field.null else None
    return defaults


def _array(values: Sequence[Any]) -> str:
    """A list as PostgreSQL writes an array."""
    quoted = ('"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"' for value in values)
    return "{" + ",".join(quoted) + "}"


def _field(model: type[Model], name: str) -> Field:
    return next(field for field in model._meta.concrete_fields if name in (field.attname, field.name))


def _attname(model: type[Model], name: str) -> str:
    return _field(model, name).attname


def _column(model: type[Model], name: str) -> sql.Identifier:
    return sql.Identifier(_field(model, name).column)
