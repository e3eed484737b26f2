"""The agenda as calendars read it, parsed by icalendar: one entry for ever, right time, told what changes."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from club.core.pages import renew
from events.actions import agenda
from events.models import Event
from tests.event_factories import at, make_event
from tests.factories import make_departement, make_user

pytestmark = pytest.mark.django_db
FEED = "/agenda/club.ics"


@pytest.fixture(autouse=True)
def _fresh_pages() -> None:
    renew()


def entries(client: Client, address: str = FEED) -> list[Any]:
    renew()
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    calendar = icalendar.Calendar.from_ical(response.content)
    assert calendar.errors == []
    assert [error for entry in calendar.walk() for error in entry.errors] == []
    return calendar.walk("VEVENT")


def test_entry_says_what_the_page_says(client: Client) -> None:
    event = make_event(title="Facture, caisse ; et après", starts_at=at(20), ends_at=at(20, 21))
    (entry,) = entries(client)
    assert str(entry["UID"]) == str(event.uid)
    assert (entry["SEQUENCE"], str(entry["STATUS"])) == (event.sequence, "CONFIRMED")
    assert str(entry["SUMMARY"]) == event.title
    assert entry.decoded("DTSTART") == event.starts_at
    assert entry["DTSTART"].params["TZID"] == "Europe/Paris"
    assert str(entry["LOCATION"]) == "Maison des entreprises, 12, rue du Port, Laval (53)"
    assert entry.decoded("LAST-MODIFIED") == entry.decoded("DTSTAMP") == event.updated_at.replace(microsecond=0)
    assert "Réservé aux ambassadeurs et aux experts du Channel." in str(entry["DESCRIPTION"])
    assert str(entry["URL"]).endswith(event.get_absolute_url())
    assert entries(client, reverse("public:agenda:event_calendar", args=[event.slug])) == [entry]


def test_hours_stay_those_of_paris_in_winter_and_summer(client: Client) -> None:
    for month in (1, 7):
        day = timezone.make_aware(datetime(timezone.localdate().year + 1, month, 15, 18, 30))
        make_event(starts_at=day, ends_at=day + timedelta(hours=2))
    calendar = icalendar.Calendar.from_ical(client.get(FEED).content)
    starts = [entry.decoded("DTSTART") for entry in calendar.walk("VEVENT")]
    assert [moment.astimezone(UTC).hour for moment in starts] == [17, 16]
    (zone,) = calendar.walk("VTIMEZONE")
    assert (str(zone["TZID"]), len(zone.subcomponents)) == ("Europe/Paris", 2)


def test_zone_tells_each_change_at_the_hour_that_the_clock_showed(client: Client) -> None:
    """RFC 5545, 3.6.5: from 2 to 3 on the last Sunday of March, from 3 to 2 on the last of October."""
    make_event()
    text = client.get(FEED).content.decode().replace("\r\n", "\n")
    told = text.partition("BEGIN:VTIMEZONE\n")[2].partition("END:VTIMEZONE\n")[0]
    summer, winter = told.split("BEGIN:STANDARD\n")
    assert set(summer.split()) == {
        "TZID:Europe/Paris",
        "BEGIN:DAYLIGHT",
        "DTSTART:19960331T020000",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
        "TZNAME:CEST",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0200",
        "END:DAYLIGHT",
    }
    assert set(winter.split()) == {
        "DTSTART:19961027T030000",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
        "TZNAME:CET",
        "TZOFFSETFROM:+0200",
        "TZOFFSETTO:+0100",
        "END:STANDARD",
    }


def test_zone_agrees_with_the_clock_of_paris_for_thirty_years(client: Client) -> None:
    make_event()
    (zone,) = icalendar.Calendar.from_ical(client.get(FEED).content).walk("VTIMEZONE")
    told, paris = zone.to_tz(lookup_tzid=False), ZoneInfo("Europe/Paris")
    months = [datetime(year, month, 1, tzinfo=UTC) for year in (1997, 2026, 2027) for month in (3, 10)]
    moments = [month + timedelta(hours=number) for month in months for number in range(744)]
    assert [at for at in moments if at.astimezone(told).hour != at.astimezone(paris).hour] == []


def test_moved_event_is_the_same_entry_with_a_higher_sequence(client: Client) -> None:
    event = make_event()
    (before,) = entries(client)
    event.starts_at, event.ends_at = at(40), at(40, 20)
    agenda.change(event=event, by=make_user())
    (after,) = entries(client)
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] == before["SEQUENCE"] + 1
    assert after.decoded("DTSTART") == at(40)


@pytest.mark.parametrize(("act", "word"), [(agenda.cancel, "Annulée"), (agenda.postpone, "Reportée")])
def test_event_called_off_stays_in_the_feed_as_cancelled(client: Client, act: Any, word: str) -> None:
    event = make_event(title="Vendre en ligne")
    (before,) = entries(client)
    act(event=event, reason="La salle est fermée.", by=make_user())
    (after,) = entries(client)
    assert (after["UID"], str(after["STATUS"]), str(after["TRANSP"])) == (before["UID"], "CANCELLED", "TRANSPARENT")
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert str(after["SUMMARY"]) == f"{word}\u00a0: Vendre en ligne"
    assert "La salle est fermée." in str(after["DESCRIPTION"])


def test_feed_of_a_departement_holds_its_events_and_those_online(client: Client) -> None:
    here, online = make_event(title="Ici"), make_event(title="En ligne", is_online=True)
    make_event(title="Ailleurs", commune=None, departement=make_departement("75", "Paris"))
    found = entries(client, "/agenda/departements/53.ics")
    assert {str(entry["UID"]) for entry in found} == {str(here.uid), str(online.uid)}
    assert client.get("/agenda/departements/99.ics").status_code == 404


def test_empty_feed_is_a_calendar(client: Client) -> None:
    assert entries(client) == []


def test_what_is_long_over_leaves_the_feed(client: Client) -> None:
    make_event(days=-400)
    recent = make_event(days=-300)
    assert [str(entry["UID"]) for entry in entries(client)] == [str(recent.uid)]


def test_unchanged_feed_is_not_sent_again(client: Client) -> None:
    make_event()
    tag = client.get(FEED)["ETag"]
    assert client.get(FEED, headers={"If-None-Match": tag}).status_code == 304
    renew()
    assert client.get(FEED, headers={"If-None-Match": tag}).status_code == 304


def test_naming_the_guest_tells_calendars_that_the_entry_changed(client: Client) -> None:
    event = make_event(guest="Ève Montclair", guest_public_from=timezone.localdate() + timedelta(days=1))
    assert event.public_since() == event.updated_at
    Event.objects.filter(pk=event.pk).update(
        guest_public_from=timezone.localdate(), updated_at=timezone.now() - timedelta(days=2)
    )
    event.refresh_from_db()
    assert timezone.localtime(event.public_since()).date() == timezone.localdate()
