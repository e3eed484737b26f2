"""Create, move, cancel, put through Radicale: a CalDAV server that is not ours, and that computes hours by itself.

Its reader does what a mailbox does with an invitation (RFC 5546, 2.1.5): the higher SEQUENCE of a UID wins, METHOD is
not kept (RFC 4791, 4.1), CANCEL deletes.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path

import icalendar
import pytest
from django.utils import timezone

from club.core.models import OutboxMail
from deploy.launcher.processes import end, free_port, is_free, spawn
from events.actions import agenda, leaving, telling
from events.invites import message_to
from events.models import Admission, Event
from tests import servers
from tests.event_factories import make_event, make_registration
from tests.factories import make_user

pytestmark = pytest.mark.django_db
ZOE = "Basic em9lOg=="  # "zoe:", believed on its word
QUERY = """<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:prop><D:getetag/></D:prop>
<C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT"><C:time-range start="{}" end="{}"/>
</C:comp-filter></C:comp-filter></C:filter></C:calendar-query>"""


@dataclass(frozen=True)
class Reader:
    """A mailbox with its calendar on ``port``."""

    port: int

    def ask(self, method: str, path: str = "", body: str = "", **headers: str) -> tuple[int, str]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
        connection.request(method, f"/zoe/club/{path}", body.encode(), headers | {"Authorization": ZOE})
        response = connection.getresponse()
        return response.status, response.read().decode()

    def receive(self, message: bytes) -> None:
        calendar = icalendar.Calendar.from_ical(message)
        [entry] = calendar.walk("VEVENT")
        path, method = f"{entry['UID']}.ics", str(calendar.pop("METHOD"))
        status, kept = self.ask("GET", path)
        if kept_already := status == 200:
            [old] = icalendar.Calendar.from_ical(kept).walk("VEVENT")
            if entry["SEQUENCE"] <= old["SEQUENCE"]:
                return
        if method == "CANCEL":
            assert self.ask("DELETE", path)[0] == 200
        else:
            status, words = self.ask("PUT", path, calendar.to_ical().decode(), **{"Content-Type": "text/calendar"})
            assert status == (204 if kept_already else 201), words

    def entries(self) -> int:
        return self._found(self.ask("PROPFIND", Depth="1")) - 1  # and the calendar itself

    def is_busy(self, start: datetime, end: datetime) -> bool:
        """Whether the server counts an entry in these minutes, by its own reading of our clock."""
        told = (moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ") for moment in (start, end))
        return self._found(self.ask("REPORT", body=QUERY.format(*told), Depth="1")) == 1

    def _found(self, answer: tuple[int, str]) -> int:
        status, words = answer
        assert status == 207, words
        return len(re.findall(r"<(?:\w+:)?response>", words))


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Reader]:
    port = free_port()
    options = [f"--server-hosts=127.0.0.1:{port}", f"--storage-filesystem-folder={tmp_path}", "--auth-type=none"]
    options.append("--config=")  # none of this machine
    process = spawn([sys.executable, "-m", "radicale", *options], log=tmp_path / "radicale.log")
    try:
        servers.wait_for(lambda: not is_free(port))
        reader = Reader(port)
        assert reader.ask("MKCALENDAR")[0] == 201
        yield reader
    finally:
        end(process)


def paris(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return timezone.make_aware(datetime(timezone.localdate().year + 1, month, day, hour, minute))


def is_exactly_at(reader: Reader, event: Event) -> bool:
    """Busy in its first and last minutes, free before and after."""
    minute = timedelta(minutes=1)
    inside = (event.starts_at, event.starts_at + minute), (event.ends_at - minute, event.ends_at)
    outside = (event.starts_at - timedelta(days=9), event.starts_at), (event.ends_at, event.ends_at + minute * 600)
    return all(reader.is_busy(*span) for span in inside) and not any(reader.is_busy(*span) for span in outside)


def said(reader: Reader) -> bytes:
    """The last mail that bears an entry reaches the mailbox."""
    telling.write()
    mail = OutboxMail.objects.exclude(calendar="").latest("pk")
    reader.receive(mail.calendar.encode())
    return mail.calendar.encode()


def test_calendar_follows_an_event_that_is_made_moved_and_called_off(reader: Reader) -> None:
    by, zoe = make_user(), make_user()
    event = make_event(starts_at=paris(10, 20, 18, 30), ends_at=paris(10, 20, 21), audience=[Admission.EVERYONE])
    row = make_registration(event, person=zoe)
    first = said(reader)
    assert reader.entries() == 1
    assert is_exactly_at(reader, event)
    event.starts_at, event.ends_at = paris(11, 10, 18, 30), paris(11, 10, 21)  # the clock has changed between
    event = agenda.change(event=event, by=by)
    said(reader)
    assert reader.entries() == 1
    assert is_exactly_at(reader, event)
    reader.receive(first)  # late: an old word changes nothing
    assert is_exactly_at(reader, event)
    leaving.cancel(registration=row)
    said(reader)
    assert reader.entries() == 0
    make_registration(event, person=zoe)
    said(reader)
    assert reader.entries() == 1
    event = agenda.postpone(event=event, reason="La salle est fermée.", by=by)
    said(reader)
    assert reader.entries() == 0
    event.starts_at, event.ends_at = paris(12, 1, 9), paris(12, 1, 12)
    event = agenda.publish(event=agenda.change(event=event, by=by), by=by)
    said(reader)
    assert reader.entries() == 1
    assert is_exactly_at(reader, event)
    agenda.cancel(event=event, reason="L’orateur est souffrant.", by=by)
    said(reader)
    assert reader.entries() == 0


def test_calendar_sees_an_hour_without_its_zone(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: the server reads our clock, it does not take our word."""
    clock = timezone.localtime
    event = make_event(starts_at=paris(11, 10, 18, 30), ends_at=paris(11, 10, 21), audience=[Admission.EVERYONE])
    row = make_registration(event)
    monkeypatch.setattr("events.ics.timezone.localtime", lambda *at: clock(*at).replace(tzinfo=None))
    reader.receive(message_to(row))
    assert (reader.entries(), is_exactly_at(reader, event)) == (1, False)
