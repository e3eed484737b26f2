"""What a file may hold, declared once for import and export: columns of a resource of django-import-export.

A column fills ``table.field`` (``into``), or only informs ``complete()``; its cell reads and writes one value.
The rows go through the bulk path of ``comparing`` and ``storing``, not through import-export's row-by-row loop.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from import_export.fields import Field
from import_export.resources import Resource

from club.core.sheets.cells import Cell


class Column(Field):
    """``title`` heads the column in our files; ``also`` are other titles it answers to; ``path``: where export
    reads it on a row of the exported queryset (lookups with ``__``), no path: not exported.
    """

    def __init__(
        self,
        title: str,
        *,
        into: str = "",
        cell: Cell | None = None,
        also: Sequence[str] = (),
        required: bool = False,
        path: str = "",
        example: str = "",
    ) -> None:
        super().__init__(attribute=path or None, column_name=title, widget=cell or Cell())
        self.into, self.also, self.required, self.example = into, tuple(also), required, example

    @property
    def title(self) -> str:
        return str(self.column_name)


@dataclass(frozen=True, eq=False)
class Table:
    """A table that an import writes. The last of a resource is what a row of the file is about.

    ``key``: (lookup on the model, path of the value) pairs that tell a row again. ``parents``: foreign keys filled
    with the rows of earlier tables. ``refuse(existing)`` gives the sentence when the row must not be touched,
    ``watch`` names what it needs. ``needs``: fields without which no row is created. ``created(values, origin)``
    gives more columns of a new row. ``many``: many-to-many fields. ``duplicate``: what a second row of the same key
    repeats; empty: several rows may share it.
    """

    name: str
    label: str
    model: type[Model]
    key: tuple[tuple[str, str], ...]
    fields: tuple[str, ...]
    many: tuple[str, ...] = ()
    parents: Mapping[str, str] = field(default_factory=dict)
    where: Mapping[str, Any] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    watch: tuple[str, ...] = ()
    refuse: Callable[[Mapping[str, Any]], str] | None = None
    created: Callable[[Mapping[str, Any], "Origin"], dict[str, Any]] | None = None
    duplicate: str = ""

    @cached_property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The key as (table, field) pairs of a row's values."""
        return tuple((table, field) for table, _, field in (path.partition(".") for _, path in self.key))

    @cached_property
    def own_key(self) -> tuple[str, ...]:
        """Fields of the key that are columns of this table."""
        return tuple(field for table, field in self.pairs if table == self.name)


@dataclass(frozen=True)
class Origin:
    """Where a file came from, kept on each person it brings."""

    label: str
    collected_on: date


@dataclass(slots=True)
class Row:
    """A row of the file on its way: cells, values by table, and what is to be done or why not."""

    number: int
    cells: list[str]
    values: dict[str, dict[str, Any]] = field(default_factory=dict)
    reasons: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    new: list[str] = field(default_factory=list)
    changes: dict[str, list[Any]] = field(default_factory=dict)
    repeats: list[str] = field(default_factory=list)
    existing: dict[str, dict[str, Any]] = field(default_factory=dict)


class SheetResource(Resource):
    """A kind of file: its columns (class attributes), the tables they fill and the rules between columns."""

    slug = ""
    label = ""
    importable = True
    view_permission = "members.view_user"
    model: type[Model]
    person_path = "person__"
    tables: tuple[Table, ...] = ()

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._filled: dict[str, Column] = {c.into: c for c in self.fields.values() if c.into}
        self._titles: dict[str, str] = {}

    def known_titles(self) -> dict[str, tuple[str, ...]]:
        """Each importable column → the titles it answers to."""
        return {name: (column.title, *column.also) for name, column in self.fields.items()}

    def load(self) -> None:
        """Read what the whole file needs (territories, names of organisations)."""

    def complete(self, row: Row, told: dict[str, Any]) -> None:
        """Settle what depends on several columns or on the base: read ``told`` (values of the columns that fill
        nothing by themselves), fill ``row.values``, add ``row.notes`` and ``row.reasons``.
        """

    def weigh(self, row: Row) -> None:
        """Judge a row once it is known what it would create (``row.new``): add ``row.notes`` and ``row.reasons``."""

    def title_of(self, path: str) -> str:
        """The French name of ``table.field``."""
        if path not in self._titles:
            self._titles[path] = self._title(path)
        return self._titles[path]

    def _title(self, path: str) -> str:
        table, _, name = path.partition(".")
        if path in self._filled:
            return self._filled[path].title
        if name.removesuffix("_id") in self.fields:
            return self.fields[name.removesuffix("_id")].title
        model = next(t.model for t in self.tables if t.name == table)
        return str(model._meta.get_field(name.removesuffix("_id")).verbose_name).capitalize()

    def words(self, path: str, value: Any) -> str:
        """A value of ``table.field`` as people read it."""
        if path in self._filled:
            return self._filled[path].widget.render(value)
        return "" if value is None else str(value)

    def exported(self, rows: Any) -> Any:
        """A queryset of ``model`` with what the export columns read besides its fields."""
        return rows

    def selection(self, request: HttpRequest) -> tuple[Any, list[str]]:
        """The rows that the address asks for and its filters in words: those of the list in Django's admin."""
        model_admin = admin.site.get_model_admin(self.model)
        listed = model_admin.get_changelist_instance(request)
        words = ["recherche par texte"] if listed.query else []
        for spec in listed.filter_specs:
            chosen = [c["display"] for number, c in enumerate(spec.choices(listed)) if c["selected"] and number]
            words += [f"{str(spec.title).lower()}\u00a0: {label}" for label in chosen]
        return listed.get_queryset(request), words

    def export_columns(self) -> dict[str, Column]:
        return {name: column for name, column in self.fields.items() if column.attribute}

    def path_of(self, column: Column) -> str:
        """The lookup that reads an exported column on ``model``."""
        path = str(column.attribute)
        return self.person_path + path.removeprefix("person__") if path.startswith("person__") else path

    def headline(self, row: Row) -> str:
        """Who or what the row is about, for the report."""
        return " · ".join(filter(None, row.cells[:3]))


_resources: dict[str, type[SheetResource]] = {}


def register(resource: type[SheetResource]) -> None:
    """Offer a kind of file on the import and export pages; called in ``AppConfig.ready``."""
    if resource.slug in _resources:
        raise RuntimeError(f"The resource {resource.slug} is already registered.")
    _resources[resource.slug] = resource


def resources() -> dict[str, type[SheetResource]]:
    """Kinds of files that can be imported."""
    return {slug: resource for slug, resource in _resources.items() if resource.importable}


def resource_of(slug: str) -> SheetResource:
    """A fresh resource, to import or only to export; raises KeyError for an unknown slug."""
    return _resources[slug]()
