"""The waiting list: seats that come free are offered in its order, each for some working hours.

Offers are made in the transaction that frees the seat, under the lock of the event: two can never be for one seat.
"""

from datetime import datetime, timedelta
from itertools import islice

from django.db import transaction
from django.utils import timezone

from club.core import audit
from club.core.holidays import is_working_day
from events import emails
from events.actions import seats
from events.errors import EventError
from events.models import Event, Offer, Registration
from members.models import User

HOURS = 8
"""Working hours that somebody has to answer: a working day."""
OPENS, CLOSES = 9, 18

Status = Registration.State


def deadline(at: datetime, hours: int = HOURS) -> datetime:
    """``hours`` working hours after ``at``: 9 to 18 o’clock in Paris, Monday to Friday, holidays excepted."""
    moment, left = timezone.localtime(at), timedelta(hours=hours)
    while True:
        opens = moment.replace(hour=OPENS, minute=0, second=0, microsecond=0)
        closes = moment.replace(hour=CLOSES, minute=0, second=0, microsecond=0)
        start = max(moment, opens)
        if is_working_day(moment.date()) and start < closes:
            if left <= closes - start:
                return start + left
            left -= closes - start
        moment = opens + timedelta(days=1)


def offer_free_seats(event: Event, at: datetime | None = None) -> list[Offer]:
    """Offer every free seat to those who wait and may take one; ``event`` is locked. Gives the offers made."""
    at = at or timezone.now()
    left = seats.free(event)
    if left == 0 or not seats.offers_run(event, at):
        return []
    made: list[Offer] = []
    expires_at = min(deadline(at), event.offers_end_at())
    for row in islice(seats.takers(event), left):
        offer = Offer.objects.create(registration=row, event=event, made_at=at, expires_at=expires_at)
        emails.offered(offer, seats.price_of(row))
        made.append(offer)
    return made


@transaction.atomic
def decline(*, offer: Offer) -> None:
    """Somebody leaves it to the next; he leaves the list too."""
    event = seats.locked(offer.event)
    _settle(offer, Offer.State.DECLINED, "a décliné la place proposée")
    offer_free_seats(event)
    seats.follow(event)


def expire(at: datetime | None = None) -> int:
    """Offers that nobody answered are for the next; gives their number. Events one by one, each under its lock."""
    at = at or timezone.now()
    settled = 0
    for event in Event.objects.filter(pk__in=Offer.objects.overdue(at).values("event")).order_by("pk"):
        settled += _expire(event, at)
    return settled


@transaction.atomic
def _expire(event: Event, at: datetime) -> int:
    event = seats.locked(event)
    overdue = list(Offer.objects.overdue(at).filter(event=event).select_related("registration__person"))
    for offer in overdue:
        if _settle(offer, Offer.State.EXPIRED, "n’a pas répondu à temps à la place proposée"):
            emails.offer_expired(offer)
    offer_free_seats(event, at)
    seats.follow(event)
    return len(overdue)


def offer_overlooked(at: datetime | None = None) -> int:
    """Seats that became free without anybody’s act, as on the day when those kept for members are open to all, and
    those that a member may take since a right came back to it.

    Gives the number of offers made.
    """
    at = at or timezone.now()
    waited_for = Registration.objects.filter(state=Status.WAITING).values("event")
    events = Event.objects.taking_place().filter(starts_at__gt=at, pk__in=waited_for)
    return sum(len(offer_now(event=event)) for event in events.order_by("pk") if seats.free(event) != 0)


@transaction.atomic
def offer_now(*, event: Event) -> list[Offer]:
    """Seats were added, or the list changed: whoever waits hears of what is free."""
    event = seats.locked(event)
    made = offer_free_seats(event)
    seats.follow(event)
    return made


@transaction.atomic
def move(*, registration: Registration, before: Registration | None, reason: str, by: User) -> None:
    """Staff put somebody elsewhere in the list: before another, or last. The reason is kept."""
    if not reason.strip():
        raise EventError("Dites pourquoi l’ordre de la liste change.")
    event = seats.locked(registration.event)
    rows = [row for row in Registration.objects.waiting().filter(event=event) if row.pk != registration.pk]
    row = Registration.objects.get(pk=registration.pk)
    if row.state != Status.WAITING:
        raise EventError(f"{row.person} n’est plus en liste d’attente.")
    place = next((n for n, other in enumerate(rows) if before and other.pk == before.pk), len(rows))
    neighbour = rows[min(place, len(rows) - 1)] if rows else row
    row.set_back = neighbour.set_back
    rows.insert(place, row)
    for position, other in enumerate(rows, 1):
        other.position = position
    Registration.objects.bulk_update(rows, ["position", "set_back"])
    audit.record(actor=by, verb="registration.move", target=row, reason=reason.strip()[:200], position=place + 1)


def _settle(offer: Offer, state: str, because: str) -> bool:
    """A pending offer ends, and its person leaves the list; False when it had ended before."""
    ended = Offer.objects.pending().filter(pk=offer.pk).update(state=state, settled_at=timezone.now())
    if ended:
        Registration.objects.filter(pk=offer.registration_id, state=Status.WAITING).update(
            state=Status.CANCELLED, left_because=because, changed_at=timezone.now()
        )
    return bool(ended)
