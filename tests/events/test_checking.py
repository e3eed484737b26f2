"""Checking people in: one entry each, whoever touches the name, on whichever telephone, whenever it arrives."""

import json
import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from club.core.console import waiting_for
from club.core.models import AuditEntry, OutboxMail
from club.core.outbox import NOWHERE
from club.core.roles import Role
from events import aftermath, links
from events.actions import checking, leaving
from events.actions.checking import Seen, Visitor
from events.errors import EventError
from events.models import CheckIn, Event, Registration, State
from members.models import User
from tests.event_factories import make_check_in, make_event, make_guest, make_registration, make_todays_event
from tests.factories import make_staff, make_user, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def planner() -> Client:
    return sign_in(Client(), make_staff(Role.EVENTS))


def page(event: Event, name: str = "check_in") -> str:
    return reverse(f"console:{name}", args=[event.pk])


def told(client: Client, event: Event, *entries: dict[str, Any]) -> dict[str, Any]:
    answer = client.post(page(event, "check_in_entries"), json.dumps({"entries": entries}), "application/json")
    assert answer.status_code == 200
    return answer.json()


def entry(**fields: Any) -> dict[str, Any]:
    return {"key": str(uuid.uuid4()), "at": timezone.now().isoformat(), **fields}


def by_name(row: Registration, **seen: Any) -> checking.Arrival:
    return checking.check_in(registration=row, seen=Seen(by=make_staff(), **seen), means=CheckIn.Means.NAME)


def test_second_entry_hears_of_the_first() -> None:
    row = make_guest(make_todays_event())
    first, second = by_name(row), by_name(row)
    assert (first.is_new, second.is_new, CheckIn.objects.count()) == (True, False, 1)
    assert second.words == f"{row.person}\u00a0: entrée déjà notée à {first.check_in.hour}."


def test_key_makes_an_entry_arrive_once_even_for_somebody_without_a_file() -> None:
    event, key = make_todays_event(), uuid.uuid4()
    seen = Seen(by=make_staff(), key=key)
    arrivals = [checking.walk_in(event=event, visitor=Visitor("Jo", "Dupuis"), seen=seen) for _ in range(2)]
    assert [arrival.is_new for arrival in arrivals] == [True, True]
    assert Registration.objects.filter(event=event).count() == 1
    checking.walk_in(event=event, visitor=Visitor("Jo", "Dupuis"), seen=Seen(by=make_staff()))  # negative control
    assert Registration.objects.filter(event=event).count() == 2


def test_hour_is_the_telephone_s_unless_its_clock_is_wrong() -> None:
    event = make_todays_event()
    earlier = timezone.localtime().replace(hour=0, minute=0, second=1)
    assert by_name(make_guest(event), at=earlier).check_in.at == earlier
    for wrong in (timezone.now() + timedelta(hours=3), datetime(1970, 1, 1, tzinfo=timezone.get_current_timezone())):
        assert abs(by_name(make_guest(event), at=wrong).check_in.at - timezone.now()) < timedelta(minutes=1)


@pytest.mark.parametrize(("days", "state"), [(5, State.OPEN), (-1, State.POSTPONED), (-1, State.CANCELLED)])
def test_nobody_enters_before_the_day_nor_what_does_not_happen(days: int, state: State) -> None:
    row = make_registration()
    Event.objects.filter(pk=row.event_id).update(
        state=state,
        notice="Grève",
        starts_at=timezone.now() + timedelta(days=days),
        ends_at=timezone.now() + timedelta(days=days, hours=2),
    )
    with pytest.raises(EventError):
        by_name(row)
    assert not CheckIn.objects.exists()


def test_who_waits_or_had_left_is_let_in_and_the_door_is_told() -> None:
    event = make_todays_event(capacity=1)
    make_guest(event)
    waiting = make_guest(event)
    assert waiting.state == Registration.State.WAITING
    Registration.objects.filter(pk=waiting.pk).update(diet="sans gluten", access_needs="rampe", is_listed=False)
    arrival = by_name(waiting)
    assert "en liste d’attente" in arrival.words
    left = make_guest(make_todays_event())
    leaving.cancel(registration=left, by=make_staff())
    assert "annulée" in by_name(left).words
    for row in (waiting, left):
        row.refresh_from_db()
        assert (row.state, row.way) == (Registration.State.CONFIRMED, Registration.Way.WALK_IN)
    assert (waiting.diet, waiting.access_needs, waiting.is_listed) == ("sans gluten", "rampe", False)


