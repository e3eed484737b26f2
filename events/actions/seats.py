"""Counting the seats of an event under its lock, and what follows from the count.

A seat is taken by whoever comes and by whoever has been offered one and may still take it.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from club.core.pages import renew
from events.models import CheckIn, Event, ExtraSeat, Offer, Registration, State
from events.models.registrations import RegistrationQuerySet
from members.actions import entitlements
from members.billing.actions import documents
from members.billing.lines import Line
from members.billing.models import Document
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
    return left > 0 and (not offers_run(event, at) or next(takers(event), None) is None)


def is_left_to(row: Registration) -> bool:
    """Offers have ended: a seat that is free is for whoever takes it first, those who wait included."""
    waits = row.state == Registration.State.WAITING and not row.event.has_begun()
    return waits and not offers_run(row.event) and free(row.event) != 0


def offers_run(event: Event, at: datetime | None = None) -> bool:
    """Seats given back are still offered to those who wait."""
    announced = event.state in (State.OPEN, State.FULL, State.CLOSED)
    return announced and (at or timezone.now()) < event.offers_end_at()


def unoffered(event: Event) -> RegistrationQuerySet:
    """Those who wait and hold no offer, in their order."""
    pending = Offer.objects.pending().filter(registration=OuterRef("pk"))
    return Registration.objects.waiting().filter(event=event).exclude(Exists(pending))


def takers(event: Event) -> Iterator[Registration]:
    """Those of them who could take a seat today: their member holds less than it may, and has a right left.

    Each one that is given counts as having got it.
    """
    rows = list(unoffered(event).select_related("person", "event", "organisation"))
    rights = _rights_left(event, rows)
    for row in rows:
        if at_limit(event, row.member) or (row.is_for_a_member and rights.get(row.organisation_id) == 0):
            continue
        if row.is_for_a_member and row.organisation_id in rights:
            rights[row.organisation_id] -= 1
        yield row


def _rights_left(event: Event, rows: list[Registration]) -> dict[int | None, int]:
    """What members have left of the right that a seat is drawn from, seats proposed to their people taken off; empty
    where nothing is drawn, or what is beyond the rights is billed.
    """
    members = {row.organisation_id for row in rows if row.is_for_a_member}
    if not members or event.right is None or event.extra_seat == ExtraSeat.INVOICE:
        return {}
    left = entitlements.left_to_each(members, event.right, timezone.localdate(event.starts_at))
    proposed = Registration.objects.for_members().filter(
        Exists(Offer.objects.pending().filter(registration=OuterRef("pk"))),
        event__kind=event.kind,
        organisation__in=members,
    )
    held = Counter(proposed.values_list("organisation", flat=True))
    return {member: max(number - held[member], 0) for member, number in left.items()}


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


def price_of(row: Registration) -> Decimal | None:
    """What its member owes for this seat, when no right is left that it could be drawn from; None: nothing."""
    event, member = row.event, row.member
    if member is None or event.right is None or event.extra_seat != ExtraSeat.INVOICE or row.is_extra:
        return None
    return None if entitlements.left(member, event.right, timezone.localdate(event.starts_at)) else event.extra_price


def bill_extra(row: Registration) -> None:
    """The draft of what a seat beyond the rights costs, for finance to issue; the registration says it is one.

    Somebody who comes back to a seat that is billed and not credited is not billed again.
    """
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
    if row.bill is None or row.bill.credit_notes.exists():
        row.bill = documents.draft(organisation=row.organisation, lines=[line], starts_on=day, ends_on=day)
    row.is_extra = True
    row.save(update_fields=["is_extra", "bill"])


def unbill_extra(row: Registration, by: User | None) -> None:
    """The seat is given back: its draft is thrown away. Once issued it stays: finance is asked for a credit note."""
    if row.bill_id is None:
        return
    bill = Document.objects.select_for_update().filter(pk=row.bill_id).first()
    if bill and bill.is_draft:
        documents.discard(document=bill, by=by)
        row.bill = None
