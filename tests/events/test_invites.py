"""What a mail tells the calendar of one attendee, parsed by icalendar."""

from datetime import datetime, timedelta
from typing import Any

import icalendar
import pytest
from django.utils import timezone

from events.actions import agenda, leaving
from events.invites import message_to, personal_feed
from events.links import registration_url
from events.models import Admission, Event, Registration
from tests.event_factories import make_event, make_registration
from tests.factories import make_user

pytestmark = pytest.mark.django_db
LINK = "https://visio.exemple.example/reunion"
NOW = datetime.fromisoformat("2026-11-22T10:00:00+01:00")


def make_open(**overrides: Any) -> Event:
    return make_event(audience=[Admission.EVERYONE], **overrides)


def make_row(event: Event | None = None, *, last_name: str = "Le Goff", **state: Any) -> Registration:
    """A registration as ``state`` says; its event and its person read anew."""
    person = make_user(email="zoe@exemple.example", first_name="Zoé", last_name=last_name)
    row = make_registration(event or make_open(), person=person)
    Registration.objects.filter(pk=row.pk).update(**state)
    return Registration.objects.select_related("event", "person").get(pk=row.pk)


def told(row: Registration) -> tuple[str, Any]:
    calendar = icalendar.Calendar.from_ical(message_to(row, now=NOW))
    assert calendar.errors == []
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Paris"]
    [entry] = calendar.walk("VEVENT")
    assert entry.errors == []
    assert entry.decoded("DTSTAMP") == NOW
    return str(calendar["METHOD"]), entry


def test_request_is_the_event_for_one_person() -> None:
    event = make_open(title="Facture ; et après, quoi ?", access_words="Métro Port, sortie 2.", online_link=LINK)
    row = make_row(event, last_name='"Zo" Le Goff, de l’Hôtel : du Port')
    method, entry = told(row)
    assert (method, str(entry["UID"]), entry["SEQUENCE"]) == ("REQUEST", str(event.uid), event.sequence + 1)
    assert (entry.decoded("DTSTART"), entry.decoded("DTEND")) == (event.starts_at, event.ends_at)
    assert (str(entry["SUMMARY"]), str(entry["STATUS"])) == (event.title, "CONFIRMED")
    assert str(entry["ORGANIZER"]) == "mailto:bonjour@club-economie-numerique.example"
    assert str(entry["URL"]) == registration_url(row)
    assert str(entry["DESCRIPTION"]).splitlines()[1:] == ["Métro Port, sortie 2.", LINK, registration_url(row)]
    called = entry["ATTENDEE"]
    assert str(called) == "mailto:zoe@exemple.example"
    assert called.params == {
        "CN": 'Zoé "Zo" Le Goff, de l’Hôtel : du Port',
        "CUTYPE": "INDIVIDUAL",
        "PARTSTAT": "ACCEPTED",
        "ROLE": "REQ-PARTICIPANT",
        "RSVP": "FALSE",
    }


def test_place_under_reserve_is_tentative_and_gives_no_link() -> None:
    method, entry = told(make_row(make_open(online_link=LINK), state=Registration.State.SUBJECT))
    partstat = entry["ATTENDEE"].params["PARTSTAT"]
    assert (method, str(entry["STATUS"]), partstat) == ("REQUEST", "TENTATIVE", "TENTATIVE")
    assert LINK not in str(entry["DESCRIPTION"])


def test_own_cancellation_takes_the_entry_away_and_keeps_the_title() -> None:
    row = make_row(state=Registration.State.CANCELLED)
    method, entry = told(row)
    assert (method, str(entry["UID"]), str(entry["STATUS"])) == ("CANCEL", str(row.event.uid), "CANCELLED")
    assert str(entry["SUMMARY"]) == row.event.title


@pytest.mark.parametrize(("act", "word"), [(agenda.cancel, "Annulée"), (agenda.postpone, "Reportée")])
def test_event_called_off_takes_the_entry_away_and_says_why(act: Any, word: str) -> None:
    row = make_row(make_open(title="Vendre en ligne"))
    row.event = act(event=row.event, reason="La salle est fermée.", by=make_user())
    method, entry = told(row)
    assert (method, str(entry["SUMMARY"])) == ("CANCEL", f"{word}\u00a0: Vendre en ligne")
    assert "La salle est fermée." in str(entry["DESCRIPTION"])


def test_guest_is_not_named_before_the_day() -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    row = make_row(make_open(guest="Ève Montclair", guest_public_from=tomorrow))
    assert "Montclair" not in message_to(row).decode()
    row.event.guest_public_from = timezone.localdate()
    assert "Montclair" in message_to(row).decode()


def test_personal_feed_holds_own_entries_as_they_stand() -> None:
    person = make_user()
    kept, left = (make_registration(make_open(days=days), person=person) for days in (20, 30))
    kept.state = Registration.State.SUBJECT
    left = leaving.cancel(registration=left)
    calendar = icalendar.Calendar.from_ical(personal_feed([kept, left], name="Mes rencontres"))
    assert ("METHOD" in calendar, calendar.errors) == (False, [])
    entries = calendar.walk("VEVENT")
    assert [(str(entry["UID"]), entry["SEQUENCE"], str(entry["STATUS"])) for entry in entries] == [
        (str(kept.event.uid), kept.event.sequence + 1, "TENTATIVE"),
        (str(left.event.uid), left.event.sequence + 2, "CANCELLED"),
    ]
    assert entries[1].decoded("LAST-MODIFIED") == left.changed_at.replace(microsecond=0)