def test_walk_in_keeps_the_file_of_whom_we_know_and_writes_to_nobody() -> None:
    event, known = make_todays_event(), make_user(email="anne@tpe.example")
    sent = OutboxMail.objects.count()
    seen = Seen(by=make_staff())
    met = checking.walk_in(event=event, visitor=Visitor("A.", "Autre", email="Anne@TPE.example"), seen=seen)
    assert met.check_in.registration.person == known
    nameless = checking.walk_in(event=event, visitor=Visitor("", "Dupuis", "Boulangerie"), seen=seen)
    person = nameless.check_in.registration.person
    assert (person.is_active, person.email.endswith(NOWHERE)) == (False, True)
    assert not Registration.objects.filter(event=event, is_listed=True).exists()  # nobody asked them
    assert (OutboxMail.objects.count(), mail.outbox) == (sent, [])


def test_walk_in_after_the_team_said_it_was_held() -> None:
    event = make_event(days=-2, audience=["everyone"])
    Event.objects.filter(pk=event.pk).update(state=State.HELD)
    event.refresh_from_db()
    arrival = checking.walk_in(event=event, visitor=Visitor("Jo", "Dupuis"), seen=Seen(by=make_staff()))
    assert arrival.is_new


def test_undo_takes_a_reason_and_leaves_a_trace(planner: Client) -> None:
    row = make_check_in(make_guest(make_todays_event())).registration
    address = reverse("console:check_in_undo", args=[row.event_id, row.pk])
    assert planner.post(address, {"reason": " "}).status_code == 200
    assert CheckIn.objects.exists()
    assert planner.post(address, {"reason": "nom touché par erreur"}).status_code == 302
    assert not CheckIn.objects.exists()
    assert AuditEntry.objects.get(verb="check_in.undo").details == {"reason": "nom touché par erreur"}


def test_undo_takes_back_the_seat_that_the_touch_gave_and_no_other() -> None:
    event, by = make_todays_event(capacity=1), make_staff()
    seated = make_guest(event)
    waiting = make_guest(event)
    entries = [by_name(row).check_in for row in (seated, waiting)]
    sent = OutboxMail.objects.count()
    for entered in entries:
        checking.undo(entry=entered, reason="nom touché par erreur", by=by)
    for row in (seated, waiting):
        row.refresh_from_db()
    assert (seated.state, waiting.state) == (Registration.State.CONFIRMED, Registration.State.CANCELLED)
    assert (waiting.left_because, aftermath.absent_from(event).get()) == ("entrée retirée", seated)
    assert OutboxMail.objects.count() == sent


def test_page_works_by_forms(planner: Client) -> None:
    event = make_todays_event()
    row = make_guest(event, person=make_user(first_name="Éloïse", last_name="Ménard"))
    make_guest(event, person=make_user(last_name="Autre"))
    other = make_guest(make_todays_event(), person=make_user(last_name="Ailleurs"))
    assert planner.post(page(event), {"registration": row.pk}).status_code == 302
    text = planner.get(page(event), {"q": "menard"}).content.decode()
    assert ("1 présent sur 2" in text, "Ménard Éloïse" in text, "Autre" in text) == (True, True, False)
    again = planner.post(page(event), {"registration": row.pk}, follow=True).content.decode()
    assert "entrée déjà notée à" in again
    planner.post(page(event), {"registration": other.pk})  # of another event
    planner.post(page(event), {"last_name": "Dupuis", "first_name": "Jo", "side": "guest"})
    assert set(CheckIn.objects.values_list("registration__person__last_name", "means")) == {
        ("Ménard", "name"),
        ("Dupuis", "walk_in"),
    }
    assert "Ce champ est obligatoire" in planner.post(page(event), {"first_name": "Jo"}).content.decode()


def test_worker_knows_until_when_its_copy_may_be_shown(planner: Client) -> None:
    event = make_todays_event()
    said = planner.get(page(event, "check_in_worker")).content.decode()
    assert f'UNTIL = Date.parse("{timezone.localtime(event.ends_at + timedelta(days=1)).isoformat()}")' in said


