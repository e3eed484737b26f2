"""What a mail tells the calendar of one attendee, parsed by icalendar."""

from datetime import datetime, timedelta
from typing import Any

import icalendar
import pytest
from django.utils import timezone

from events.actions import agenda
from events.invites import Attendee, message_to, personal_feed
from events.models import Event
from tests.event_factories import at, make_event
from tests.factories import make_user

pytestmark = pytest.mark.django_db
NOW = datetime.fromisoformat("2026-11-22T10:00:00+01:00")


def make_attendee(event: Event | None = None, **overrides: Any) -> Attendee:
    fields = {"name": "Zoé Le Goff", "email": "zoe@exemple.example"}
    return Attendee(event=event or make_event(), **(fields | overrides))


def told(attendee: Attendee) -> tuple[str, Any]:
    calendar = icalendar.Calendar.from_ical(message_to(attendee, now=NOW))
    assert calendar.errors == []
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Paris"]
    [entry] = calendar.walk("VEVENT")
    assert entry.errors == []
    assert entry.decoded("DTSTAMP") == NOW
    return str(calendar["METHOD"]), entry


def test_request_is_the_event_for_one_person() -> None:
    event = make_event(title="Facture ; et après, quoi ?")
    method, entry = told(make_attendee(event, name='Zoé "Zo" Le Goff, de l’Hôtel : du Port'))
    assert (method, str(entry["UID"]), entry["SEQUENCE"]) == ("REQUEST", str(event.uid), event.sequence)
    assert (entry.decoded("DTSTART"), entry.decoded("DTEND")) == (event.starts_at, event.ends_at)
    assert (str(entry["SUMMARY"]), str(entry["STATUS"])) == (event.title, "CONFIRMED")
    assert str(entry["ORGANIZER"]) == "mailto:bonjour@club-economie-numerique.example"
    called = entry["ATTENDEE"]
    assert str(called) == "mailto:zoe@exemple.example"
    assert called.params == {
        "CN": 'Zoé "Zo" Le Goff, de l’Hôtel : du Port',
        "CUTYPE": "INDIVIDUAL",
        "PARTSTAT": "ACCEPTED",
        "ROLE": "REQ-PARTICIPANT",
        "RSVP": "FALSE",
    }


def test_place_under_reserve_is_tentative() -> None:
    method, entry = told(make_attendee(is_tentative=True))
    assert (method, str(entry["STATUS"]), entry["ATTENDEE"].params["PARTSTAT"]) == (
        "REQUEST",
        "TENTATIVE",
        "TENTATIVE",
    )


def test_sequence_rises_with_the_event_and_with_the_person() -> None:
    event, by = make_event(), make_user()
    sequences = [told(make_attendee(event))[1]["SEQUENCE"]]
    sequences.append(told(make_attendee(event, changes=1, is_cancelled=True))[1]["SEQUENCE"])
    sequences.append(told(make_attendee(event, changes=2))[1]["SEQUENCE"])
    event.starts_at, event.ends_at = at(40), at(40, 20)
    agenda.change(event=event, by=by)
    sequences.append(told(make_attendee(event, changes=2))[1]["SEQUENCE"])
    off = agenda.postpone(event=event, reason="La salle est fermée.", by=by)
    sequences.append(told(make_attendee(off, changes=2))[1]["SEQUENCE"])
    assert sequences == list(range(sequences[0], sequences[0] + 5))


def test_own_cancellation_takes_the_entry_away_and_keeps_the_title() -> None:
    event = make_event()
    method, entry = told(make_attendee(event, changes=1, is_cancelled=True))
    assert (method, str(entry["UID"]), str(entry["STATUS"])) == ("CANCEL", str(event.uid), "CANCELLED")
    assert str(entry["SUMMARY"]) == event.title


@pytest.mark.parametrize(("act", "word"), [(agenda.cancel, "Annulée"), (agenda.postpone, "Reportée")])
def test_event_called_off_takes_the_entry_away_and_says_why(act: Any, word: str) -> None:
    event = make_event(title="Vendre en ligne")
    off = act(event=event, reason="La salle est fermée.", by=make_user())
    method, entry = told(make_attendee(off))
    assert (method, str(entry["SUMMARY"])) == ("CANCEL", f"{word}\u00a0: Vendre en ligne")
    assert "La salle est fermée." in str(entry["DESCRIPTION"])


def test_guest_is_not_named_before_the_day() -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    attendee = make_attendee(make_event(guest="Ève Montclair", guest_public_from=tomorrow))
    assert "Montclair" not in message_to(attendee).decode()
    attendee.event.guest_public_from = timezone.localdate()
    assert "Montclair" in message_to(attendee).decode()


def test_personal_feed_holds_own_entries_as_they_stand() -> None:
    kept, left = make_event(), make_event()
    places = [make_attendee(kept, is_tentative=True), make_attendee(left, changes=3, is_cancelled=True)]
    calendar = icalendar.Calendar.from_ical(personal_feed(places, name="Mes rencontres"))
    assert ("METHOD" in calendar, calendar.errors) == (False, [])
    assert [(str(entry["UID"]), entry["SEQUENCE"], str(entry["STATUS"])) for entry in calendar.walk("VEVENT")] == [
        (str(kept.uid), kept.sequence, "TENTATIVE"),
        (str(left.uid), left.sequence + 3, "CANCELLED"),
    ]
