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


def day_words(day: date) -> str:
    """« mardi 1er décembre 2026 », spaces that do not break around the number."""
    return date_format(day, "l j\u00a0F Y")


def hour_words(moment: datetime) -> str:
    """« 18 h 30 », « 21 h », « minuit »."""
    if not (moment.hour or moment.minute):
        return "minuit"
    return f"{moment.hour}\u00a0h" + (f"\u00a0{moment.minute:02}" if moment.minute else "")
