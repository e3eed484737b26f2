"""Rows handed out as a file: noted in the journal first, then streamed."""

from collections.abc import Iterator, Sequence
from typing import Any

from club.core import audit
from club.core.sheets.columns import SheetResource
from members.models import User

CHUNK = 2000


def export(
    *, resource: SheetResource, rows: Any, columns: Sequence[str], file_kind: str, filters: Sequence[str], actor: User
) -> Iterator[list[str]]:
    """Note who takes what, and give the titles then the rows. The journal bears no personal data."""
    rows = resource.exported(rows)
    audit.record(
        actor=actor,
        verb="export",
        target=resource.slug,
        rows=rows.count(),
        columns=list(columns),
        filters=list(filters),
        format=file_kind,
    )
    return _records(resource, rows, columns)


def _records(resource: SheetResource, rows: Any, columns: Sequence[str]) -> Iterator[list[str]]:
    chosen = [column for name, column in resource.export_columns().items() if name in columns]
    yield [column.title for column in chosen]
    renders = [column.widget.render for column in chosen]
    paths = [resource.path_of(column) for column in chosen]
    for values in rows.values_list(*paths).iterator(chunk_size=CHUNK):
        yield [render(value) for render, value in zip(renders, values, strict=True)]
