"""What the upper apps show on a person's page: each registers a panel in ``AppConfig.ready``."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from members.models import User


@dataclass(frozen=True)
class Line:
    """One fact: ``text`` leads to ``url`` when there is one."""

    text: str
    detail: str = ""
    url: str = ""


@dataclass(frozen=True)
class Panel:
    """``lines(person)`` in a card of the person's page, for staff who hold ``permission``.

    ``steps(staff, person)``: what ``staff`` may do there, each a page that asks before it acts.
    """

    title: str
    permission: str
    lines: Callable[[User], list[Line]]
    order: int = 0
    steps: Callable[[Any, User], list[Line]] = lambda staff, person: []


@dataclass(frozen=True)
class Card:
    """A panel as one member of staff sees it."""

    title: str
    lines: list[Line]
    steps: list[Line]


_panels: list[Panel] = []


def register_panel(panel: Panel) -> None:
    _panels.append(panel)


def panels_for(staff: Any, person: User) -> list[Card]:
    """Each panel that ``staff`` may see; those with nothing to say are left out."""
    allowed = sorted((p for p in _panels if staff.has_perm(p.permission)), key=lambda p: p.order)
    return [
        Card(panel.title, lines, panel.steps(staff, person)) for panel in allowed if (lines := panel.lines(person))
    ]
