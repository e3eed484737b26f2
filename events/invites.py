"""What one attendee's calendar is told by mail (RFC 5546, 6047): REQUEST puts the entry in or moves it, CANCEL takes
it away.

One entry per event and person for ever: the UID is the event's, and SEQUENCE counts what changed of the event and of
the person's own place in it, so that whatever comes later wins.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr

import icalendar
from django.conf import settings
from django.utils import timezone

from events.ics import blank, entry_of, feed_of, paris
from events.models import Event, State


@dataclass(frozen=True)
class Attendee:
    """Somebody's place at ``event``. ``changes``: how often it changed since it was made."""

    event: Event
    name: str
    email: str
    changes: int = 0
    is_tentative: bool = False
    is_cancelled: bool = False

    @property
    def sequence(self) -> int:
        return self.event.sequence + self.changes

    @property
    def is_off(self) -> bool:
        """Nothing to keep free: theirs is cancelled, or the event has no day."""
        return self.is_cancelled or not State(self.event.state).takes_place


def message_to(attendee: Attendee, now: datetime | None = None) -> bytes:
    """The calendar part of a mail: CANCEL when there is nothing to keep free any more, REQUEST otherwise."""
    calendar = blank()
    calendar.add("method", "CANCEL" if attendee.is_off else "REQUEST")
    calendar.add_component(paris())
    entry = _personal(attendee)
    del entry["dtstamp"], entry["last-modified"]
    entry.add("dtstamp", now or timezone.now())  # of the message: it has a METHOD (RFC 5545, 3.8.7.2)
    entry.add("organizer", _address(*parseaddr(settings.DEFAULT_FROM_EMAIL)))
    called = _address(attendee.name, attendee.email)
    called.params |= {"cutype": "INDIVIDUAL", "role": "REQ-PARTICIPANT", "rsvp": "FALSE"}
    called.params["partstat"] = "TENTATIVE" if attendee.is_tentative else "ACCEPTED"
    entry.add("attendee", called)
    calendar.add_component(entry)
    return calendar.to_ical()


def personal_feed(attendees: Sequence[Attendee], *, name: str) -> bytes:
    """A calendar of somebody's own places, the cancelled ones as CANCELLED."""
    return feed_of([_personal(attendee) for attendee in attendees], name=name)


def _personal(attendee: Attendee) -> icalendar.Event:
    entry = entry_of(attendee.event)
    entry["sequence"] = attendee.sequence
    if attendee.is_off:
        entry["status"], entry["transp"] = "CANCELLED", "TRANSPARENT"
    elif attendee.is_tentative:
        entry["status"] = "TENTATIVE"
    return entry


def _address(name: str, email: str) -> icalendar.vCalAddress:
    address = icalendar.vCalAddress(f"mailto:{email}")
    address.params["cn"] = name or email
    return address
