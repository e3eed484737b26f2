"""What the Club writes about workshops to those who come, by the kernel’s outbox; one function per message."""

from typing import Any

from club.core import outbox
from club.core.models import OutboxMail
from events.day import Part
from events.links import workshops_url
from events.models import Place, Registration


def wishes_asked(row: Registration) -> OutboxMail:
    """Which workshops somebody would rather go to, slot by slot; once."""
    return _post(row, "wishes_asked")


def places_told(row: Registration, parts: list[Part]) -> OutboxMail:
    """Which workshops somebody goes to and why each; once, when the team announces the places."""
    return _post(row, "places_told", parts=parts)


def place_given(place: Place) -> OutboxMail:
    """A seat in a workshop that came from the waiting list or from the team."""
    return _post(place.registration, "place_given", f":{place.pk}", place=place)


def _post(row: Registration, name: str, once: str = "", **context: Any) -> OutboxMail:
    return outbox.post(
        key=f"registration:{row.pk}:{name}{once}",
        template=f"events/emails/{name}",
        to=row.person.email,
        person=row.person,
        context={"registration": row, "event": row.event, "url": workshops_url(row), **context},
    )
