"""Events as calendars read them (RFC 5545): one entry per event for ever, whatever becomes of it.

What is cancelled stays, as CANCELLED. What is postponed has no day: its old one is CANCELLED too, so that nobody
keeps it free; the same entry comes back CONFIRMED with a higher SEQUENCE once the new day is known.
"""

from collections.abc import Sequence
from datetime import timedelta

import icalendar
from django.conf import settings
from django.utils import timezone

from events.models import Event, State

CONTENT_TYPE = "text/calendar; charset=utf-8"
REFRESH = timedelta(hours=6)
KEPT = timedelta(days=366)  # how long what is over stays in the feeds


def calendar_of(events: Sequence[Event], *, name: str) -> bytes:
    """A calendar of ``events``; without METHOD, so that DTSTAMP is the day of the last change (3.8.7.2)."""
    return feed_of([entry_of(event) for event in events], name=name)


def feed_of(entries: Sequence[icalendar.Event], *, name: str) -> bytes:
    """What a calendar subscribes to, and asks for again."""
    calendar = blank()
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", icalendar.vDuration(REFRESH))
    if entries:
        calendar.add_component(paris())
    for entry in entries:
        calendar.add_component(entry)
    return calendar.to_ical()


def blank() -> icalendar.Calendar:
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Club de l'economie numerique//Agenda//FR")
    calendar.add("version", "2.0")
    return calendar


def paris() -> icalendar.Timezone:
    """The clock of Paris since 1996 (RFC 5545, 3.6.5): each change is told at the hour of the clock before it.

    icalendar’s own list of changes tells the start of summer time an hour late, at 3 o’clock.
    """
    zone = icalendar.Timezone()
    zone.add("tzid", "Europe/Paris")
    for part, name, begins, month, before, after in (
        (icalendar.TimezoneDaylight(), "CEST", "19960331T020000", 3, 1, 2),
        (icalendar.TimezoneStandard(), "CET", "19961027T030000", 10, 2, 1),
    ):
        part.add("dtstart", icalendar.vDatetime.from_ical(begins))
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1SU"})
        part.add("tzoffsetfrom", timedelta(hours=before))
        part.add("tzoffsetto", timedelta(hours=after))
        part.add("tzname", name)
        zone.add_component(part)
    return zone


def entry_of(event: Event) -> icalendar.Event:
    """What anybody may read of ``event``."""
    changed = event.public_since()
    stands = State(event.state).takes_place
    entry = icalendar.Event()
    entry.add("uid", str(event.uid))
    entry.add("sequence", event.sequence)
    entry.add("dtstamp", changed)
    entry.add("last-modified", changed)
    entry.add("dtstart", timezone.localtime(event.starts_at))
    entry.add("dtend", timezone.localtime(event.ends_at))
    entry.add("status", "CONFIRMED" if stands else "CANCELLED")
    entry.add("transp", "OPAQUE" if stands else "TRANSPARENT")
    entry.add("summary", event.title if stands else f"{event.get_state_display().capitalize()}\u00a0: {event.title}")
    entry.add("description", _description(event))
    entry.add("categories", [str(event.get_kind_display())])
    entry.add("url", settings.SITE_URL + event.get_absolute_url())
    if lines := event.place_lines():
        entry.add("location", ", ".join(lines))
    return entry


def about(event: Event) -> list[str]:
    """What may be said of it in a calendar, line by line."""
    guest, programme = event.guest_words(), [item.words() for item in event.items]
    return [event.notice, event.summary, f"Invité d’honneur\u00a0: {guest}." if guest else "", *programme]


def _description(event: Event) -> str:
    lines = [*about(event), f"{event.audience_words()}.", settings.SITE_URL + event.get_absolute_url()]
    return "\n".join(line for line in lines if line)
