"""What a text says around the words somebody looked for, with those words marked."""

import re
import unicodedata
from collections.abc import Iterable

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

BEFORE, LONGEST = 90, 240
"""Characters kept before the first word found, and in all."""
STEM = 4  # letters below which a word is looked for as it is


def marked(text: str, words: Iterable[str]) -> SafeString:
    """``text`` escaped, each word that begins like one of ``words`` inside ``<mark>``; accents are no matter."""
    parts, end = [], 0
    for start, stop in _places(text, words):
        parts += [escape(text[end:start]), "<mark>", escape(text[start:stop]), "</mark>"]
        end = stop
    return mark_safe("".join([*parts, escape(text[end:])]))  # noqa: S308 - every piece of the text is escaped


def excerpt(text: str, words: Iterable[str]) -> SafeString:
    """The part of ``text`` around the first word found, marked; its beginning when there is none."""
    text, words = " ".join(text.split()), list(words)
    found = _places(text, words)
    start = max(0, found[0][0] - BEFORE) if found else 0
    if start:
        start = text.find(" ", start) + 1
    stop = len(text) if len(text) <= start + LONGEST else max(text.rfind(" ", start, start + LONGEST), start + BEFORE)
    before, after = "… " if start else "", " …" if stop < len(text) else ""
    return mark_safe(f"{before}{marked(text[start:stop], words)}{after}")  # noqa: S308 - escaped by ``marked``


def _places(text: str, words: Iterable[str]) -> list[tuple[int, int]]:
    stems = sorted({re.escape(_stem(word)) for word in words if word}, key=len, reverse=True)
    if not stems:
        return []
    return [match.span() for match in re.finditer(rf"\b(?:{'|'.join(stems)})\w*", _folded(text))]


def _stem(word: str) -> str:
    """Without the ending of a plural or of a verb, so that « factures » marks « facture »."""
    return re.sub(r"(?:s|x|es|er|ez|ent)$", "", word) if len(word) > STEM else word


def _folded(text: str) -> str:
    """The same number of characters, without accents, in lower case."""
    return "".join(unicodedata.normalize("NFKD", sign)[0].lower()[:1] or sign for sign in text)
