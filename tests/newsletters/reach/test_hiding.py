"""What is hidden stays hidden: every small table is tried against a reader who knows the rule."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletters.reach.hiding import FEWEST, alone, overlapping, parts

Shown = list[int | None] | None
Rule = Callable[[Sequence[int]], Shown]


def tables(cells: int, total: int) -> Iterator[tuple[int, ...]]:
    """Every way to share out at most ``total``."""
    if not cells:
        yield ()
        return
    for first in range(total + 1):
        for rest in tables(cells - 1, total - first):
            yield (first, *rest)


def computed(rule: Rule, cells: int, total: int) -> list[tuple[Shown, int]]:
    """Pages from which a number of one to nine can be computed, by comparing all tables that show the same."""
    same = defaultdict(list)
    for table in tables(cells, total):
        shown = rule(table)
        if sum(table) >= FEWEST:  # else the total is hidden too
            same[(sum(table), tuple(shown) if shown else None)].append(table)
    found = []
    for (_, shown), readings in same.items():
        for index in range(cells):
            values = {table[index] for table in readings}
            if len(values) == 1 and 0 < min(values) < FEWEST:
                found.append((list(shown) if shown else None, min(values)))
    return found


def naive(numbers: Sequence[int]) -> Shown:
    return [alone(number) for number in numbers]


@pytest.mark.parametrize(("cells", "total"), [(1, 60), (2, 60), (3, 60), (4, 36), (5, 25)])
def test_no_number_under_ten_can_be_computed(cells: int, total: int) -> None:
    assert computed(parts, cells, total) == []


def test_without_the_second_hiding_it_could() -> None:
    """Negative control."""
    assert ([None, 20, 12], 4) in computed(naive, 3, 42)
    assert ([None, None, 20], 1) in computed(naive, 3, 42)  # one and one
    assert ([None, None, 20], 9) in computed(naive, 3, 42)  # nine and nine


@given(st.lists(st.integers(0, 40) | st.integers(0, 100_000), max_size=110))
def test_hidden_numbers_are_together_ten_people_at_least(numbers: list[int]) -> None:
    shown = parts(numbers)
    if shown is None:
        assert any(0 < number < FEWEST for number in numbers)
        return
    hidden = [number for number, word in zip(numbers, shown, strict=True) if word is None]
    assert all(word in (None, number) for number, word in zip(numbers, shown, strict=True))
    assert all(word is None for number, word in zip(numbers, shown, strict=True) if 0 < number < FEWEST)
    assert not hidden or (len(hidden) > 1 and sum(hidden) >= FEWEST)


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [
        ([], []),
        ([0], [0]),
        ([9], None),
        ([10, 0], [10, 0]),
        ([500, 40, 3], [500, None, None]),
        ([500, 40, 3, 4], [500, None, None, None]),
        ([500, 40, 6, 7], [500, 40, None, None]),
        ([8, 400], None),
        ([1] * 10, None),
        ([12, 12, 40, 4], [None, None, 40, None]),
    ],
)
def test_tables(numbers: list[int], shown: Shown) -> None:
    assert parts(numbers) == shown


def test_zero_is_no_secret() -> None:
    assert [alone(0), alone(1), alone(9), alone(10)] == [0, None, None, 10]


def test_numbers_that_overlap_tell_nothing_of_few_others() -> None:
    """990 of 995 people advise on payment: five do not."""
    assert overlapping([990, 995, 300, 4, 0], total=995) == [None, 995, 300, None, 0]
    assert overlapping([3, 8, 0], total=8) == [None, None, None]
