"""Our application without a single row lock: the negative control of ``bench.seats``. Never served to anybody."""

from typing import Any

from django.db.models import QuerySet

from club.wsgi import application

__all__ = ["application"]


def _unlocked(rows: "QuerySet[Any]", **_: Any) -> "QuerySet[Any]":
    return rows


QuerySet.select_for_update = _unlocked  # type: ignore[method-assign, assignment]
