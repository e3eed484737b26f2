"""Moments by the clock of Paris, and in words."""

from datetime import date, datetime

from django.utils import timezone

from club.core.days import date_format


def midnight(day: date) -> datetime:
    """When ``day`` begins in Paris."""
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))


def day_words(moment: datetime) -> str:
    """« mardi 1er décembre 2026 », spaces that do not break around the number."""
    return date_format(moment, "l j\u00a0F Y")


def hour_words(moment: datetime) -> str:
    """« 18 h 30 », « 21 h »."""
    return f"{moment.hour}\u00a0h" + (f"\u00a0{moment.minute:02}" if moment.minute else "")
