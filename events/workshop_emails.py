"""What the Club writes about workshops to those who come, by the kernel’s outbox; one function per message."""

from typing import Any

from club.core import outbox
from club.core.models import OutboxMail
from events.day import Part
from events.links import workshops_url
from events.models import Place, Registration


def asked_key(registration: int, search: int) -> str:
    return f"registration:{registration}:wishes_asked:{search}"


def told_key(registration: int, search: int) -> str:
    return f"registration:{registration}:places_told:{search}"


def wishes_asked(row: Registration, search: int) -> OutboxMail:
    """Which workshops somebody would rather go to; once a search, for a postponed meeting asks anew."""
    return _post(row, "wishes_asked", asked_key(row.pk, search))


def places_told(row: Registration, search: int, parts: list[Part]) -> OutboxMail:
    """Which workshops somebody goes to and why each; once a search, when the team announces the places."""
    return _post(row, "places_told", told_key(row.pk, search), parts=parts, words="")


def workshops_changed(row: Registration, news: int, parts: list[Part], words: str) -> OutboxMail:
    """A workshop is held no more: which, and the day as it is now; once for each piece of ``news``."""
    key = f"registration:{row.pk}:workshops:{news}"
    return _post(row, "places_told", key, parts=parts, words=words)


def place_given(place: Place) -> OutboxMail:
    """A seat in a workshop that came from the waiting list or from the team."""
    return _post(place.registration, "place_given", f"place:{place.pk}:given", place=place)


def place_taken_back(place: Place) -> OutboxMail:
    """The team took a seat in a workshop back; it says which, and that another may be chosen."""
    return _post(place.registration, "place_taken_back", f"place:{place.pk}:taken_back", place=place)


def _post(row: Registration, name: str, key: str, **context: Any) -> OutboxMail:
    return outbox.post(
        key=key,
        template=f"events/emails/{name}",
        to=row.person.email,
        person=row.person,
        context={"registration": row, "event": row.event, "url": workshops_url(row), **context},
    )
