"""From cells to values: reading a row, telling repetitions inside the file."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from club.core.sheets.columns import Row, SheetResource, Table
from club.core.sheets.headings import Heading, unprotected

MEMO = 20_000


class RowReader:
    """Reads the rows of one file for one resource; remembers what was read to tell repetitions."""

    def __init__(self, resource: SheetResource, headings: Sequence[Heading]) -> None:
        self.resource = resource
        place = {heading.column: index for index, heading in enumerate(headings) if heading.column}
        self._columns = [
            (place.get(name), column, column.into or name, {})
            for name, column in resource.fields.items()
            if name in place or column.required
        ]
        self._paths = [(table, [(f"{table.name}.{f}", f) for f in _fields(table)]) for table in resource.tables]
        self._first: dict[tuple[str, tuple[Any, ...]], tuple[int, dict[str, Any]]] = {}

    def missing(self) -> list[str]:
        """Titles of required columns that the file lacks."""
        return [column.title for index, column, _, _ in self._columns if index is None]

    def read(self, number: int, cells: list[str]) -> Row:
        row = Row(number, cells)
        flat: dict[str, Any] = {}
        for index, column, path, memo in self._columns:
            text = cells[index] if index is not None and index < len(cells) else ""
            if text and not text.isspace():
                self._cell(row, flat, column, path, memo, text)
            elif column.required:
                row.reasons.append(f"{column.title} : la cellule est vide.")
        if not row.reasons:
            self.resource.complete(flat, row.notes, row.reasons)
        row.values = {
            table.name: {name: _plain(flat[path]) for path, name in paths if flat.get(path) not in (None, "", [])}
            for table, paths in self._paths
        }
        if not row.reasons:
            self._tell_repetitions(row)
        return row

    def _cell(self, row: Row, flat: dict[str, Any], column: Any, path: str, memo: dict[str, Any], text: str) -> None:
        known = memo.get(text)
        if known is None:
            notes: list[str] = []
            try:
                known = (column.widget.clean(unprotected(text), notes=notes), notes, "")
            except ValueError as error:
                known = (None, notes, str(error))
            if column.widget.memo and len(memo) < MEMO:
                memo[text] = known
        value, notes, reason = known
        if reason:
            row.reasons.append(reason)
            flat[path] = None
        elif path not in flat or value not in (None, "", []):
            flat[path] = value
        if notes:
            row.notes += notes

    def _tell_repetitions(self, row: Row) -> None:
        """A key read before: a duplicate, a contradiction, or a repetition that adds nothing."""
        told, number = [], 0
        for table in self.resource.tables:
            values = row.values[table.name]
            key = (table.name, key_of(table, row.values))
            if None in key[1]:
                continue
            number, first = self._first.get(key, (0, {}))
            if not number:
                told.append((key, values))
            elif table.duplicate:
                row.reasons.append(f"Doublon dans le fichier : {table.duplicate} est déjà à la ligne {number}.")
            else:
                self._repeat(row, table, number, first)
        if not told and not row.reasons:
            row.reasons.append(f"Doublon dans le fichier : la ligne {number} dit déjà la même chose.")
        if not row.reasons:
            for key, values in told:
                self._first[key] = (row.number, values)

    def _repeat(self, row: Row, table: Table, number: int, first: dict[str, Any]) -> None:
        values = row.values[table.name]
        title = self.resource.title_of
        differing = [name for name in values if name in first and values[name] != first[name]]
        if differing:
            names = ", ".join(f"« {title(f'{table.name}.{name}')} »" for name in differing)
            row.reasons.append(f"La ligne {number} dit autre chose pour la même fiche ({table.label}) : {names}.")
        elif set(values) - set(first):
            row.notes.append(f"{table.label} : c’est la ligne {number} qui est suivie")
        row.values[table.name] = {name: first[name] for name in values if name in _own_key(table)}
        row.repeats.append(table.name)


def key_of(table: Table, values: dict[str, dict[str, Any]]) -> tuple[Any, ...]:
    """The natural key of a row's ``table``; None in it: the row says nothing of this table."""
    return tuple(values[name].get(field) for name, _, field in (path.partition(".") for _, path in table.key))


def _own_key(table: Table) -> set[str]:
    return {path.partition(".")[2] for _, path in table.key if path.partition(".")[0] == table.name}


def _fields(table: Table) -> list[str]:
    return [*_own_key(table), *(f for f in (*table.fields, *table.many) if f not in _own_key(table))]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
