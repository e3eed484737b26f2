"""Types fill in the record of a new event; series give each of their meetings the other dates; replays are links."""

from datetime import date, time
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from club.core.pages import renew
from club.core.roles import Role
from events.actions import filing
from events.errors import EventError
from events.models import Admission, Event, EventDocument, EventType, Kind, State
from tests.event_factories import (
    make_draft_event,
    make_event,
    make_event_type,
    make_registration,
    make_replay,
    make_series,
)
from tests.factories import make_commune, make_staff, make_user, sign_in

pytestmark = pytest.mark.django_db
NEW = "/console/agenda/nouvelle/"


@pytest.fixture
def planner() -> Client:
    return sign_in(Client(), make_staff(Role.EVENTS))


def test_club_starts_with_its_own_types() -> None:
    known = {row.kind: row for row in EventType.objects.all()}
    assert set(known) == set(Kind)
    assert (known[Kind.PARTNERS].capacity, known[Kind.PARTNERS].audience) == (100, [Admission.MEMBER])
    assert known[Kind.REGIONAL].reminder_days == [14, 2]
    assert known[Kind.CERCLE].with_officials


def test_new_event_begins_filled_in_by_its_type(planner: Client) -> None:
    kind = make_event_type(
        begins_at=time(9, 15),
        minutes=90,
        closing_hours=24,
        release_days=7,
        capacity=60,
        reminder_days=[10, 3],
        commune=make_commune(),
        series=make_series(),
    )
    answer = planner.get(NEW, {"type": kind.pk, "day": "2027-03-29"})
    assert answer.status_code == 302
    form = planner.get(answer["Location"]).context["adminform"].form
    moments = {
        name: timezone.localtime(form[name].value()).strftime("%d/%m %H:%M") for name in ("starts_at", "ends_at")
    }
    assert moments == {"starts_at": "29/03 09:15", "ends_at": "29/03 10:45"}
    assert timezone.localtime(form["registration_closes_at"].value()).strftime("%d/%m %H:%M") == "28/03 09:15"
    assert form["releases_on"].value() == date(2027, 3, 22)
    assert (form["capacity"].value(), form["reminder_days"].value(), form["series"].value()) == (
        60,
        "10,3",
        kind.series_id,
    )
    assert (form["kind"].value(), form["audience"].value()) == (kind.kind, kind.audience)


def test_new_event_without_type_or_day_says_so_and_may_begin_empty(planner: Client) -> None:
    page = planner.get(NEW).content.decode()
    assert reverse("admin:events_event_add") in page
    assert (
        "Un point à corriger" in planner.get(NEW, {"type": EventType.objects.first().pk, "day": ""}).content.decode()
    )
    assert planner.get(reverse("admin:events_event_add"), {"type": "999", "jour": "x"}).status_code == 200
    assert NEW in planner.get(reverse("admin:events_event_changelist")).content.decode()


def test_changing_a_type_changes_no_event(planner: Client) -> None:
    event = make_draft_event(reminder_days=[7, 1])
    EventType.objects.update(reminder_days=[30], capacity=1)
    assert (Event.objects.get(pk=event.pk).reminder_days, event.capacity) == ([7, 1], None)


@pytest.mark.parametrize("number", [1, 3])
def test_page_gives_the_other_dates_of_its_series(
    number: int, client: Client, django_assert_num_queries: Any
) -> None:
    series = make_series(name="Soirées du port")
    event = make_event(series=series, audience=[Admission.EVERYONE])
    for count in range(number):
        make_event(series=series, title=f"Autre soirée {count}", days=30 + count)
    make_draft_event(series=series, title="Autre soirée en préparation")
    make_event(series=series, title="Autre soirée privée", is_public=False)
    make_event(series=make_series(), title="Autre soirée d’ailleurs")
    client.get(event.get_absolute_url())
    renew()
    with django_assert_num_queries(4):
        page = client.get(event.get_absolute_url()).content.decode()
    portal = sign_in(Client(), make_user()).get(f"/espace/rencontres/{event.slug}/").content.decode()
    for text in (page, portal):
        assert text.count("Autre soirée") == number
        assert "Soirées du port" in text


@pytest.mark.parametrize("reader", EventDocument.Reader)
def test_replay_is_opened_by_its_readers_and_names_its_site(reader: str) -> None:
    event = make_event(audience=[Admission.EVERYONE])
    row = make_replay(event, reader=reader, link="https://video.example/secret")
    there, other = sign_in(Client(), make_registration(event).person), sign_in(Client(), make_user())
    address = f"/agenda/documents/{row.pk}/"
    answer = there.get(address)
    assert (answer.status_code, answer["Location"]) == (302, "https://video.example/secret")
    assert "no-store" in answer["Cache-Control"]
    assert (other.get(address).status_code == 302) == (reader == "public")
    page = there.get(f"/espace/rencontres/{event.slug}/").content.decode()
    assert ("video.example" in page, "video.example/secret" in page) == (True, False)


def test_replay_is_a_safe_address_and_nothing_else(planner: Client) -> None:
    event = make_event(state=State.DRAFT)
    address, by = reverse("console:event_documents", args=[event.pk]), make_user(is_staff=True)
    said = {"kind": "replay", "title": "La soirée", "reader": "members"}
    for link in ("", "http://video.example/a", "javascript:alert(1)"):
        assert planner.post(address, said | {"link": link}).status_code == 200
        with pytest.raises(EventError, match="https"):
            filing.add(event=event, by=by, **said, link=link)
    wrong = planner.post(address, said | {"kind": "slides", "link": "https://video.example/a"}).content.decode()
    assert "que pour une rediffusion" in wrong
    assert not EventDocument.objects.exists()
    assert planner.post(address, said | {"link": "https://video.example/a"}).status_code == 302
    assert EventDocument.objects.get().site == "video.example"
