"""Moments by the clock of Paris, and in words."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from club.core.days import date_format


def midnight(day: date) -> datetime:
    """When ``day`` begins in Paris."""
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))


def last_day(end: datetime) -> date:
    """The last day of what ends at ``end``: midnight ends the evening, it begins no other day."""
    return timezone.localdate(end - timedelta(microseconds=1))


def month_later(day: date) -> date:
    """The same weekday of the month after: the third Thursday after the third Thursday; the last after a fifth."""
    rank = (day.day - 1) // 7
    first = (day.replace(day=1) + timedelta(days=31)).replace(day=1)
    found = first + timedelta(days=(day.weekday() - first.weekday()) % 7 + 7 * rank)
    return found if found.month == first.month else found - timedelta(days=7)


def day_words(day: date) -> str:
    """« mardi 1er décembre 2026 », spaces that do not break around the number."""
    return date_format(day, "l j\u00a0F Y")


def short_day(day: date) -> str:
    """« 3 mars », « 1er mars 2027 » when it is not of this year."""
    wanted = "j\u00a0F" if day.year == timezone.localdate().year else "j\u00a0F Y"
    return date_format(day, wanted)


def hour_words(moment: datetime) -> str:
    """« 18 h 30 », « 21 h », « minuit »."""
    if not (moment.hour or moment.minute):
        return "minuit"
    return f"{moment.hour}\u00a0h" + (f"\u00a0{moment.minute:02}" if moment.minute else "")
