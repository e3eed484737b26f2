"""Reminders: a row for each rule and day, sent once, none for what is not happening."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from club.core.days import date_format
from club.core.models import OutboxMail
from club.core.roles import Role
from events.actions import agenda, reminding
from events.models import Admission, Event, Registration, Reminder, State
from events.models.moments import midnight
from tests.event_factories import at, make_draft_event, make_event, make_registration
from tests.factories import make_staff, make_user, sign_in

pytestmark = pytest.mark.django_db
NINE = timedelta(hours=9)


def make_open(**overrides: Any) -> Event:
    return make_event(**{"audience": [Admission.EVERYONE]} | overrides)


def planned(event: Event) -> list[tuple[int, datetime]]:
    rows = Reminder.objects.filter(event=event, settled_at=None)
    return list(rows.order_by("due_at").values_list("days_before", "due_at"))


def before(event: Event, days: int) -> datetime:
    return midnight(timezone.localdate(event.starts_at) - timedelta(days=days)) + NINE


def sent() -> list[str]:
    mails = OutboxMail.objects.filter(template="events/emails/reminder").order_by("pk")
    return list(mails.values_list("subject", flat=True))


def test_announced_event_plans_its_reminders() -> None:
    usual, regional = make_open(), make_open(reminder_days=[14, 2])
    assert planned(usual) == [(7, before(usual, 7)), (1, before(usual, 1))]
    assert planned(regional) == [(14, before(regional, 14)), (2, before(regional, 2))]
    soon = make_open(days=3)
    assert planned(soon) == [(1, before(soon, 1))]


def test_plan_follows_the_event() -> None:
    event, by = make_open(), make_user()
    event.starts_at, event.ends_at = at(40), at(40, 20)
    event = agenda.change(event=event, by=by)
    assert planned(event) == [(7, before(event, 7)), (1, before(event, 1))]
    event = agenda.postpone(event=event, reason="La salle est fermée.", by=by)
    assert planned(event) == []
    event = agenda.publish(event=event, by=by)
    assert planned(event) == [(7, before(event, 7)), (1, before(event, 1))]
    event = agenda.cancel(event=event, reason="La salle est fermée.", by=by)
    assert planned(event) == []


def test_event_announced_before_the_rules_has_its_reminders_once(django_assert_num_queries: Any) -> None:
    old, half, known = make_open(), make_open(), make_open()
    make_draft_event()
    Reminder.objects.filter(event=old).delete()
    Reminder.objects.filter(event=half, days_before=1).delete()
    reminding.remind(before(half, 7))
    assert [reminding.plan_missing() for _ in range(2)] == [2, 0]
    for event in (old, half, known):
        rows = Reminder.objects.filter(event=event).order_by("due_at")
        assert [row.due_at for row in rows] == [before(event, 7), before(event, 1)]
    with django_assert_num_queries(2):
        reminding.plan_missing()


def test_due_reminder_goes_once_to_those_who_come() -> None:
    event = make_open(capacity=2, title="Vendre en ligne")
    comes, subject = make_registration(event), make_registration(event)
    make_registration(event)  # waits
    Registration.objects.filter(pk=subject.pk).update(state=Registration.State.SUBJECT)
    assert reminding.remind(before(event, 7) - timedelta(minutes=1)) == 0
    assert [reminding.remind(before(event, 7)) for _ in range(2)] == [1, 0]
    assert sent() == ["Dans 7 jours : Vendre en ligne"]
    assert OutboxMail.objects.get(template="events/emails/reminder").person == comes.person
    assert reminding.remind(before(event, 1)) == 1
    assert sent()[1] == "Demain : Vendre en ligne"
    assert list(Reminder.objects.values_list("days_before", "count")) == [(7, 1), (1, 1)]


def test_moved_event_reminds_again_for_its_new_day() -> None:
    event = make_open()
    make_registration(event)
    reminding.remind(before(event, 7))
    event.starts_at, event.ends_at = at(40), at(40, 20)
    agenda.change(event=event, by=make_user())
    assert reminding.remind(before(event, 7)) == 1
    assert len(sent()) == 2


def test_after_a_long_silence_only_the_last_goes() -> None:
    event = make_open()
    make_registration(event)
    assert reminding.remind(before(event, 1)) == 1
    assert sent()[0].startswith("Demain")
    assert planned(event) == []


def test_nothing_goes_for_what_does_not_happen_or_has_begun() -> None:
    for state, when in ((State.CANCELLED, None), (State.OPEN, timedelta(minutes=1))):
        event = make_open()
        make_registration(event)
        Event.objects.filter(pk=event.pk).update(state=state, notice="La salle est fermée.")
        assert reminding.remind(event.starts_at + when if when else before(event, 1)) == 0
        assert planned(event) == []
    assert sent() == []


def test_who_registers_later_has_just_been_told() -> None:
    event = make_open()
    with time_machine.travel(before(event, 1) + timedelta(hours=1), tick=False):
        make_registration(event)
        assert reminding.remind() == 0


def test_team_reads_what_is_planned_and_what_went(client: Client) -> None:
    event = make_open()
    make_registration(event)
    reminding.remind(before(event, 7))
    html = sign_in(client, make_staff(Role.EVENTS)).get(f"/console/agenda/{event.pk}/").content.decode()
    first, last = (date_format(before(event, days), "j F Y") for days in (7, 1))
    assert f"Rappels aux inscrits\u00a0: {first} (envoyé à 1 personne), {last}." in html
