"""The tile map of France: our own arrangement, one tile per département, and the counts that colour it."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.core.cache import cache

from ambassadors.models import Ambassador
from channel.models import Expert
from club.core.models import Departement
from club.core.topics import Topic
from club.views.numbers import by_departement, with_open_account

ARRANGEMENT = """
 ..  ..  ..  ..  62  59  ..  ..  ..  ..  ..
 ..  ..  ..  76  80  60  02  08  ..  ..  ..
 ..  50  14  27  95  93  77  51  55  54  57
 29  22  35  61  78  92  75  94  10  88  67
 ..  56  53  72  28  91  45  89  52  70  68
 ..  44  49  37  41  18  58  21  39  25  90
 ..  85  79  86  36  23  03  71  01  74  ..
 ..  ..  17  16  87  19  63  42  69  38  73
971  ..  33  24  46  15  43  07  26  05  ..
972  ..  40  47  82  12  48  30  84  04  06
973  ..  64  32  31  81  34  13  83  ..  ..
974  ..  ..  65  09  11  ..  ..  ..  ..  2B
976  ..  ..  ..  ..  66  ..  ..  ..  ..  2A
"""
STEPS = 4
COUNTS_KEY, COUNTS_SECONDS = "france:counts", 300


@dataclass(frozen=True)
class Tile:
    """One département. ``column`` is given where the tile does not follow its left neighbour; ``step`` is 1 to 4."""

    code: str
    name: str
    column: int | None
    ambassadors: int
    experts: int
    step: int

    @property
    def total(self) -> int:
        return self.ambassadors + self.experts


def counts(topic: Topic | None = None) -> dict[str, dict[str, int]]:
    """Active ambassadors and public firms by département: ``{"ambassadors": {"53": 8, …}, "experts": {…}}``.

    Numbers name nobody, so an ambassador counts whether they agreed to be named or not. By topic only those who show
    theirs do: beside the name of the one adviser of a small département, a number would tell what that one kept back.
    """
    key = f"{COUNTS_KEY}:{topic.value}" if topic else COUNTS_KEY
    known = cache.get(key)
    if known is None:
        experts = Expert.objects.public()
        if topic:
            ambassadors = by_departement(Ambassador.objects.public().of_topic(topic))
            experts = experts.filter(specialities__contains=[topic])
        else:
            ambassadors = with_open_account(Ambassador.objects.validated())
        known = {"ambassadors": ambassadors, "experts": by_departement(experts)}
        cache.set(key, known, COUNTS_SECONDS)
    return known


def france(topic: Topic | None = None) -> dict[str, Any]:
    """What the map needs: ``tiles`` in reading order, ``legend``, and both totals; of one topic or of all."""
    found = counts(topic)
    names = dict(Departement.objects.values_list("code", "name"))
    limits = bounds([sum(kind.get(code, 0) for kind in found.values()) for code in names])
    return {
        "tiles": [_tile(code, column, found, names, limits) for code, column in _places()],
        "legend": legend(limits),
        "ambassadors": sum(found["ambassadors"].values()),
        "experts": sum(found["experts"].values()),
    }


def columns(tiles: list[Tile], number: int = 3) -> list[list[Tile]]:
    """The tiles by number, cut into columns of the same height: the table that says the same as the map."""
    ordered = sorted(tiles, key=lambda tile: (len(tile.code), tile.code))
    height = -(-len(ordered) // number)
    return [ordered[start : start + height] for start in range(0, len(ordered), height)]


def _places() -> Iterator[tuple[str, int | None]]:
    """Every code of the arrangement; its column only where the tile does not follow its left neighbour."""
    for row in ARRANGEMENT.strip().splitlines():
        before = ".."
        for column, code in enumerate(row.split(), start=1):
            if code != "..":
                yield code, column if before == ".." else None
            before = code


def _tile(
    code: str, column: int | None, found: dict[str, dict[str, int]], names: dict[str, str], limits: list[int]
) -> Tile:
    ambassadors, experts = found["ambassadors"].get(code, 0), found["experts"].get(code, 0)
    step = 1 + sum(ambassadors + experts > limit for limit in limits)
    return Tile(code, names.get(code, code), column, ambassadors, experts, step)


def bounds(totals: list[int]) -> list[int]:
    """The highest value of each colour but the last: a third, two thirds and nine tenths of the départements."""
    ordered = sorted(totals)
    if not ordered or not ordered[-1]:
        return []
    return [ordered[min(int(len(ordered) * share), len(ordered) - 1)] for share in (1 / 3, 2 / 3, 0.9)]


def legend(limits: list[int]) -> list[tuple[int, str]]:
    """Each colour with its range in words: ``[(1, "jusqu’à 30"), (2, "31 à 60"), …, (4, "plus de 120")]``."""
    if not limits:
        return []
    ranges = enumerate(pairwise(limits), start=2)
    middle = [(step, f"{low + 1} à {high}") for step, (low, high) in ranges if low < high]
    return [(1, f"jusqu’à {limits[0]}"), *middle, (STEPS, f"plus de {limits[-1]}")]
