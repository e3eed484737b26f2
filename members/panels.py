"""What upper apps show on the pages of a person or an application: panels registered in ``AppConfig.ready``."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from members.models import Application, Organisation, User


@dataclass(frozen=True)
class Line:
    """One fact: ``text`` leads to ``url`` when there is one. A step that ``posts`` acts at once, as a button."""

    text: str
    detail: str = ""
    url: str = ""
    posts: bool = False


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
class ApplicationPanel:
    """The same on the page where staff study an application: what became of it above, what may be done next."""

    title: str
    permission: str
    lines: Callable[[Application], list[Line]]
    order: int = 0
    steps: Callable[[Any, Application], list[Line]] = lambda staff, application: []


@dataclass(frozen=True)
class OrganisationPanel:
    """The same on the record of an organisation."""

    title: str
    permission: str
    lines: Callable[[Organisation], list[Line]]
    order: int = 0
    steps: Callable[[Any, Organisation], list[Line]] = lambda staff, organisation: []


@dataclass(frozen=True)
class Card:
    """A panel as one member of staff sees it."""

    title: str
    lines: list[Line]
    steps: list[Line]


_panels: list[Panel] = []
_application_panels: list[ApplicationPanel] = []
_organisation_panels: list[OrganisationPanel] = []


def register_panel(panel: Panel) -> None:
    _panels.append(panel)


def panels_for(staff: Any, person: User) -> list[Card]:
    """Each panel that ``staff`` may see; those with nothing to say are left out."""
    allowed = sorted((p for p in _panels if staff.has_perm(p.permission)), key=lambda p: p.order)
    return [
        Card(panel.title, lines, panel.steps(staff, person)) for panel in allowed if (lines := panel.lines(person))
    ]


def register_application_panel(panel: ApplicationPanel) -> None:
    _application_panels.append(panel)


def application_panels_for(staff: Any, application: Application) -> list[Card]:
    """Each panel of an application that ``staff`` may see and that has something to say or to do."""
    allowed = sorted((p for p in _application_panels if staff.has_perm(p.permission)), key=lambda p: p.order)
    cards = (Card(p.title, p.lines(application), p.steps(staff, application)) for p in allowed)
    return [card for card in cards if card.lines or card.steps]


def register_organisation_panel(panel: OrganisationPanel) -> None:
    _organisation_panels.append(panel)


def organisation_panels_for(staff: Any, organisation: Organisation) -> list[Card]:
    """Each panel of an organisation that ``staff`` may see and that has something to say or to do."""
    allowed = sorted((p for p in _organisation_panels if staff.has_perm(p.permission)), key=lambda p: p.order)
    cards = (Card(p.title, p.lines(organisation), p.steps(staff, organisation)) for p in allowed)
    return [card for card in cards if card.lines or card.steps]
