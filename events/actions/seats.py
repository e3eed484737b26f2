"""Counting the seats of an event under its lock, and what follows from the count.

A seat is taken by whoever comes and by whoever has been offered one and may still take it.
"""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from club.core.pages import renew
from events.models import CheckIn, Event, Offer, Registration, State
from events.models.registrations import RegistrationQuerySet
from members.billing.actions import documents
from members.billing.lines import Line
from members.models import OptionVersion, Organisation, User, Vat

ABSENCES, WITHIN = 2, timedelta(days=365)
"""So many unexcused absences within that time put somebody after the others in waiting lists."""


def locked(event: Event) -> Event:
    """The event as it stands, locked until the transaction ends: whoever counts or gives seats comes after.

    What hangs on it is read afterwards: a row joined here would be as it was before the lock was got.
    """
    return Event.objects.select_for_update(no_key=True).get(pk=event.pk)


def free(event: Event) -> int | None:
    """How many seats are left, never below zero; None: without limit. Exact under the lock alone."""
    if event.capacity is None:
        return None
    taken = Registration.objects.holding_seats().filter(event=event).count()
    return max(event.capacity - taken, 0)


def free_to_newcomers(event: Event, at: datetime | None = None) -> bool:
    """A seat is left, and nobody who waits comes before; past the last offers it is for whoever comes first."""
    left = free(event)
    if left is None:
        return True
    return left > 0 and (not offers_run(event, at) or not unoffered(event).exists())


def offers_run(event: Event, at: datetime | None = None) -> bool:
    """Seats given back are still offered to those who wait."""
    announced = event.state in (State.OPEN, State.FULL, State.CLOSED)
    return announced and (at or timezone.now()) < event.offers_end_at()


def unoffered(event: Event) -> RegistrationQuerySet:
    """Those who wait and hold no offer, in their order."""
    pending = Offer.objects.pending().filter(registration=OuterRef("pk"))
    return Registration.objects.waiting().filter(event=event).exclude(Exists(pending))


def at_limit(event: Event, member: Organisation | None) -> bool:
    """A member holds as many seats as it may. Exact under the lock alone."""
    most = event.limit_each()
    if most is None or member is None:
        return False
    held = Registration.objects.holding_seats().for_members().filter(event=event, organisation=member)
    return held.count() >= most


def follow(event: Event) -> None:
    """The public page says « complète » when the last seat is gone, and no longer when one is free for newcomers.

    This changes neither ``version`` nor ``sequence``: calendars and editors have nothing to hear of it.
    """
    if event.capacity is None or event.state not in (State.OPEN, State.FULL):
        return
    state = State.OPEN if free_to_newcomers(event) else State.FULL
    if state != event.state:
        Event.objects.filter(pk=event.pk).update(state=state, updated_at=timezone.now())
        event.state = state
        transaction.on_commit(renew, robust=True)


def unexcused_absences(person: User, on: date | None = None) -> int:
    """Events of the last twelve months to which somebody held a confirmed seat and did not come, without excuse.

    An event where nobody was checked in says nothing about who came.
    """
    since = timezone.now() - WITHIN if on is None else on - WITHIN
    counted = CheckIn.objects.filter(registration__event=OuterRef("event"))
    missed = Registration.objects.filter(
        person=person,
        state=Registration.State.CONFIRMED,
        is_excused=False,
        check_in=None,
        event__state=State.HELD,
        event__ends_at__gte=since,
    )
    return missed.filter(Exists(counted)).count()


def bill_extra(row: Registration) -> None:
    """The draft of what a seat beyond the rights costs, for finance to issue; the registration says it is one."""
    event, day = row.event, timezone.localdate(row.event.starts_at)
    if row.organisation is None or event.extra_price is None:
        raise ValueError("An extra seat is billed to an organisation at the price of the event.")
    line = Line(
        label=f"Place supplémentaire, {event}, {row.person}",
        net=event.extra_price,
        vat=Vat.STANDARD,
        account=OptionVersion.Account.WITH_RETURN,
        starts_on=day,
        ends_on=day,
    )
    documents.draft(organisation=row.organisation, lines=[line], starts_on=day, ends_on=day)
    row.is_extra = True
    row.save(update_fields=["is_extra"])
