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
    """``lines(person)`` in a card of the person's page, for staff who hold ``permission``."""

    title: str
    permission: str
    lines: Callable[[User], list[Line]]
    order: int = 0


_panels: list[Panel] = []


def register_panel(panel: Panel) -> None:
    _panels.append(panel)


def panels_for(staff: Any, person: User) -> list[tuple[str, list[Line]]]:
    """Title and lines of each panel that ``staff`` may see; those with nothing to say are left out."""
    allowed = sorted((p for p in _panels if staff.has_perm(p.permission)), key=lambda p: p.order)
    return [(panel.title, lines) for panel in allowed if (lines := panel.lines(person))]
