"""From cells to values: reading a row, telling repetitions inside the file."""

import marshal
from collections.abc import Iterator, Sequence
from typing import Any

from club.core.sheets.columns import Column, Row, SheetResource, Table
from club.core.sheets.headings import Heading, unprotected

MEMO = 20_000
Answer = tuple[Any, list[str], str]
Told = dict[Any, Any]  # key → line, or (line, packed values) where a second row may share the key


class RowReader:
    """Reads the rows of one file for one resource; remembers what was read to tell repetitions."""

    def __init__(self, resource: SheetResource, headings: Sequence[Heading]) -> None:
        self.resource = resource
        place = {heading.column: index for index, heading in enumerate(headings) if heading.column}
        self._columns = [
            (place[name], column, *_target(name, column), {} if column.widget.memo else None)
            for name, column in resource.fields.items()
            if name in place
        ]
        self._missing = [c.title for name, c in resource.fields.items() if c.required and name not in place]
        self._tables = [table.name for table in resource.tables]
        self._told: list[tuple[Table, Told]] = [(table, {}) for table in _told_apart(resource.tables)]

    def missing(self) -> list[str]:
        """Titles of required columns that the file lacks."""
        return self._missing

    def read(self, number: int, cells: list[str]) -> Row:
        row = Row(number, cells)
        values = row.values = {name: {} for name in self._tables}
        told = values[""] = {}
        width = len(cells)
        for index, column, table, field, memo in self._columns:
            text = cells[index] if index < width else ""
            answer = memo.get(text) if memo is not None else None
            if answer is None:
                answer = _read_cell(column, text)
                if memo is not None and len(memo) < MEMO:
                    memo[text] = answer
            value, notes, reason = answer
            if notes:
                row.notes += notes
            if reason:
                row.reasons.append(reason)
            elif value != "" and value != []:
                values[table][field] = value
        del values[""]
        if not row.reasons:
            self.resource.complete(row, told)
        if not row.reasons:
            self._tell_repetitions(row)
        return row

    def _tell_repetitions(self, row: Row) -> None:
        """A key read before: a duplicate, a contradiction, or a repetition that adds nothing."""
        fresh, number = [], 0
        for table, told in self._told:
            key: Any = key_of(table, row.values)
            if None in key:
                continue
            key = key[0] if len(key) == 1 else key
            if key not in told:
                fresh.append((table, told, key))
                continue
            if table.duplicate:
                number = told[key]
                row.reasons.append(f"Doublon dans le fichier : {table.duplicate} est déjà à la ligne {number}.")
            else:
                number, packed = told[key]
                self._repeat(row, table, number, marshal.loads(packed))  # noqa: S302 (our own bytes)
        if not fresh and not row.reasons:
            row.reasons.append(f"Doublon dans le fichier : la ligne {number} dit déjà la même chose.")
        if not row.reasons:
            for table, told, key in fresh:
                # Packed, and only where a second row may follow: a file may hold 200,000 of them.
                told[key] = row.number if table.duplicate else (row.number, marshal.dumps(row.values[table.name]))

    def _repeat(self, row: Row, table: Table, number: int, first: dict[str, Any]) -> None:
        values = row.values[table.name]
        title = self.resource.title_of
        differing = [name for name in values if name in first and values[name] != first[name]]
        if differing:
            names = ", ".join(f"« {title(f'{table.name}.{name}')} »" for name in differing)
            row.reasons.append(f"La ligne {number} dit autre chose pour la même fiche ({table.label}) : {names}.")
        elif set(values) - set(first):
            row.notes.append(f"{table.label} : c’est la ligne {number} qui est suivie")
        row.values[table.name] = {name: first[name] for name in values if name in table.own_key}
        row.repeats.append(table.name)


def _told_apart(tables: Sequence[Table]) -> Iterator[Table]:
    """The tables without those that an earlier one tells already: the same key, which no second row may have."""
    once = set()
    for table in tables:
        if table.pairs not in once:
            yield table
        if table.duplicate:
            once.add(table.pairs)


def key_of(table: Table, values: dict[str, dict[str, Any]]) -> tuple[Any, ...]:
    """The natural key of a row's ``table``; None in it: the row says nothing of this table."""
    pairs = table.pairs
    if len(pairs) == 1:
        name, field = pairs[0]
        return (values[name].get(field),)
    return tuple([values[name].get(field) for name, field in pairs])


def _target(name: str, column: Column) -> tuple[str, str]:
    """Where a cell goes: (table, field); ("", name of the column) when it only informs ``complete``."""
    table, _, field = column.into.rpartition(".")
    return table, field or name


def _read_cell(column: Column, text: str) -> Answer:
    """Value, repairs and reason of a refusal."""
    if not text or text.isspace():
        return "", [], f"{column.title} : la cellule est vide." if column.required else ""
    notes: list[str] = []
    try:
        return column.widget.clean(unprotected(text), notes=notes), notes, ""
    except ValueError as error:
        return None, notes, str(error)
