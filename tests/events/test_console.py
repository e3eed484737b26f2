"""The team writes the agenda in the console: the record, the decisions, a copy; each through its action."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from club.core.models import Reading
from club.core.pages import renew
from club.core.roles import Role
from events.actions import agenda
from events.models import Event, State
from tests.event_factories import make_draft_event, make_event
from tests.factories import make_staff, make_user, sign_in
from tests.records import opened

pytestmark = pytest.mark.django_db
LIST = "admin:events_event_changelist"


@pytest.fixture
def planner() -> Client:
    return sign_in(Client(), make_staff(Role.EVENTS))


def record(event: Event) -> str:
    return reverse("admin:events_event_change", args=[event.pk])


def fields_of(client: Client, event: Event) -> dict[str, Any]:
    """The record as a browser sends it back: a moment in two boxes, the day and the hour."""
    data = opened(client, record(event))
    for name in ("starts_at", "ends_at"):
        moment = timezone.localtime(data.pop(name))
        data |= {f"{name}_0": f"{moment:%d/%m/%Y}", f"{name}_1": f"{moment:%H:%M:%S}"}
    return data


def decide(client: Client, event: Event, decision: State, **data: Any) -> Any:
    fields = {"seen": Event.objects.get(pk=event.pk).version, "decision": decision.value, "reason": ""} | data
    return client.post(reverse("console:event", args=[event.pk]), fields)


def test_record_is_written_through_the_action(planner: Client) -> None:
    event = make_event()
    answer = planner.post(record(event), fields_of(planner, event) | {"venue": "L'autre salle"})
    assert answer.status_code == 302
    after = Event.objects.get(pk=event.pk)
    assert (after.venue, after.sequence, after.version) == ("L’autre salle", event.sequence + 1, event.version + 1)


def test_new_record_is_a_draft(planner: Client) -> None:
    address = reverse("admin:events_event_add")
    fields = fields_of(planner, make_draft_event()) | {"slug": "une-autre", "title": "Une autre"}
    answer = planner.post(address, fields)
    assert answer.status_code == 302
    event = Event.objects.get(slug="une-autre")
    assert (event.state, event.departement_id) == (State.DRAFT, "53")


def test_record_says_what_the_action_would_refuse(planner: Client) -> None:
    event = make_event()
    moved = planner.post(record(event), fields_of(planner, event) | {"slug": "ailleurs"})
    assert "ne change plus" in moved.content.decode()
    nowhere = planner.post(record(event), fields_of(planner, event) | {"commune": "", "departement": ""})
    assert "Dites où elle a lieu" in nowhere.content.decode()
    assert Event.objects.get(pk=event.pk).version == event.version


def test_list_opens_on_what_comes(planner: Client) -> None:
    make_event(title="Bientôt")
    make_event(title="Jadis", days=-10)
    late = make_event(title="Sans date", days=-5)
    agenda.postpone(event=late, reason="La salle est fermée.", by=make_user())

    def shown(query: str) -> set[str]:
        text = planner.get(reverse(LIST) + query).content.decode()
        return {title for title in ("Bientôt", "Jadis", "Sans date") if title in text}

    assert shown("") == {"Bientôt", "Sans date"}
    assert shown("?quand=passees") == {"Jadis"}
    assert shown("?quand=toutes") == {"Bientôt", "Jadis", "Sans date"}
    assert shown("?quand=toutes&q=jad") == {"Jadis"}


@pytest.mark.parametrize("role", Role)
def test_record_offers_decisions_to_whoever_may_decide(role: Role) -> None:
    """The way to the page of decisions stands where that page would open, for each role."""
    client, event = sign_in(Client(), make_staff(role)), make_event()
    page, decisions = client.get(record(event)), client.get(reverse("console:event", args=[event.pk]))
    text = page.content.decode()
    assert (page.status_code, "Annoncée" in text or "annoncée" in text) == (200, True)
    assert ("Décider" in text) == (decisions.status_code == 200)
    assert (decisions.status_code == 200) == (role in (Role.EVENTS, Role.DIRECTION, Role.ADMINISTRATOR))


@pytest.mark.parametrize("number", [1, 3])
def test_list_tells_how_often_events_were_read(
    planner: Client, django_assert_max_num_queries: Any, number: int
) -> None:
    today = timezone.localdate()
    events = [make_event() for _ in range(number)]
    for days, count in ((0, 7), (89, 5), (90, 100)):
        Reading.objects.create(kind="event", number=events[0].pk, day=today - timedelta(days=days), count=count)
    Reading.objects.create(kind="article", number=events[0].pk, day=today, count=1000)
    planner.get(reverse(LIST))
    with django_assert_max_num_queries(8):
        text = planner.get(reverse(LIST)).content.decode()
    assert re.findall(r'<td class="field-read[^"]*">([^<]*)</td>', text).count("12") == 1
    assert re.findall(r'<td class="field-read[^"]*">([^<]*)</td>', text).count("0") == number - 1
    assert planner.get(f"{reverse(LIST)}?o=-7").status_code == 200


def test_decisions_follow_each_other(planner: Client) -> None:
    event = make_draft_event()
    for decision, data in (
        (State.OPEN, {}),
        (State.FULL, {}),
        (State.POSTPONED, {"reason": "La salle est fermée."}),
        (State.OPEN, {}),
        (State.CANCELLED, {"reason": "Faute d’intervenant."}),
    ):
        assert decide(planner, event, decision, **data).status_code == 302
        assert Event.objects.get(pk=event.pk).state == decision
    assert "Plus rien ne se décide" in planner.get(reverse("console:event", args=[event.pk])).content.decode()


def test_decision_that_may_not_be_taken_says_why(planner: Client) -> None:
    event = make_event()
    assert "Dites pourquoi" in decide(planner, event, State.CANCELLED).content.decode()
    assert "relisez-la" in decide(planner, event, State.FULL, seen=event.version - 1).content.decode()
    assert decide(planner, event, State.HELD).status_code == 200
    assert Event.objects.get(pk=event.pk).state == State.OPEN


def test_copy_opens_its_record(planner: Client) -> None:
    event = make_event(guest="Ève Montclair", guest_public_from=timezone.localdate())
    answer = planner.post(reverse("console:event_duplicate", args=[event.pk]))
    copy = Event.objects.latest("pk")
    assert (answer.status_code, answer["Location"], copy.state) == (302, record(copy), State.DRAFT)


def test_change_in_the_console_shows_at_once(planner: Client, django_capture_on_commit_callbacks: Any) -> None:
    event = make_event(title="Avant")
    renew()
    assert "Avant" in Client().get("/agenda/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        planner.post(record(event), fields_of(planner, event) | {"title": "Après"})
    assert "Après" in Client().get("/agenda/").content.decode()
