"""Figures about fewer than ten people are hidden, and so is what they could be computed from.

A table of *parts* shares out a total that is shown: its hidden numbers can be found by subtraction. So the smallest
shown numbers are hidden with them while the hidden ones are one alone, together fewer than ten people, or of one
possible reading (all one, all nine); when no number would be left to show, the whole table goes.

Whoever knows this rule learns no hidden number either. All small: between "all one" and "all nine" one of them may
always be one more and another one less. Some large: equal numbers are hidden together, so that nothing tells which of
the hidden ones is the small one. The tests try every small table.

Zero is shown: it is a figure about nobody, and a territory without a reader is what a supplier must be told. Pages
say the same word for all that is hidden ("masqué"), and never in the order of their sizes.
"""

from collections.abc import Sequence

FEWEST = 10


def alone(number: int) -> int | None:
    """A figure that is part of no table: None when it speaks of one to nine people."""
    return None if 0 < number < FEWEST else number


def parts(numbers: Sequence[int]) -> list[int | None] | None:
    """``numbers`` share out their sum, which is shown. None: none of them can be."""
    hidden = [number for number in numbers if alone(number) is None]
    others = sorted(number for number in numbers if number >= FEWEST)
    limit = FEWEST
    while hidden and others and not _safe(hidden):
        limit = others[0] + 1
        hidden += [number for number in others if number < limit]
        others = [number for number in others if number >= limit]
    if hidden and not others:
        return None
    return [None if 0 < number < limit else number for number in numbers]


def overlapping(numbers: Sequence[int], *, total: int) -> list[int | None]:
    """Parts that a person may be in several of, or in none: also hidden when all but one to nine people are in it."""
    if alone(total) is None:
        return [None] * len(numbers)
    return [None if alone(number) is None or alone(total - number) is None else number for number in numbers]


def summed(shown: Sequence[int], hidden: Sequence[int]) -> int | None:
    """The sum of figures of which some are hidden elsewhere; None when it would tell one of them."""
    told = [number for number in hidden if number]
    return None if told and not _safe(told) else sum(shown) + sum(told)


def _safe(hidden: Sequence[int]) -> bool:
    """Their sum, which anybody can compute, tells of ten people at least and leaves each of them open."""
    if len(hidden) < 2 or sum(hidden) < FEWEST:
        return False
    return max(hidden) >= FEWEST or len(hidden) < sum(hidden) < (FEWEST - 1) * len(hidden)
