"""The days and hours of a regional meeting: its time slots, and when suppliers hear of it again. Pure functions."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.utils import timezone

from club.core.holidays import is_working_day
from events.models import AskMail

SLOTS = 4
WELCOME, CLOSING = timedelta(minutes=75), timedelta(minutes=30)
LUNCH = (12, 30), (14, 0)
ROUND = 5  # minutes
REMINDED_AFTER, LAST_BEFORE = 5, 3  # working days after the first mail, before the decision

Hours = tuple[datetime, datetime]
Step = AskMail.Step


def slots_of(starts_at: datetime, ends_at: datetime, number: int = SLOTS) -> list[Hours]:
    """The hours of each slot of a day: welcome first, a lunch between if the day spans it, closing words last.

    What is too short for that is divided evenly, to the minute.
    """
    start, end = timezone.localtime(starts_at), timezone.localtime(ends_at)
    noon, after = (start.replace(hour=hour, minute=minute, second=0, microsecond=0) for hour, minute in LUNCH)
    morning, afternoon = (start + WELCOME, noon), (after, end - CLOSING)
    half, floor = number // 2, timedelta(minutes=ROUND)
    if half and all(last - first >= (number - half) * 6 * floor for first, last in (morning, afternoon)):
        return [*_divided(*morning, half), *_divided(*afternoon, number - half)]
    return list(_divided(start, end, number, step=timedelta(minutes=1)))


def _divided(
    start: datetime, end: datetime, number: int, step: timedelta = timedelta(minutes=ROUND)
) -> Iterator[Hours]:
    each = max((end - start) / number // step * step, timedelta(seconds=1))
    for place in range(number):
        yield start + place * each, start + (place + 1) * each


def mails_of(asked_on: date, decides_on: date) -> list[tuple[str, date]]:
    """(step, day) of each mail of a search to one supplier: never two that fall together, none after the decision."""
    last = working_days_before(decides_on, LAST_BEFORE)
    reminder = late_from(asked_on)
    found: list[tuple[str, date]] = [(Step.FIRST, asked_on)]
    if reminder < last:
        found.append((Step.REMINDER, reminder))
    if last > asked_on:
        found.append((Step.LAST, last))
    return found


def late_from(asked_on: date) -> date:
    """From then on a supplier who has not answered is late."""
    day, left = asked_on, REMINDED_AFTER
    while left:
        day += timedelta(1)
        left -= is_working_day(day)
    return day


def working_days_before(day: date, number: int) -> date:
    while number:
        day -= timedelta(1)
        number -= is_working_day(day)
    return day
