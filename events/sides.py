"""As what a person may come, and in whose name: each app above tells what it knows in ``AppConfig.ready``."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from events.models import Side
from members.models import Organisation


@dataclass(frozen=True)
class Belonging:
    """The firm or network whose name stands on the badge; ``organisation`` when it is one that the Club follows."""

    name: str
    organisation: Organisation | None = None


Lookup = Callable[[Any], Belonging | None]

_lookups: dict[Side, Lookup] = {}


def register(side: Side, lookup: Lookup) -> None:
    if side in _lookups:
        raise RuntimeError(f"The side {side} already has a lookup.")
    _lookups[side] = lookup


def belonging(person: Any, side: Side) -> Belonging | None:
    """Where somebody comes from as an ambassador or an expert; None when no app knows.

    Remembered on the user object, as ``audiences_of`` is.
    """
    known = person.__dict__.setdefault("_belongings", {})
    if side not in known:
        lookup = _lookups.get(side)
        known[side] = lookup(person) if lookup else None
    return known[side]
