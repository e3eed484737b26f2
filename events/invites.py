"""What the calendar of somebody registered is told (RFC 5546, 6047): by mail REQUEST puts the entry in or moves it,
CANCEL takes it away; a feed holds all their entries.

One entry per event and person for ever: the UID is the event's, and SEQUENCE counts what changed of the event and of
the registration, so that whatever comes later wins.
"""

from collections.abc import Sequence
from datetime import datetime
from email.utils import parseaddr

import icalendar
from django.conf import settings
from django.utils import timezone

from events.ics import about, blank, entry_of, feed_of, paris
from events.links import registration_url
from events.models import Registration, State

Status = Registration.State


def message_to(row: Registration, now: datetime | None = None, *, reader: str = "") -> bytes:
    """The calendar part of a mail: CANCEL when there is nothing to keep free any more, REQUEST otherwise.

    ``reader``: the mailbox that keeps the entry for the person, when it is not theirs.
    """
    calendar = blank()
    calendar.add("method", "REQUEST" if _stands(row) else "CANCEL")
    calendar.add_component(paris())
    entry = _personal(row, now or timezone.now())  # of the message: it has a METHOD (RFC 5545, 3.8.7.2)
    entry.add("organizer", _address(*parseaddr(settings.DEFAULT_FROM_EMAIL)))
    called = _address(str(row.person), reader or row.person.email)
    called.params |= {"cutype": "INDIVIDUAL", "role": "REQ-PARTICIPANT", "rsvp": "FALSE"}
    called.params["partstat"] = "TENTATIVE" if row.state == Status.SUBJECT else "ACCEPTED"
    entry.add("attendee", called)
    calendar.add_component(entry)
    return calendar.to_ical()


def personal_feed(rows: Sequence[Registration], *, name: str) -> bytes:
    """A calendar of somebody's own places, the cancelled ones as CANCELLED."""
    entries = [_personal(row, max(row.event.public_since(), row.changed_at)) for row in rows]
    return feed_of(entries, name=name)


def _stands(row: Registration) -> bool:
    """There is a day to keep free: the seat is theirs, and the event takes place."""
    return row.is_coming and State(row.event.state).takes_place


def _personal(row: Registration, said_at: datetime) -> icalendar.Event:
    """The public entry, with what only those who come may know, and the page of the registration."""
    event, stands = row.event, _stands(row)
    entry = entry_of(event)
    for name in ("dtstamp", "last-modified", "status", "transp", "description"):
        del entry[name]
    entry["sequence"], entry["url"] = row.sequence, registration_url(row)
    entry.add("dtstamp", said_at)
    entry.add("last-modified", said_at)
    entry.add("transp", "OPAQUE" if stands else "TRANSPARENT")
    status = "TENTATIVE" if row.state == Status.SUBJECT else "CONFIRMED"
    entry.add("status", status if stands else "CANCELLED")
    online = event.online_link if stands and row.state == Status.CONFIRMED else ""
    lines = [*about(event), event.access_words, online, registration_url(row)]
    entry.add("description", "\n".join(line for line in lines if line))
    return entry


def _address(name: str, email: str) -> icalendar.vCalAddress:
    address = icalendar.vCalAddress(f"mailto:{email}")
    address.params["cn"] = name or email
    return address
