"""How much harm a case does, and when."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from tests.newsletters.kit.world import World

PATIENCE = 90.0  # seconds until a sending that has not ended is called lost


@dataclass(frozen=True)
class Size:
    recipients: int = 300
    harms: int = 4  # kills, restarts, stops…


def harms_at_random(world: World, size: Size, harm: Callable[[], None], *, gap: float) -> Callable[[], None]:
    """A ``meanwhile`` that does ``harm`` a number of times, ``gap`` seconds apart on average."""
    state = {"left": size.harms, "next": time.monotonic() + world.random.uniform(0.2, 2) * gap}

    def meanwhile() -> None:
        if state["left"] and time.monotonic() >= state["next"]:
            harm()
            state["left"] -= 1
            state["next"] = time.monotonic() + world.random.uniform(0.2, 2) * gap

    return meanwhile
