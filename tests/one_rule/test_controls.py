"""Negative controls: with one of the rules off, or asking nothing, the walk finds what leaks."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.core.cache import caches
from django.db.models import BooleanField, Value

from ambassadors import directory as advisers
from ambassadors.models import Ambassador, AmbassadorQuerySet
from channel import directory as firms
from channel.models import ExpertQuerySet
from club.core import audiences
from club.editorial.models import resources
from club.editorial.models.articles import ArticleQuerySet
from club.editorial.models.figures import FigureQuerySet
from club.editorial.models.resources import ResourceQuerySet
from events import access as agenda_access
from events.models import Event, ProgrammeItem
from events.models.events import EventQuerySet
from events.models.programme import ProgrammeItemQuerySet
from events.views import public
from members import access, directory
from newsletters.models.issues import BlockQuerySet, IssueQuerySet
from tests.one_rule.things import Thing
from tests.one_rule.walk import World, differences, leaks, walk

SAID = ProgrammeItemQuerySet.said
EVERY = frozenset(audiences.Audience)


def everything(rows: Any, *args: Any) -> Any:
    return rows.all()


def opened(rows: Any, *args: Any) -> Any:
    return rows.published().annotate(is_open=Value(True, output_field=BooleanField()))


RULES_OFF: dict[str, tuple[Any, str, Callable[..., Any], str]] = {
    "articles": (ArticleQuerySet, "visible_to", everything, "tip"),
    "resources": (ResourceQuerySet, "visible_to", lambda rows, *args: rows.published(), "resource"),
    "locks": (ResourceQuerySet, "listed_to", opened, "resource"),
    "editions": (ResourceQuerySet, "published", everything, "resource"),
    "figures": (FigureQuerySet, "shown", everything, "figure"),
    "events": (EventQuerySet, "announced", everything, "event"),
    "speakers": (ProgrammeItem, "told_speaker", lambda item, *args: item.speaker, "event"),
    "speakers found": (ProgrammeItemQuerySet, "said", lambda rows, on: SAID(rows, date.max), "event"),
    "replays": (public, "documents_for", lambda user, event: list(event.documents.all()), "event"),
    "replays’ addresses": (agenda_access, "documents_for", lambda user, event: list(event.documents.all()), "event"),
    "guests": (Event, "guest_of_honour", lambda event, *args: event.guest, "event"),
    "advisers": (AmbassadorQuerySet, "public", lambda rows: rows.active(), "adviser"),
    "advisers’ fields": (Ambassador, "shows", lambda *args: True, "adviser"),
    "advisers’ topics": (AmbassadorQuerySet, "of_topic", everything, "adviser"),
    "firms": (ExpertQuerySet, "public", everything, "firm"),
    "blocks": (BlockQuerySet, "public", everything, "block"),
    "issues": (IssueQuerySet, "archived", lambda rows: rows.order_by("-number"), "block"),
}
BY_PERSON: list[tuple[Any, str, Callable[..., Any], str, str]] = [
    (resources, "audiences_of", lambda user: EVERY, "resource", "representative"),
    (access, "can_read_directory", lambda *args: True, "member", "lapsed"),
    (directory, "reader_of", lambda a: directory.Reader(str(a.person), "", "", ""), "member", "representative"),
]


@pytest.fixture(autouse=True)
def _cold(world: World) -> Iterator[None]:
    forget()
    yield
    forget()


def forget() -> None:
    """Pages that are kept, and statements that are written once by the rules."""
    caches["default"].clear()
    for side in (advisers, firms):
        for made in (side._listed, side._told):
            made.cache_clear()
        vars(side.LINES).pop("statement", None)


def faults(world: World, visitor: str, things: list[Thing]) -> list[str]:
    told = walk(world, [visitor], dict.fromkeys(address for thing in things for address in thing.ways.values()))
    return leaks(world, told) + [fault for thing in things for fault in differences(thing, told)]


@pytest.mark.parametrize("rule", RULES_OFF)
def test_walk_sees_a_rule_that_says_yes_to_strangers(
    rule: str, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner, name, yes, kind = RULES_OFF[rule]
    monkeypatch.setattr(owner, name, yes)
    assert faults(world, "anonymous", world.of(kind)[-12:]) != []


@pytest.mark.parametrize(("owner", "name", "yes", "kind", "visitor"), BY_PERSON, ids=lambda value: str(value)[:20])
def test_walk_sees_a_rule_that_says_yes_to_a_person(
    owner: Any, name: str, yes: Any, kind: str, visitor: str, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(owner, name, yes)
    assert faults(world, visitor, world.of(kind)[:12]) != []


def test_walk_finds_nothing_while_the_rules_stand(world: World) -> None:
    assert faults(world, "anonymous", world.of("event", "firm")) == []
