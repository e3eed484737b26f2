"""The days of a call, counted back from the departure; earlier rather than on a holiday. Pure functions of dates."""

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
    """(step, day) of each mail of a call, in order; a step that falls with the next one is left out."""
    leaves_on = timezone.localdate(due_at)
    days = [(step, working_day(leaves_on - timedelta(days=n))) for step, n in DAYS_BEFORE.items()]
    for here, after in zip(days, [*days[1:], None], strict=True):
        if after is None or here[1] < after[1]:
            yield here


def opens_on(due_at: datetime) -> date:
    return next(steps(due_at))[1]


def closes_on(due_at: datetime) -> date:
    """The day of the last reminder is the last for contents: the issue is composed after it."""
    return working_day(timezone.localdate(due_at) - timedelta(days=DAYS_BEFORE[Step.LAST]))


def may_write_now(now: datetime) -> bool:
    """On a working day, at hours when people read their mail."""
    here = timezone.localtime(now)
    return not fortnight.unusual(here.date()) and HOURS[0] <= here.time() < HOURS[1]
