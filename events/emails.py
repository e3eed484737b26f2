"""What the Club writes to those who register for its events, by the kernel’s outbox; one function per message."""

from typing import Any

from club.core import outbox
from club.core.models import OutboxMail
from events.links import registration_url
from events.models import Offer, Registration


def registered(row: Registration) -> OutboxMail:
    """A seat, subject to confirmation or confirmed; anew each time that the person comes back to it."""
    return _post(row, "registered", f"{row.changes}")


def queued(row: Registration) -> OutboxMail:
    """No seat is left: the place in the waiting list, and what happens next."""
    return _post(row, "queued", f"{row.position}")


def offered(offer: Offer) -> OutboxMail:
    """A seat is held until an hour that is said."""
    return _post(offer.registration, "offered", f"{offer.pk}", offer=offer)


def offer_expired(offer: Offer) -> OutboxMail:
    """Nobody answered in time: the seat is for the next."""
    return _post(offer.registration, "offer_expired", f"{offer.pk}", offer=offer)


def cancelled(row: Registration, *, held: bool) -> OutboxMail:
    """The registration is no more; ``held``: it was a seat, not a place in the waiting list."""
    return _post(row, "cancelled", f"{row.changes}:{row.changed_at.timestamp():.0f}", held=held)


def _post(row: Registration, name: str, once: str, **context: Any) -> OutboxMail:
    return outbox.post(
        key=f"registration:{row.pk}:{name}:{once}",
        template=f"events/emails/{name}",
        to=row.person.email,
        person=row.person,
        context={"registration": row, "event": row.event, "url": registration_url(row), **context},
    )
