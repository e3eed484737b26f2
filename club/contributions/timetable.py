"""The days of a call, counted back from the departure; earlier rather than on a holiday. Pure functions of dates.

Days of a closed period do not count: a departure that follows one is called for before it, with as many days.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from club.contributions.models import CallMail
from newsletters import fortnight

Step = CallMail.Step
DAYS_BEFORE = {Step.FIRST: 10, Step.REMINDER: 5, Step.LAST: 2}
HOURS = (time(9), time(18))  # of Paris


def working_day(wanted: date) -> date:
    """That day, or the last working one before it."""
    while fortnight.unusual(wanted):
        wanted -= timedelta(1)
    return wanted


def steps(due_at: datetime) -> Iterator[tuple[str, date]]:
    """(step, day) of each mail of a call, in order; of steps that fall together the later is kept, but the first."""
    by_day = {_back(due_at, step): step for step in DAYS_BEFORE}
    by_day[_back(due_at, Step.FIRST)] = Step.FIRST
    for day, step in by_day.items():
        yield step, day


def opens_on(due_at: datetime) -> date:
    return next(steps(due_at))[1]


def closes_on(due_at: datetime) -> date:
    """The day of the last reminder is the last for contents: the issue is composed after it."""
    return _back(due_at, Step.LAST)


def may_write_now(now: datetime) -> bool:
    """On a working day, at hours when people read their mail."""
    here = timezone.localtime(now)
    return not fortnight.unusual(here.date()) and HOURS[0] <= here.time() < HOURS[1]


def _back(due_at: datetime, step: str) -> date:
    day, left = timezone.localdate(due_at), DAYS_BEFORE[Step(step)]
    while left:
        day -= timedelta(1)
        left -= not fortnight.closed_for(day)
    return working_day(day)
