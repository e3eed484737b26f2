"""Statements of the bulk path: quoted names, lists as PostgreSQL reads them, all through Django's cursor."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Field, Model
from psycopg2 import sql


def execute(statement: sql.Composable, values: Any = None, *, fetch: bool = False) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement.as_string(cursor.cursor), values)
        return cursor.fetchall() if fetch else []


@cache
def field_of(model: type[Model], name: str) -> Field:
    """A concrete field by its name or by the attribute that holds its value; ``pk`` too."""
    if name == "pk":
        return model._meta.pk
    return next(field for field in model._meta.concrete_fields if name in (field.attname, field.name))


def column(model: type[Model], name: str) -> sql.Identifier:
    return sql.Identifier(field_of(model, name).column)


def array_of(values: Iterable[Any]) -> str:
    """A list as PostgreSQL writes an array: one value for the parser, however long."""
    return "{" + ",".join(['"' + str(v).replace("\\", "\\\\").replace('"', '\\"') + '"' for v in values]) + "}"
