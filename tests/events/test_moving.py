"""What those who are registered hear and keep when an event moves, is postponed or cancelled."""

from datetime import timedelta
from typing import Any

import icalendar
import pytest
from django.utils import timezone

from club.core.models import OutboxMail
from events.actions import agenda, registering, telling, waiting
from events.errors import Clash
from events.models import Admission, Event, Offer, Registration, State
from tests.event_factories import at, make_event, make_registration
from tests.events.seated import make_colleague, make_evening, make_member
from tests.factories import make_user

pytestmark = pytest.mark.django_db
WHY = "La salle est fermée."


def make_open(**overrides: Any) -> Event:
    return make_event(**{"audience": [Admission.EVERYONE]} | overrides)


def mails(name: str) -> list[OutboxMail]:
    telling.write()
    return list(OutboxMail.objects.filter(template=f"events/emails/{name}").order_by("pk"))


def method_of(mail: OutboxMail) -> str:
    return str(icalendar.Calendar.from_ical(mail.calendar)["METHOD"]) if mail.calendar else ""


def move(event: Event, **changes: Any) -> Event:
    for name, value in changes.items():
        setattr(event, name, value)
    return agenda.change(event=event, by=make_user())


def test_each_person_hears_of_a_move_once() -> None:
    event = make_open(capacity=1)
    row, waits, was = make_registration(event), make_registration(event), event.when_words()
    move(event, starts_at=at(40), ends_at=at(40, 20))
    assert [(mail.key, mail.to_address, method_of(mail)) for mail in mails("moved")] == [
        (f"event:{event.pk}:{event.sequence}:{row.pk}", row.person.email, "REQUEST"),
        (f"event:{event.pk}:{event.sequence}:{waits.pk}", waits.person.email, ""),
    ]
    assert f"c’était {was}." in mails("moved")[0].text
    row.refresh_from_db()
    assert (row.during.lower, row.during.upper) == (at(40), at(40, 20))


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"venue": "Hôtel de ville"}, ["Le lieu change."]),
        ({"online_link": "https://visio.exemple.example/a"}, ["L’adresse de connexion est nouvelle."]),
        ({"title": "Autre titre"}, []),
        ({"summary": "Autre résumé."}, []),
        ({"capacity": 12}, []),
    ],
)
def test_only_what_changes_the_day_of_people_is_told(changes: dict[str, Any], told: list[str]) -> None:
    event = make_open()
    make_registration(event)
    move(event, **changes)
    assert [mail.text.split("\n\n")[1].split(" Votre place")[0] for mail in mails("moved")] == told


def test_full_and_closed_are_nobodys_news() -> None:
    event = make_open()
    make_registration(event)
    agenda.mark(event=event, state=State.CLOSED, by=make_user())
    telling.write()
    assert OutboxMail.objects.exclude(template="events/emails/registered").count() == 0


def test_postponed_event_keeps_seats_and_holds_no_hours() -> None:
    event, person = make_open(), make_user()
    row = make_registration(event, person=person)
    with pytest.raises(Clash):  # the control: its hours are taken
        make_registration(make_open(), person=person)
    event = agenda.postpone(event=event, reason=WHY, by=make_user())
    assert [method_of(mail) for mail in mails("called_off")] == ["CANCEL"]
    assert make_registration(make_open(), person=person).is_coming
    event = move(event, starts_at=at(50), ends_at=at(50, 20))
    assert mails("moved") == []  # no day yet: it is written, not announced
    agenda.publish(event=event, by=make_user())
    assert [method_of(mail) for mail in mails("moved")] == ["REQUEST"]
    row.refresh_from_db()
    assert (row.state, row.during.lower) == (Registration.State.CONFIRMED, at(50))


def test_new_day_at_the_hours_of_another_seat_marks_the_clash_and_says_so() -> None:
    person = make_user()
    make_registration(make_open(days=40), person=person)
    event = make_open()
    row = make_registration(event, person=person)
    move(event, starts_at=at(40), ends_at=at(40, 20))
    row.refresh_from_db()
    assert row.clash_accepted
    move(event, starts_at=at(45), ends_at=at(45, 20))
    row.refresh_from_db()
    assert not row.clash_accepted  # it has ceased
    assert "autre rencontre à la même heure" in mails("moved")[0].text


def test_cancelled_event_gives_rights_back_and_frees_everybody() -> None:
    event = make_evening()
    member = make_member(seats=1)
    row = registering.register(event=event, person=make_colleague(member), way="portal")
    agenda.cancel(event=event, reason=WHY, by=make_user())
    row.refresh_from_db()
    assert (row.state, row.left_because) == (Registration.State.CANCELLED, "rencontre annulée")
    [mail] = mails("called_off")
    assert (method_of(mail), WHY in mail.text, "rendue aux droits" in mail.text) == ("CANCEL", True, True)
    again = registering.register(event=make_evening(days=50), person=make_colleague(member), way="portal")
    assert again.is_coming


def test_offers_of_an_event_called_off_are_withdrawn() -> None:
    event = make_open(capacity=1)
    make_registration(event)
    waits = make_registration(event)
    Event.objects.filter(pk=event.pk).update(capacity=2)
    [offer] = waiting.offer_now(event=event)
    agenda.postpone(event=event, reason=WHY, by=make_user())
    offer.refresh_from_db()
    waits.refresh_from_db()
    assert (offer.state, waits.state) == (Offer.State.WITHDRAWN, Registration.State.WAITING)


def test_past_event_that_is_corrected_writes_to_nobody() -> None:
    event = make_open()
    make_registration(event)
    yesterday = timezone.now() - timedelta(days=1)
    Event.objects.filter(pk=event.pk).update(starts_at=yesterday - timedelta(hours=2), ends_at=yesterday)
    event.refresh_from_db()
    move(event, venue="Hôtel de ville")
    assert mails("moved") == []
