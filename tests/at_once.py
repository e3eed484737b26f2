"""Several people at the same moment, each in a transaction of its own; and the same without locks."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet

from club.core.errors import ClubError

PEOPLE = 4


def at_once(act: Callable[[int], Any]) -> int:
    """How many of the people got through."""

    def work(number: int) -> int:
        try:
            act(number)
        except ClubError:
            return 0
        finally:
            connection.close()
        return 1

    with ThreadPoolExecutor(PEOPLE) as pool:
        return sum(pool.map(work, range(PEOPLE)))


def all_wait_before(patch: pytest.MonkeyPatch, module: Any, name: str) -> None:
    """Everybody comes as far as ``module.name`` before anybody goes on, unless a lock keeps them apart."""
    barrier, step = Barrier(PEOPLE), getattr(module, name)

    def wait(*args: Any, **kwargs: Any) -> Any:
        with suppress(BrokenBarrierError):
            barrier.wait(1)
        return step(*args, **kwargs)

    patch.setattr(module, name, wait)


def somebody_waits() -> bool:
    """Whether anybody waits for a lock in the database of this test."""
    who = "datname = current_database() AND wait_event_type = 'Lock'"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # a transaction sees the servers as it saw them first
        cursor.execute(f"SELECT FROM pg_stat_activity WHERE {who}")
        return bool(cursor.rowcount)


def unlock(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(QuerySet, "select_for_update", lambda self, **_: self)
