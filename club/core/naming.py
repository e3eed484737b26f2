"""How addresses name rows: by words, or by words and the number that finds the row whatever becomes of its name."""

import re
from typing import Any

from django.utils.text import slugify

from club.core.search import plain


def slug_of(words: str) -> str:
    """ "L’Œil d’Ève" → "l-oeil-d-eve"."""
    return slugify(plain(re.sub("['’]", " ", words)))


def numbered(words: str, pk: int) -> str:
    """ "laval-micro-12"."""
    return f"{slug_of(words)}-{pk}"


def number_at_end(slug: str) -> int | None:
    return number_of(slug.rpartition("-")[2])


def number_of(typed: Any) -> int | None:
    """The number of a row that an address or a form names; None when it is none, or too long for a column."""
    text = str(typed or "")
    return int(text) if text.isdecimal() and len(text) < 19 else None
