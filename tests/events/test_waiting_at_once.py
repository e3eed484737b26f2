"""A seat that comes free while several people act on the waiting list; and the same without locks."""

from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError
from django.db.models import F
from django.utils import timezone

from club.core.models import OutboxMail
from events.actions import leaving, registering, seats, waiting
from events.models import Admission, Event, Offer, Registration
from members.models import Use
from tests.at_once import all_wait_before, at_once, unlock
from tests.event_factories import make_event, make_registration
from tests.events.seated import make_colleague, make_evening, make_member


def in_an_hour(offer: Offer) -> datetime:
    """When it ends, made to be before those that are made meanwhile, whatever the hour of the test."""
    soon = timezone.now() + timedelta(hours=1)
    Offer.objects.filter(pk=offer.pk).update(expires_at=soon)
    return soon


def offered_wrongly(patch: pytest.MonkeyPatch) -> bool:
    """Whether the seats that are free are not offered once each, to people who wait.

    A seat is given back, an offer stays without answer, somebody leaves the list, seats are looked for: all at once.
    """
    event = make_event(audience=[Admission.EVERYONE], capacity=2)
    holder, _, silent, leaver, *_ = [make_registration(event) for _ in range(6)]
    Event.objects.filter(pk=event.pk).update(capacity=F("capacity") + 1)
    [left] = waiting.offer_now(event=event)
    assert left.registration == silent
    soon = in_an_hour(left)
    acts = [
        lambda: leaving.cancel(registration=holder),
        lambda: leaving.cancel(registration=leaver),
        lambda: waiting.offer_now(event=event),
        lambda: waiting.expire(soon),
    ]
    all_wait_before(patch, seats, "follow")

    def act(number: int) -> None:
        with suppress(DatabaseError):  # what the base refuses instead is judged by what stands in the end
            acts[number]()

    at_once(act)
    waits = Registration.State.WAITING
    offered = Offer.objects.pending().filter(event=event, registration__state=waits).count()
    return (seats.free(event), offered, Offer.objects.pending().count()) != (0, 2, 2)


def test_each_free_seat_is_offered_once_to_somebody_who_waits(
    real_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not offered_wrongly(monkeypatch)


def test_without_locks_it_would_be_offered_to_somebody_who_left(
    real_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control."""
    unlock(monkeypatch)
    assert offered_wrongly(monkeypatch)


def seated_wrongly(patch: pytest.MonkeyPatch, *, alone: bool) -> bool:
    """Whether a seat that is taken while it is given up has no holder or two, keeps a right that nobody uses, or
    stays in the calendar of somebody who does not come. ``alone``: given up by its person only, not by the clock too.
    """
    event = make_evening(capacity=1)
    holder = make_registration(event, person=make_colleague(make_member()))
    first, _ = [make_registration(event, person=make_colleague(make_member())) for _ in range(2)]
    leaving.cancel(registration=holder)
    offer = Offer.objects.pending().get(registration=first)
    soon = in_an_hour(offer)
    acts = [lambda: registering.seat_offered(offer), lambda: leaving.cancel(registration=first)]
    acts += [] if alone else [lambda: waiting.decline(offer=offer), lambda: waiting.expire(soon)]
    all_wait_before(patch, registering, "_seat")
    all_wait_before(patch, leaving, "_leave")
    died = []

    def act(number: int) -> None:
        try:
            for one in acts[number : number + 1]:
                one()
        except DatabaseError:
            died.append(number)

    at_once(act)
    coming = Registration.objects.coming().filter(event=event)
    drawn = set(Use.objects.filter(given_back_at=None).values_list("key", flat=True))
    entry = OutboxMail.objects.filter(to_address=first.person.email).exclude(calendar="").order_by("pk").last()
    stays = entry is not None and "METHOD:REQUEST" in entry.calendar
    holders = Registration.objects.holding_seats().filter(event=event).count()
    known = stays == coming.filter(pk=first.pk).exists()
    return bool(died) or holders != 1 or drawn != {row.use_key for row in coming} or not known


def test_seat_taken_while_it_is_given_up_has_one_holder(real_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not seated_wrongly(monkeypatch, alone=False)


def test_without_locks_it_would_stay_in_a_calendar(real_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control."""
    unlock(monkeypatch)
    assert seated_wrongly(monkeypatch, alone=True)
