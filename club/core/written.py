"""Statements that Django writes once in the life of a process, for pages where writing them took most of the time.

The ORM says which rows there are, and so who may read them; between two visits only values change.
"""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

LineT = TypeVar("LineT")
Statement = tuple[str, tuple[Any, ...]]
"""SQL with its values."""


def written(rows: QuerySet[Any], *columns: str) -> Statement | None:
    """The statement that reads these columns of ``rows``, in no order; None when Django knows that there are none."""
    try:
        return rows.order_by().values(*columns).query.sql_with_params()
    except EmptyResultSet:
        return None


def read(statement: Statement) -> list[Any]:
    """Its lines, as the driver gives them: JSON is text."""
    with connection.cursor() as cursor:
        cursor.execute(*statement)
        return cursor.fetchall()


class Told(Generic[LineT]):
    """What pages tell of some rows. ``rows`` takes no argument and depends on nothing that changes; the first of the
    ``columns`` is "pk", ``line`` is called with the values of all.
    """

    def __init__(self, rows: Callable[[], QuerySet[Any]], line: Callable[..., LineT], columns: Sequence[str]) -> None:
        self.rows, self.line, self.columns = rows, line, columns

    @cached_property
    def statement(self) -> Statement:
        """All of them."""
        return written(self.rows(), *self.columns) or ("", ())
