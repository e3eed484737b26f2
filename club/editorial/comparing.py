"""Two revisions side by side: what went and what came, by lines, then by words inside a line that changed."""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from club.editorial.content import Content, Names, differences
from club.editorial.models import Article, Picture
from members.models import Organisation

SAME, REMOVED, ADDED, SKIPPED = "same", "removed", "added", "skipped"
AROUND = 1  # unchanged lines shown on each side of a change
MOST_WORDS = 4000  # of one passage: beyond, whole lines are compared


@dataclass(frozen=True)
class Piece:
    """``kind``: same, removed, added, or skipped (unchanged lines that are not shown)."""

    kind: str
    text: str


Line = list[Piece]


@dataclass(frozen=True)
class Compared:
    label: str
    lines: list[Line]


def compare(before: Content, after: Content) -> list[Compared]:
    """The fields that changed, in the order of the form."""
    names = names_in(before, after)
    return [
        Compared(found.label, lines_of(found.before, found.after))
        for found in differences(before, after, names=names)
    ]


def names_in(*contents: Content) -> Names:
    """Words for the numbers that contents bear; a statement for each kind that occurs."""
    sponsors = {content.sponsor for content in contents} - {None}
    pictures = {content.picture for content in contents} - {None}
    related = {number for content in contents for number in content.related}
    return {
        "sponsor": dict(Organisation.objects.filter(pk__in=sponsors).values_list("pk", "name")) if sponsors else {},
        "picture": dict(Picture.objects.filter(pk__in=pictures).values_list("pk", "alt")) if pictures else {},
        "related": dict(Article.objects.filter(pk__in=related).values_list("pk", "title")) if related else {},
    }


def lines_of(before: str, after: str) -> list[Line]:
    old, new = before.split("\n") if before else [], after.split("\n") if after else []
    lines: list[Line] = []
    for tag, i, j, k, m in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            lines += _around(old[i:j], is_first=i == 0, is_last=j == len(old))
        elif tag == "replace" and _is_short(old[i:j], new[k:m]):
            lines += _by_words("\n".join(old[i:j]), "\n".join(new[k:m]))
        else:
            lines += [[Piece(REMOVED, line)] for line in old[i:j] if line]
            lines += [[Piece(ADDED, line)] for line in new[k:m] if line]
    return lines


def _is_short(old: list[str], new: list[str]) -> bool:
    return sum(len(line.split()) for line in (*old, *new)) <= MOST_WORDS


def _around(lines: list[str], *, is_first: bool, is_last: bool) -> list[Line]:
    head = 0 if is_first else AROUND
    tail = 0 if is_last else AROUND
    if len(lines) <= head + tail + 1:
        return [[Piece(SAME, line)] for line in lines]
    start, end = lines[:head], lines[len(lines) - tail :]
    gap = [Piece(SKIPPED, f"{len(lines) - head - tail} lignes inchangées")]
    return [*([Piece(SAME, line)] for line in start), gap, *([Piece(SAME, line)] for line in end)]


def _by_words(before: str, after: str) -> list[Line]:
    lines: list[Line] = [[]]
    for piece in _words(re.findall(r"\S+|[^\S\n]+|\n", before), re.findall(r"\S+|[^\S\n]+|\n", after)):
        for number, text in enumerate(piece.text.split("\n")):
            if number:
                lines.append([])
            if text:
                lines[-1].append(Piece(piece.kind, text))
    return [line for line in lines if line]


def _words(old: list[str], new: list[str]) -> Iterator[Piece]:
    for tag, i, j, k, m in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece(SAME, "".join(old[i:j]))
            continue
        if j > i:
            yield Piece(REMOVED, "".join(old[i:j]))
        if m > k:
            yield Piece(ADDED, "".join(new[k:m]))
