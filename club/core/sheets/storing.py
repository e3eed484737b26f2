"""Writing compared rows by sets: COPY to a temporary table, then one INSERT or UPDATE through Django's cursor.

The statements go through Django so that the history triggers know who wrote.
"""

from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import NOT_PROVIDED, Model
from psycopg2 import sql

from club.core.sheets.columns import Origin, Row, SheetResource, Table
from club.core.sheets.rows import key_of
from club.core.sheets.sql import array_of, column, execute, field_of

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


class Orphan(Exception):
    """A row needs a row of an earlier table that was not written."""


class Writer:
    """Writes the rows of one import; one per transaction, for it remembers the rows it made."""

    def __init__(self, resource: SheetResource, origin: Origin) -> None:
        self.resource, self.origin = resource, origin
        self._tables = {table.name: table for table in resource.tables}
        self._made: dict[str, dict[tuple[Any, ...], int]] = {}

    def write(self, rows: Sequence[Row]) -> None:
        """Insert and update what ``compare`` found for these rows."""
        self._made = {name: {} for name in self._tables}
        for table in self.resource.tables:
            fresh = [row for row in rows if table.name in row.new]
            prefix = f"{table.name}."
            changed = [row for row in rows if any(path.startswith(prefix) for path in row.changes)]
            if fresh:
                self._insert(table, fresh)
            if changed:
                self._update(table, changed)
            for name in table.many:
                listed = [row for row in fresh if name in row.values[table.name]]
                self._link(table, name, [*listed, *(row for row in changed if f"{prefix}{name}" in row.changes)])

    def _insert(self, table: Table, rows: Sequence[Row]) -> None:
        lines = [self._new_row(table, row) for row in rows]
        columns = dict.fromkeys(sorted(set().union(*lines) - _kept_elsewhere(table))) | _defaults(table.model)
        records = [[line.get(name, default) for name, default in columns.items()] for line in lines]
        own = [field_of(table.model, lookup).attname for lookup, _ in table.key if "__" not in lookup]
        returned = _insert(table.model, list(columns), records, ["pk", *own])
        if len(own) == len(table.key):
            self._made[table.name] = {tuple(key): pk for pk, *key in returned}

    def _new_row(self, table: Table, row: Row) -> dict[str, Any]:
        values = dict(row.values[table.name])
        for attname, parent in table.parents.items():
            values[attname] = self._pk(self._tables[parent], row)
        if table.created:
            values |= table.created(values, self.origin)
        return values

    def _pk(self, table: Table, row: Row) -> int:
        """Of the row that was there, or that this set of rows made."""
        if table.name in row.existing:
            return row.existing[table.name]["pk"]
        try:
            return self._made[table.name][key_of(table, row.values)]
        except KeyError:
            raise Orphan(f"no {table.name} for row {row.number}") from None

    def _update(self, table: Table, rows: Sequence[Row]) -> None:
        names = [f for f in table.fields if any(f"{table.name}.{f}" in row.changes for row in rows)]
        if not names:
            return
        records = []
        for row in rows:
            existing, values = row.existing[table.name], row.values[table.name]
            records.append([existing["pk"], *(values.get(name, existing[name]) for name in names)])
        _stage(table.model, ["pk", *names], records)
        assignments = sql.SQL(", ").join(sql.SQL("{0} = s.{0}").format(column(table.model, n)) for n in names)
        statement = sql.SQL("UPDATE {table} t SET {set} FROM sheet_stage s WHERE t.{pk} = s.{pk}")
        name = sql.Identifier(table.model._meta.db_table)
        execute(statement.format(table=name, set=assignments, pk=column(table.model, "pk")))

    def _link(self, table: Table, name: str, rows: Iterable[Row]) -> None:
        """Make a many-to-many field equal to the lists of the file."""
        field = table.model._meta.get_field(name)
        through = field.remote_field.through
        mine, theirs = field.m2m_column_name(), field.m2m_reverse_name()
        lists = {self._pk(table, row): row.values[table.name][name] for row in rows}
        through._default_manager.filter(**{f"{mine}__in": lists}).delete()
        pairs = [[pk, other] for pk, others in lists.items() for other in others]
        if pairs:
            _insert(through, [mine, theirs], pairs, [mine])


def copy_rows(table: str, columns: Sequence[str], records: Iterable[Sequence[Any]]) -> None:
    """COPY ``records`` into a table that has no history."""
    buffer = StringIO("".join(map(_line, records)))
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    command = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), names)
    with connection.cursor() as cursor:
        cursor.copy_expert(command.as_string(cursor.cursor), buffer)


def _line(record: Sequence[Any]) -> str:
    """A record in the text format of COPY. Most hold nothing to escape."""
    if None not in record:
        line = "\t".join(map(str, record))
        if "\\" not in line and "\n" not in line and "\r" not in line and line.count("\t") == len(record) - 1:
            return f"{line}\n"
    return "\t".join(["\\N" if value is None else str(value).translate(_ESCAPES) for value in record]) + "\n"


def _insert(
    model: type[Model], names: Sequence[str], records: Any, returning: Sequence[str]
) -> list[tuple[Any, ...]]:
    """Raises IntegrityError when somebody else made one of the rows meanwhile."""
    _stage(model, names, records)
    listed = sql.SQL(", ").join(column(model, name) for name in names)
    statement = sql.SQL(
        "INSERT INTO {table} ({columns}) SELECT {columns} FROM sheet_stage RETURNING {returning}"
    ).format(
        table=sql.Identifier(model._meta.db_table),
        columns=listed,
        returning=sql.SQL(", ").join(column(model, name) for name in returning),
    )
    return execute(statement, fetch=True)


def _stage(model: type[Model], names: Sequence[str], records: Iterable[Sequence[Any]]) -> None:
    """A temporary table with the types of the real one, filled by COPY."""
    columns = [column(model, name) for name in names]
    arrays = [isinstance(field_of(model, name), ArrayField) for name in names]
    if any(arrays):
        records = [[array_of(v) if a else v for v, a in zip(record, arrays, strict=True)] for record in records]
    create = sql.SQL(
        "DROP TABLE IF EXISTS sheet_stage; "
        "CREATE TEMPORARY TABLE sheet_stage ON COMMIT DROP AS SELECT {} FROM {} WITH NO DATA"
    )
    execute(create.format(sql.SQL(", ").join(columns), sql.Identifier(model._meta.db_table)))
    copy_rows("sheet_stage", [field_of(model, name).column for name in names], records)


def _kept_elsewhere(table: Table) -> set[str]:
    """Values of a row that are no columns to write: other tables hold them, or the base computes them."""
    return {*table.many, *(field.name for field in table.model._meta.concrete_fields if field.generated)}


def _defaults(model: type[Model]) -> dict[str, Any]:
    """Column → the value of a new row, where the base gives none by itself."""
    return {
        field.attname: field.get_default()
        for field in model._meta.concrete_fields
        if not (field.primary_key or field.generated or field.db_default is not NOT_PROVIDED)
        and field.get_default() is not None
    }
