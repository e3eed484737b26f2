"""Somebody's own calendar feed: what it holds, who may read it, how its address is changed."""

from datetime import timedelta
from typing import Any

import icalendar
import pytest
from django.test import Client

from events import links
from events.actions import agenda, leaving
from events.models import Admission, CalendarFeed, Event, Registration
from members.models import User
from tests.event_factories import make_event, make_registration
from tests.factories import make_user, sign_in

pytestmark = pytest.mark.django_db
PAGE = "/espace/rencontres/calendrier/abonnement/"


def make_open(**overrides: object) -> Event:
    return make_event(audience=[Admission.EVERYONE], **overrides)


def address_of(client: Client) -> str:
    """The address as its page shows it, without the site."""
    client.post(PAGE)
    url = client.get(PAGE).context["url"]
    return "/" + url.split("/", 3)[3]


def entries(address: str) -> dict[str, tuple[str, int]]:
    response = Client().get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert "no-store" in response["Cache-Control"]
    calendar = icalendar.Calendar.from_ical(response.content)
    assert calendar.errors == []
    return {str(e["UID"]): (str(e["STATUS"]), e["SEQUENCE"]) for e in calendar.walk("VEVENT")}


@pytest.fixture
def person() -> User:
    return make_user()


def test_feed_holds_the_seats_of_its_person_alone(client: Client, person: User) -> None:
    kept, left, off = (make_registration(make_open(days=days), person=person) for days in (20, 30, 40))
    full = make_open(days=50, capacity=1)
    make_registration(full)
    make_registration(full, person=person)  # waits: nothing to keep free
    leaving.cancel(registration=left)
    event = agenda.postpone(event=off.event, reason="La salle est fermée.", by=make_user())
    assert entries(address_of(sign_in(client, person))) == {
        str(kept.event.uid): ("CONFIRMED", kept.event.sequence + 1),
        str(left.event.uid): ("CANCELLED", left.event.sequence + 2),
        str(event.uid): ("CANCELLED", event.sequence + 1),
    }


def test_address_changes_and_the_old_one_gives_nothing(client: Client, person: User) -> None:
    make_registration(make_open(), person=person)
    sign_in(client, person)
    old = address_of(client)
    assert len(entries(old)) == 1
    new = address_of(client)
    assert new != old
    assert Client().get(old).status_code == 404
    assert len(entries(new)) == 1


def test_page_writes_nothing_before_it_is_asked(client: Client, person: User) -> None:
    response = sign_in(client, person).get(PAGE)
    assert (response.context["url"], CalendarFeed.objects.count()) == ("", 0)
    assert "no-store" in response["Cache-Control"]


def test_forged_address_and_account_closed_give_nothing(client: Client, person: User) -> None:
    address = address_of(sign_in(client, person))
    folder, token, name = address.rsplit("/", 2)
    pk, _, mac = token.partition("-")
    for forged in (f"{int(pk) + 1}-{mac}", f"{pk}-{mac[::-1]}", pk, "x"):
        assert Client().get(f"{folder}/{forged}/{name}").status_code == 404
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert Client().get(address).status_code == 404


def test_link_of_a_registration_opens_no_feed(client: Client, person: User) -> None:
    row = make_registration(make_open(), person=person)
    address = address_of(sign_in(client, person))
    folder, _, name = address.rsplit("/", 2)
    CalendarFeed.objects.update(id=row.pk)
    assert Client().get(f"{folder}/{links.registration_token(row.pk)}/{name}").status_code == 404


def test_feed_costs_the_same_whatever_it_holds(client: Client, person: User, django_assert_num_queries: Any) -> None:
    address = address_of(sign_in(client, person))
    for number in (1, 3):
        while Registration.objects.filter(person=person).count() < number:
            make_registration(make_open(days=20 + Registration.objects.count()), person=person)
        with django_assert_num_queries(3):
            assert len(entries(address)) == number


def test_what_is_long_over_leaves_the_feed(client: Client, person: User) -> None:
    row = make_registration(make_open(), person=person)
    address, years = address_of(sign_in(client, person)), timedelta(days=400)
    Event.objects.filter(pk=row.event_id).update(
        starts_at=row.event.starts_at - years, ends_at=row.event.ends_at - years
    )
    assert entries(address) == {}
