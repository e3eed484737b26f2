"""Which column of a file is which: headings compared without case, accents, punctuation or order."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from club.core.search import plain

_NOT_WORD = re.compile(r"[^a-z0-9]+")
_SMALL_WORDS = {"de", "du", "des", "la", "le", "les", "l", "d", "n", "no"}
SEARCHED_ROWS = 10
REASON = "Motif du refus"


def fold(heading: str) -> str:
    """ "N° de SIRET (14 chiffres)" and "siret" meet: no accents, no brackets, no small words."""
    heading = re.sub(r"\([^)]*\)|\*", " ", heading)
    words = _NOT_WORD.sub(" ", plain(heading.replace("°", " "))).split()
    return " ".join(word for word in words if word not in _SMALL_WORDS) or " ".join(words)


@dataclass(frozen=True)
class Heading:
    """One column of the file: its title, the name of our column it fills (None: ignored) and why."""

    title: str
    column: str | None
    remark: str = ""


def match(titles: Sequence[str], known: Mapping[str, Iterable[str]]) -> list[Heading]:
    """``known``: our column → the titles it answers to. A column is filled once, by its first title."""
    exact = {fold(title): name for name, wanted in known.items() for title in wanted}
    found: list[Heading] = []
    for title in (t.strip() for t in titles):
        taken = {heading.column for heading in found}
        name, remark = _one(title, exact)
        if name and name in taken:
            found.append(Heading(title, None, "cette information est déjà lue dans une autre colonne"))
        else:
            found.append(Heading(title, name, remark))
    return found


def _one(title: str, exact: Mapping[str, str]) -> tuple[str | None, str]:
    folded = fold(title)
    if not folded or folded == fold(REASON):
        return None, ""
    if folded in exact:
        return exact[folded], ""
    if len(folded) >= 5:
        for close in get_close_matches(folded, exact, n=1, cutoff=0.87):
            return exact[close], "titre rapproché"
    return None, ""


def find(
    rows: Iterable[tuple[int, list[str]]], known: Mapping[str, Iterable[str]]
) -> tuple[list[Heading], list[tuple[int, list[str]]]]:
    """The headings, searched in the first rows (title lines may precede them), and the rows read after them."""
    best: list[Heading] = []
    read: list[tuple[int, list[str]]] = []
    after = 0
    for number, cells in rows:
        read.append((number, cells))
        headings = match(cells, known)
        if sum(h.column is not None for h in headings) > sum(h.column is not None for h in best):
            best, after = headings, len(read)
        if len(read) >= SEARCHED_ROWS:
            break
    while best and not best[-1].title:
        best.pop()
    return best, read[after:]


def unprotected(text: str) -> str:
    """Take back the apostrophe that our files put before what a spreadsheet would compute."""
    return text[1:] if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@", "\t", "\r", "\n") else text
