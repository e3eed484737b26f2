"""The programme of an event: written as a whole, on the version that was read."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from django.db import transaction

from club.core.typography import french
from events import officials
from events.actions import agenda
from events.errors import EventError
from events.models import Event, ProgrammeItem, State
from members.models import User


@dataclass(frozen=True)
class Moment:
    """``after``: how long after the event begins. ``public_from``: None names the speaker with the event."""

    after: timedelta
    title: str
    speaker: str = ""
    role: str = ""
    public_from: date | None = None


@transaction.atomic
def write(*, event: Event, moments: Sequence[Moment], by: User, seen: int | None = None) -> Event:
    """Replace the programme of ``event``. Raises EventError when it tells a name too early."""
    event, kept = agenda.locked(event, seen)
    items = [_item(event, moment) for moment in moments]
    untimely = agenda.refusal(event, items) if event.state != State.DRAFT else ""
    if words := untimely or officials.refusal(event, items):
        raise EventError(words)
    ProgrammeItem.objects.filter(event=event).delete()
    ProgrammeItem.objects.bulk_create(items)
    return agenda.keep(event, kept, by, "event.programme")


def _item(event: Event, moment: Moment) -> ProgrammeItem:
    item = ProgrammeItem(event=event, **asdict(moment))
    for name in ("title", "speaker", "role"):
        setattr(item, name, french(getattr(item, name).strip()))
    return item
