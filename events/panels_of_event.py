"""What upper apps show on the console page of an event: cards registered in ``AppConfig.ready``."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from events.models import Event
from members.panels import Line


@dataclass(frozen=True)
class EventPanel:
    """``lines(event, staff)`` in a card of its page, for staff who hold ``permission``."""

    title: str
    permission: str
    lines: Callable[[Event, Any], list[Line]]
    order: int = 0


_panels: list[EventPanel] = []


def register(panel: EventPanel) -> None:
    _panels.append(panel)


def cards(event: Event, staff: Any) -> list[tuple[str, list[Line]]]:
    """(title, lines) of each panel that ``staff`` may read and that has something to say."""
    shown = [panel for panel in sorted(_panels, key=lambda panel: panel.order) if staff.has_perm(panel.permission)]
    found = [(panel.title, panel.lines(event, staff)) for panel in shown]
    return [(title, lines) for title, lines in found if lines]
