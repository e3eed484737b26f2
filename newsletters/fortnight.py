"""The calendar of Flash info: every fortnight at a decent hour in Paris, never on a holiday, nor in August.

Pure functions of dates; where the rhythm starts and which weeks are closed are settings.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.utils import timezone

from club.core.holidays import public_holidays

JOB = "flash-info"
SUNDAY, SATURDAY = 6, 5


@dataclass(frozen=True, slots=True)
class Occasion:
    """A due time; ``note`` tells when it is not the day the rhythm wanted."""

    due_at: datetime
    note: str = ""


def closed_for(day: date) -> str:
    """Why nobody should be written to on that whole period; "" when it is open."""
    here = (day.month, day.day)
    for label, first, last in settings.FLASH_CLOSED:
        inside = first <= here <= last if first <= last else here >= first or here <= last
        if inside:
            return str(label)
    return ""


def unusual(day: date) -> str:
    """Why a day is no day for a Flash info, in words; "" for an ordinary working day."""
    if holiday := public_holidays(day.year).get(day):
        return f"c’est férié ({holiday})"
    if day.weekday() in (SATURDAY, SUNDAY):
        return "c’est la fin de la semaine"
    if period := closed_for(day):
        return f"c’est une période fermée ({period})"
    return ""


def occasions(after: datetime) -> Iterator[Occasion]:
    """Due times later than ``after``, for ever: the rhythm, moved by holidays, without closed periods."""
    step = timedelta(days=settings.FLASH_PERIOD_DAYS)
    elapsed = timezone.localtime(after).date() - settings.FLASH_FIRST_DAY
    wanted = settings.FLASH_FIRST_DAY + max(0, elapsed // step - 1) * step
    while True:
        occasion = _on(wanted)
        if occasion and occasion.due_at > after:
            yield occasion
        wanted += step


def _on(wanted: date) -> Occasion | None:
    """The wanted day or the first working one after it; None when the period is closed."""
    day = wanted
    while unusual(day):
        if closed_for(day):
            return None
        day += timedelta(1)
    note = "" if day == wanted else f"décalé : {public_holidays(wanted.year).get(wanted, 'fin de semaine')}"
    return Occasion(at(day, settings.FLASH_HOUR), note)


def at(day: date, hour: time) -> datetime:
    """That hour on the clocks of Paris, whatever the season."""
    return datetime.combine(day, hour, tzinfo=timezone.get_default_timezone())
