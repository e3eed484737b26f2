"""Which supplier's insert stands where: whoever stood low comes high, rivals apart. Pure functions.

They know where each supplier stood in past issues and who competes with whom; what a supplier pays is not among
their inputs, and must never be.
"""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

MOST_STEPS = 10_000  # of the search that keeps rivals apart: half a second with sixty inserts
HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Insert:
    """A block of an issue. ``is_fixed``: it keeps its place, being no message of a supplier."""

    key: int
    supplier: int | None = None
    families: frozenset[int] = frozenset()
    is_fixed: bool = False


@dataclass(frozen=True, slots=True)
class Past:
    """Where a supplier stood: ``rank`` of ``out_of`` blocks. ``opened``: above every other supplier."""

    issue: int
    rank: int
    out_of: int
    opened: bool = False

    @property
    def height(self) -> Fraction:
        """Between 0, the top, and 1; half way for a block that stands alone."""
        return Fraction(2 * self.rank - 1, 2 * self.out_of)


Ledger = Mapping[int, Sequence[Past]]
"""Supplier → its past places, the newest first."""


def are_rivals(above: Insert, below: Insert) -> bool:
    """Two suppliers with a product family in common; two blocks of one supplier do not stand together either."""
    if above.supplier is None or below.supplier is None:
        return False
    return above.supplier == below.supplier or bool(above.families & below.families)


def mean_height(past: Sequence[Past]) -> Fraction:
    return sum((one.height for one in past), Fraction()) / len(past)


def wished(inserts: Sequence[Insert], ledger: Ledger, issue: int) -> list[Insert]:
    """Suppliers' inserts as if no two were rivals: one of each supplier before anybody's second one; the lowest on
    average comes first, then whoever opened longest ago, then by lot. A newcomer counts as the average of the others.
    """
    moving = sorted((insert for insert in inserts if not insert.is_fixed), key=lambda insert: insert.key)
    means = {one.supplier: mean_height(ledger[one.supplier]) for one in moving if ledger.get(one.supplier)}
    middle = sum(means.values(), Fraction()) / len(means) if means else HALF
    seen: Counter[int | None] = Counter()
    ranked = []
    for insert in moving:
        past = ledger.get(insert.supplier, ())
        opened = max((one.issue for one in past if one.opened), default=0)
        lot = hashlib.sha256(f"{issue}:{insert.supplier}".encode()).hexdigest()
        ranked.append((seen[insert.supplier], -means.get(insert.supplier, middle), opened, lot, insert))
        seen[insert.supplier] += 1
    return [insert for *_, insert in sorted(ranked, key=lambda row: row[:-1])]


def suggested(inserts: Sequence[Insert], ledger: Ledger, issue: int) -> list[Insert]:
    """All blocks in the order proposed: as few rivals side by side as any order allows, then nobody who opened its
    last issue at the top, then as wished. ``inserts``: in their present order; the fixed ones keep their places.
    """
    wanted = wished(inserts, ledger, issue)
    places = [insert if insert.is_fixed else None for insert in inserts]
    search = _Search(places, wanted, openers(wanted, ledger))
    for budget in range(len(inserts)):
        if found := search.arranged(budget):
            return found
        if search.is_too_long():
            break
    rest = iter(wanted)
    return [place or next(rest) for place in places]


def openers(inserts: Sequence[Insert], ledger: Ledger) -> set[int | None]:
    """Suppliers that stood above all others the last time they appeared."""
    return {one.supplier for one in inserts if ledger.get(one.supplier) and ledger[one.supplier][0].opened}


class _Search:
    """Fills the places from the top, each with the first of the wished order that leaves the rest possible.

    Inserts of one *kind* have the same rivals: they may take each other's place, so that only their number counts.
    """

    def __init__(self, places: Sequence[Insert | None], wanted: Sequence[Insert], barred: set[int | None]) -> None:
        self.places, self.steps = places, 0
        self.top = next((at for at, place in enumerate(places) if place is None), -1)
        self.dead: set[tuple[int, int | None, tuple[int, ...], int]] = set()
        everybody = [*wanted, *filter(None, places)]
        kinds = _kinds(everybody)
        numbers = {kind: number for number, kind in enumerate(dict.fromkeys(kinds))}
        self.kind_of = {insert.key: numbers[kind] for insert, kind in zip(everybody, kinds, strict=True)}
        of_kind = [[insert for insert in everybody if self.kind_of[insert.key] == n] for n in numbers.values()]
        pairs = product(numbers.values(), repeat=2)
        self.cost = {(a, b): are_rivals(of_kind[a][0], of_kind[b][-1]) for a, b in pairs}
        self.barred, self.wanted = barred, tuple(wanted)
        self.counts = tuple(Counter(self.kind_of[insert.key] for insert in wanted)[n] for n in numbers.values())

    def is_too_long(self) -> bool:
        return self.steps > MOST_STEPS

    def arranged(self, budget: int) -> list[Insert] | None:
        """An order with at most ``budget`` rivals side by side; None when there is none."""
        return self._fill(0, None, self.wanted, self.counts, budget)

    def _fill(
        self, at: int, above: int | None, left: tuple[Insert, ...], counts: tuple[int, ...], budget: int
    ) -> list[Insert] | None:
        """From place ``at`` on. ``above``: the kind before it; ``counts``: how many of each kind are ``left``."""
        if at == len(self.places):
            return []
        state = (at, above, counts, budget)
        self.steps += 1
        if state in self.dead or self.is_too_long():
            return None
        for kind, insert in self._choices(at, left).items():
            cost = above is not None and self.cost[above, kind]
            if cost > budget:
                continue
            if insert.is_fixed:
                below = self._fill(at + 1, kind, left, counts, budget - cost)
            else:
                fewer = (*counts[:kind], counts[kind] - 1, *counts[kind + 1 :])
                below = self._fill(at + 1, kind, tuple(i for i in left if i is not insert), fewer, budget - cost)
            if below is not None:
                return [insert, *below]
        self.dead.add(state)
        return None

    def _choices(self, at: int, left: tuple[Insert, ...]) -> dict[int, Insert]:
        """The first of each kind in the wished order; at the top, those that may not open again come last."""
        if place := self.places[at]:
            return {self.kind_of[place.key]: place}
        ordered = sorted(left, key=lambda insert: insert.supplier in self.barred) if at == self.top else left
        first: dict[int, Insert] = {}
        for insert in ordered:
            first.setdefault(self.kind_of[insert.key], insert)
        return first


def _kinds(inserts: Sequence[Insert]) -> list[tuple[object, ...]]:
    """What makes rivals of each: the families that another one shares, itself when it stands there twice."""
    families = Counter(family for insert in inserts for family in insert.families)
    suppliers = Counter(insert.supplier for insert in inserts)
    return [
        (
            insert.supplier if insert.supplier is None or suppliers[insert.supplier] > 1 else 0,
            tuple(sorted(family for family in insert.families if families[family] > 1)),
        )
        for insert in inserts
    ]