def test_visitor_sent_twice_by_one_form_is_one(planner: Client) -> None:
    event = make_todays_event()
    typed = {"last_name": "Dupuis", "first_name": "Jo", "side": "guest"}
    for key in (uuid.uuid4(), uuid.uuid4()):
        for _ in range(2):
            assert planner.post(page(event), typed | {"cle_formulaire": str(key)}).status_code == 302
    assert Registration.objects.filter(event=event).count() == 2
    assert planner.get(page(event)).content.decode().count("cle_formulaire") == 1  # names may be touched in a row


def test_badge_opens_the_page_and_reading_it_changes_nothing(planner: Client) -> None:
    row = make_guest(make_todays_event())
    address = links.badge_url(row).partition("/console")[2]
    text = planner.get(f"/console{address}").content.decode()
    assert ("Noter l’entrée" in text, CheckIn.objects.exists()) == (True, False)
    token = links.badge_token(row.pk)
    planner.post(page(row.event), {"badge": token, "registration": row.pk})
    assert CheckIn.objects.get().means == CheckIn.Means.CODE
    elsewhere = make_todays_event()
    assert "n’est pas de cette rencontre" in planner.get(page(elsewhere), {"badge": token}).content.decode()
    forged = links.registration_token(row.pk)  # of another purpose
    assert "Badge inconnu" in planner.get(page(row.event), {"badge": forged}).content.decode()


def test_entries_of_a_telephone_say_what_became_of_each(planner: Client) -> None:
    event = make_todays_event()
    one, two = make_guest(event), make_guest(event)
    stranger = make_guest(make_todays_event())
    sent = [
        entry(registration=str(one.pk)),
        entry(badge=links.badge_token(two.pk), registration=str(two.pk)),
        entry(registration=str(stranger.pk)),
        entry(badge="7-faux", registration=str(one.pk)),
        entry(first_name="Jo", last_name="Dupuis", side="guest"),
        entry(last_name=""),
        entry(last_name="Dupuis", at=["hier"]),
    ]
    answer = told(planner, event, *sent)
    outcomes = [result["outcome"] for result in answer["results"]]
    assert outcomes == ["new", "new", "refused", "refused", "new", "refused", "refused"]
    assert (len(answer["here"]), answer["expected"]) == (3, 3)
    again = told(planner, event, *sent)  # its answer was lost
    assert [result["outcome"] for result in again["results"][:2]] == ["new", "new"]
    second_telephone = told(planner, event, entry(registration=str(one.pk)))["results"][0]
    assert (second_telephone["outcome"], "déjà notée" in second_telephone["words"]) == ("already", True)
    assert CheckIn.objects.count() == 3
    assert User.objects.filter(last_name="Dupuis").count() == 1


@pytest.mark.parametrize("body", ["", "[]", '{"entries": 3}', '{"entries": [3]}'])
def test_entries_nobody_can_read_are_refused(planner: Client, body: str) -> None:
    answer = planner.post(page(make_todays_event(), "check_in_entries"), body, "application/json")
    assert answer.status_code == 400


def test_list_takes_as_many_statements_for_many(planner: Client, django_assert_num_queries: Any) -> None:
    event = make_todays_event()
    planner.get(page(event))
    counts = []
    for _ in range(2):
        make_check_in(make_guest(event))
        make_guest(event)
        with django_assert_num_queries(9, exact=False) as caught:
            planner.get(page(event))
        counts.append(len(caught))
    assert counts[0] == counts[1]


def test_door_of_the_day_waits_for_whoever_keeps_it() -> None:
    event, keeper = make_todays_event(), make_staff(Role.EVENTS)
    make_check_in(make_guest(event))
    make_guest(event)
    make_event(days=3)
    waits = [one for one in waiting_for(keeper) if one.action == "Émarger"]
    assert [(one.url, "1 présent sur 2." in one.detail) for one in waits] == [(page(event), True)]
    assert [one for one in waiting_for(make_staff(Role.FINANCE)) if one.action == "Émarger"] == []
    Event.objects.filter(pk=event.pk).update(ends_at=timezone.now())
    assert [one for one in waiting_for(keeper) if one.action == "Émarger"] == []
