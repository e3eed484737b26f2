"""Limits are rows: counted by one statement, exact under threads, forgotten when over."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from club.core import limits
from club.core.models import RateLimit


@pytest.mark.django_db
def test_allow_counts_to_the_limit_in_one_statement() -> None:
    with CaptureQueriesContext(
        connection,
    ) as statements:
        answers = [limits.allow("form:1", limit=2, per=limits.MINUTE) for _ in range(4)]
    assert (answers, len(statements)) == ([True, True, False, False], 4)
    assert limits.allow("form:2", limit=2, per=limits.MINUTE)


@pytest.mark.django_db
def test_window_ends_and_begins_again() -> None:
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        assert limits.allow("k", limit=1, per=limits.HOUR)
        assert not limits.left("k", limit=1)
    with time_machine.travel(now + timedelta(minutes=59), tick=False):
        assert not limits.allow("k", limit=1, per=limits.HOUR)
    with time_machine.travel(now + timedelta(minutes=60), tick=False):
        assert limits.left("k", limit=1)
        assert limits.allow("k", limit=1, per=limits.HOUR)


@pytest.mark.django_db
def test_clear_and_forget() -> None:
    limits.allow("a", limit=1, per=limits.HOUR)
    limits.allow("b", limit=1, per=timedelta(seconds=-1))
    assert limits.forget_ended() == 1
    limits.clear("a")
    assert RateLimit.objects.count() == 0


@pytest.mark.django_db
def test_key_is_not_stored_as_it_is() -> None:
    limits.allow("login:marie@exemple.example", limit=1, per=limits.HOUR)
    assert "marie" not in RateLimit.objects.get().key


@pytest.mark.usefixtures("real_database")
def test_parallel_requests_get_exactly_the_limit() -> None:
    def ask(_: int) -> bool:
        try:
            return limits.allow("parallel", limit=7, per=limits.HOUR)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(ask, range(40))) == 7
