"""A month of the agenda as a page shows it: weeks from Monday, and which months there is something to see in."""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Min
from django.utils import timezone

from events.models import Event, State
from events.models.events import EventQuerySet
from events.models.moments import last_day, midnight


@dataclass(frozen=True)
class Day:
    """A square of the month: ``on`` is None before the 1st and after the last."""

    on: date | None
    events: list[Event]
    is_today: bool = False


def weeks_of(year: int, month: int, events: Iterable[Event]) -> list[list[Day]]:
    """The weeks of a month; an event of several days stands in each of them."""
    by_day: dict[date, list[Event]] = {}
    for event in events:
        for on in event.days():
            by_day.setdefault(on, []).append(event)
    today = timezone.localdate()
    return [
        [Day(on, by_day.get(on, []), on == today) if on.month == month else Day(None, []) for on in week]
        for week in calendar.Calendar().monthdatescalendar(year, month)
    ]


def months_to_come() -> list[date]:
    """The months, from the current one on, in which something announced begins or goes on; one statement."""
    rows = Event.objects.announced().to_come().exclude(state=State.POSTPONED).only("starts_at", "ends_at")
    found = {day.replace(day=1) for event in rows for day in event.days()}
    return sorted(first for first in found if first >= timezone.localdate().replace(day=1))


def years() -> list[int]:
    """Those in which something took place, the latest first; one statement."""
    return [moment.year for moment in Event.objects.announced().over().datetimes("starts_at", "year", order="DESC")]


def bounds() -> tuple[date, date]:
    """The first and the last month that have a page: those of events, and the current one."""
    found = Event.objects.announced().aggregate(first=Min("starts_at"), last=Max("ends_at"))
    days = [timezone.localdate()]
    if found["first"]:
        days += [timezone.localdate(found["first"]), last_day(found["last"])]
    return min(days).replace(day=1), max(days).replace(day=1)


def month_after(first: date, number: int = 1) -> date:
    """The first day of the month ``number`` months later, or earlier."""
    months = first.year * 12 + first.month - 1 + number
    return date(months // 12, months % 12 + 1, 1)


def events_of(first: date) -> EventQuerySet:
    """What is announced in the month that begins on ``first``."""
    start, end = midnight(first), midnight(month_after(first))
    return Event.objects.announced().filter(starts_at__lt=end, ends_at__gt=start).chronological()
