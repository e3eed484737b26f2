"""Search that forgives accents and typing errors, on stored and indexed columns.

``SearchText`` and ``SortKey`` are expressions for generated columns; ``matching`` filters on the former.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import reduce
from operator import or_
from typing import TypeVar

from django.db.models import F, Func, Model, Q, QuerySet, TextField, Value
from django.db.models.fields.generated import GeneratedField
from django.db.models.functions import Coalesce, Collate, Lower
from django.db.models.lookups import Contains, PatternLookup, StartsWith

from club.core import spelling
from club.core.spelling import SHORTEST, meant

ModelT = TypeVar("ModelT", bound=Model)
NAMED, PROBED = 3000, 10_000


class Unaccent(Func):
    """``public.f_unaccent``: the IMMUTABLE wrapper that indexes and generated columns accept."""

    function = "public.f_unaccent"
    output_field = TextField()


class Joined(Func):
    """Columns joined by a space with ``||``, which is IMMUTABLE (``concat_ws`` is not)."""

    template = "(%(expressions)s)"
    arg_joiner = " || ' ' || "
    output_field = TextField()


class Spaced(Func):
    """Hyphens and apostrophes as spaces: "L’Haÿ-les-Roses" is found by « l hay les roses »."""

    template = "translate(%(expressions)s, '-''’.', '    ')"
    output_field = TextField()


def place_words(*columns: str) -> GeneratedField:
    """A stored column for names of places: every word after a space, folded, without punctuation."""
    parts = [Value(""), *(F(column) for column in columns)]
    return GeneratedField(
        expression=Spaced(Lower(Unaccent(Joined(*parts)))),
        output_field=TextField(),
        db_persist=True,
        verbose_name="recherche",
    )


def place_key(column: str) -> GeneratedField:
    """A stored column that orders and compares names of places: folded, without punctuation, byte order."""
    return GeneratedField(
        expression=Collate(Spaced(Lower(Unaccent(F(column)))), "C"),
        output_field=TextField(db_collation="C"),
        db_persist=True,
        verbose_name="clé de tri",
    )


def search_text(*columns: str) -> GeneratedField:
    """A stored column: the columns joined, without accents, lower case."""
    parts = [Coalesce(F(column), Value(""), output_field=TextField()) for column in columns]
    joined = Joined(*parts) if len(parts) > 1 else parts[0]
    return GeneratedField(
        expression=Lower(Unaccent(joined)),
        output_field=TextField(),
        db_persist=True,
        verbose_name="recherche",
    )


def sort_key(*columns: str) -> GeneratedField:
    """A stored column to order people's names by: byte order of the text without accents, lower case."""
    parts = [Coalesce(F(column), Value(""), output_field=TextField()) for column in columns]
    joined = Joined(*parts) if len(parts) > 1 else parts[0]
    return GeneratedField(
        expression=Collate(Lower(Unaccent(joined)), "C"),
        output_field=TextField(db_collation="C"),
        db_persist=True,
        verbose_name="clé de tri",
    )


class Unindexed(Func):
    """The same text, which no index knows."""

    template = "(%(expressions)s || '')"
    output_field = TextField()


def plain(text: str) -> str:
    """The same folding as ``search_text``, in Python: no accents, lower case, single spaces."""
    if text.isascii():
        return " ".join(text.lower().split())
    folded = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "Oe").replace("æ", "ae"))
    return " ".join("".join(c for c in folded if not unicodedata.combining(c)).lower().split())


_LONG = {"st": "saint", "ste": "sainte"}
_SHORT = {"paca": "provence alpes cote d azur", "idf": "ile de france", "aura": "auvergne rhone alpes"}


def place_query(text: str) -> list[str]:
    """The words of a name of place as ``place_words`` keeps them: "ST-DENIS cedex 2" → saint, denis. Six at most."""
    folded = re.sub(r"[-'’.,;/()]", " ", plain(text[:80])).strip()
    folded = re.sub(r"\bcedex\b.*$|\b(departement|region)$", "", folded).strip()
    return [_LONG.get(word, word) for word in _SHORT.get(folded, folded).split()][:6]


def matching(queryset: QuerySet[ModelT], text: str, *, column: str = "search_text") -> QuerySet[ModelT]:
    """Rows in which every word of ``text`` occurs; when none does, rows with words one slip away from them.

    A word of one or two letters must begin a word, so that the index of trigrams serves it too.
    """
    if all(len(word) < SHORTEST for word in words_of(text)):
        return next(spelt(queryset, text, column=column))
    found: list[int] = []
    for rows in spelt(queryset, text, column=column):
        found = _first(rows)
        if found:
            break
    if len(found) <= NAMED:
        return queryset.filter(pk__in=found)
    return queryset.filter(pk__in=rows.order_by().values("pk")[:PROBED]) if len(found) <= PROBED else rows


def spelt(queryset: QuerySet[ModelT], text: str, *, column: str = "search_text") -> Iterator[QuerySet[ModelT]]:
    """Rows that hold the words as they were typed, then, the likeliest first, those with words one slip away."""
    words = words_of(text)
    yield queryset.filter(*holds(column, [[word] for word in words]))
    for ways in meant(words) if any(len(word) >= SHORTEST for word in words) else []:
        if any(len(known) > 1 for known in ways):
            yield queryset.filter(*holds(column, ways))


def _first(rows: QuerySet[ModelT]) -> list[int]:
    """Their numbers, ``PROBED`` + 1 at most.

    Asked before any order: PostgreSQL guesses badly how many names hold a word, and for the first page of a rare one
    it would read a million rows in the order of the list. So few are asked for by number, and only what fills many
    pages by walking that order.
    """
    return list(rows.order_by().values_list("pk", flat=True)[: PROBED + 1])


def words_of(text: str) -> list[str]:
    """Six at most. Names joined by hyphens are searched part by part, for each may bear its own slip."""
    words = []
    for word in plain(text).split():
        parts = [part for part in re.split("[-'’,;()]", word) if len(part) > 2]
        words.extend(parts if len(parts) > 1 else [word])
    return words[:6]


def holds(column: str, ways: Sequence[Sequence[str]]) -> list[Q]:
    """Rows whose ``column`` holds each word in one of the ``ways`` to write it; none has ways of one and two letters.

    Common words and short ones, beside others, are looked for in the rows of these: what the index knows of
    « informatique » takes longer to cross than those rows to read.
    """
    common = spelling.common() if len(ways) > 1 else frozenset()
    many = [any(len(word) < SHORTEST or word in common for word in known) for known in ways]
    read = many if not all(many) else [False] * len(ways)
    return [
        reduce(or_, (_holds(column, word, is_read) for word in known))
        for known, is_read in zip(ways, read, strict=True)
    ]


def _holds(column: str, word: str, is_read: bool) -> Q:
    """A word of one or two letters must begin a word there. ``is_read``: without the index."""

    def found(lookup: type[PatternLookup], part: str) -> Q:
        return Q(lookup(Unindexed(F(column)), part)) if is_read else Q(**{f"{column}__{lookup.lookup_name}": part})

    return found(Contains, word) if len(word) > 2 else found(StartsWith, word) | found(Contains, f" {word}")
