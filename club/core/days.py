"""Days in words, as the French say them: the first of a month is « 1er mai »; Django writes « 1 mai »."""

import re
from typing import Any

from django.utils import formats

_FIRST = re.compile(r"(?<![\d.,\u00a0])1(?=[ \u00a0](?:janv|févr|mars|avr|mai|juin|juil|août|sept|oct|nov|déc))")


def first_of_month(text: str) -> str:
    return _FIRST.sub("1er", text)


def date_format(value: Any, wanted: str | None = None) -> str:
    """As ``django.utils.formats.date_format``, in French to the first day of the month."""
    return first_of_month(formats.date_format(value, wanted) if wanted else formats.date_format(value))
