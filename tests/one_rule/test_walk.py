"""What each visitor reads of each thing, by every way: exactly what the tables say, and nowhere anything else."""

import pytest

from tests.one_rule.things import EVERYBODY
from tests.one_rule.walk import WAYS, Told, World, differences, leaks


def test_nothing_leaks(world: World, told: Told) -> None:
    assert leaks(world, told) == []


@pytest.mark.parametrize("kind", WAYS)
def test_each_way_tells_what_the_tables_say(kind: str, world: World, told: Told) -> None:
    found = {str(thing): differences(thing, told) for thing in world.of(kind)}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_everybody_knocked_everywhere(world: World, told: Told) -> None:
    assert set(told) == EVERYBODY
    assert {name: len(answers) for name, answers in told.items()} == {
        name: len(world.addresses(name)) for name in EVERYBODY
    }
