"""The calendar: French public holidays, closed periods, the rhythm of a fortnight."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from club.core import env, holidays
from newsletters import fortnight

MOMENTS = st.datetimes(min_value=datetime(2026, 1, 6), max_value=datetime(2090, 1, 1), timezones=st.just(UTC))


@pytest.mark.parametrize(
    ("year", "sunday"),
    [
        (2024, date(2024, 3, 31)),
        (2025, date(2025, 4, 20)),
        (2026, date(2026, 4, 5)),
        (2027, date(2027, 3, 28)),
        (2038, date(2038, 4, 25)),
        (2285, date(2285, 3, 22)),
    ],
)
def test_easter_falls_on_the_known_sundays(year: int, sunday: date) -> None:
    assert holidays.easter(year) == sunday


@given(st.integers(min_value=1900, max_value=2299))
def test_easter_is_a_sunday_of_spring(year: int) -> None:
    sunday = holidays.easter(year)
    assert sunday.weekday() == fortnight.SUNDAY
    assert date(year, 3, 22) <= sunday <= date(year, 4, 25)


def test_holidays_of_2026_are_the_legal_eleven() -> None:
    assert sorted(holidays.public_holidays(2026)) == [
        date(2026, 1, 1),
        date(2026, 4, 6),
        date(2026, 5, 1),
        date(2026, 5, 8),
        date(2026, 5, 14),
        date(2026, 5, 25),
        date(2026, 7, 14),
        date(2026, 8, 15),
        date(2026, 11, 1),
        date(2026, 11, 11),
        date(2026, 12, 25),
    ]


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 24), ""),
        (date(2026, 11, 11), "c’est férié (11 novembre)"),
        (date(2026, 11, 22), "c’est la fin de la semaine"),
        (date(2026, 8, 4), "c’est une période fermée (août)"),
        (date(2026, 12, 29), "c’est une période fermée (fêtes de fin d’année)"),
        (date(2027, 1, 4), "c’est une période fermée (fêtes de fin d’année)"),
        (date(2027, 1, 5), ""),
    ],
)
def test_unusual_days_are_named(day: date, words: str) -> None:
    assert fortnight.unusual(day) == words


@given(MOMENTS)
def test_occasions_are_ahead_in_order_and_on_ordinary_days(after: datetime) -> None:
    found = list(islice(fortnight.occasions(after), 12))
    assert all(occasion.due_at > after for occasion in found)
    assert all(b.due_at - a.due_at >= timedelta(days=7) for a, b in pairwise(found))
    local = [occasion.due_at.astimezone(fortnight.timezone.get_default_timezone()) for occasion in found]
    assert [fortnight.unusual(moment.date()) for moment in local] == [""] * 12
    assert {moment.time() for moment in local} == {time(9, 30)}


@given(MOMENTS, st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=400)))
def test_occasions_do_not_depend_on_when_they_are_asked(after: datetime, later: timedelta) -> None:
    """Beat may skip, repeat or die: what is still ahead later is what was ahead before."""
    before = [o for o in islice(fortnight.occasions(after), 60) if o.due_at > after + later]
    assert list(islice(fortnight.occasions(after + later), 6)) == before[:6]


def test_august_has_no_occasion() -> None:
    coming = islice(fortnight.occasions(datetime(2026, 7, 1, tzinfo=UTC)), 3)
    assert [o.due_at.date() for o in coming] == [date(2026, 7, 7), date(2026, 7, 21), date(2026, 9, 1)]


def test_a_wanted_day_that_is_a_holiday_is_put_off(settings: object) -> None:
    settings.FLASH_FIRST_DAY = date(2026, 5, 8)
    first = next(fortnight.occasions(datetime(2026, 5, 1, tzinfo=UTC)))
    assert (first.due_at.date(), first.note) == (date(2026, 5, 11), "décalé\u00a0: 8 mai")


@pytest.mark.parametrize("value", ["août", "août=08-01", "août=13-01/08-31", "x=02-30/03-01"])
def test_seasons_that_cannot_be_read_stop_the_boot(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLASH_CLOSED", value)
    with pytest.raises(ImproperlyConfigured):
        env.seasons("FLASH_CLOSED", "")
