"""The waiting list: what comes free is offered in order, for some working hours, and once."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from club.core.errors import ClubError
from club.core.models import AuditEntry, OutboxMail
from events.actions import agenda, leaving, registering, waiting
from events.errors import EventError
from events.links import registration_url
from events.models import Admission, Event, Offer, Registration
from tests.event_factories import make_event, make_registration
from tests.events.seated import make_colleague, make_evening, make_member
from tests.factories import make_ambassador, make_staff

pytestmark = pytest.mark.django_db


def full(*, waiting_people: int = 2, **overrides: Any) -> tuple[Event, Registration, list[Registration]]:
    """(event with one seat, who holds it, those who wait)."""
    event = make_event(**{"audience": [Admission.EVERYONE], "capacity": 1} | overrides)
    holder = make_registration(event)
    return event, holder, [make_registration(event) for _ in range(waiting_people)]


def states(rows: list[Registration]) -> list[str]:
    found = dict(Registration.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", "state"))
    return [found[row.pk] for row in rows]


def paris(day: int, hour: int, minute: int = 0) -> datetime:
    """In November 2026: the 11th, a Wednesday, is a holiday."""
    return timezone.make_aware(datetime(2026, 11, day, hour, minute))


@pytest.mark.parametrize(
    ("made", "ends"),
    [
        (paris(9, 9), paris(9, 17)),
        (paris(9, 14), paris(10, 13)),
        (paris(9, 22), paris(10, 17)),
        (paris(10, 16), paris(12, 15)),  # the holiday does not count
        (paris(13, 17, 30), paris(16, 16, 30)),  # nor the week-end
        (paris(14, 11), paris(16, 17)),
    ],
)
def test_offer_leaves_a_working_day(made: datetime, ends: datetime) -> None:
    assert waiting.deadline(made) == ends


def test_seat_given_back_is_offered_at_once_to_the_first() -> None:
    event, holder, (first, second) = full()
    leaving.cancel(registration=holder)
    offer = Offer.objects.get()
    assert (offer.registration, offer.state) == (first, "pending")
    assert OutboxMail.objects.filter(template="events/emails/offered").get().to_address == first.person.email
    assert make_registration(event).state == "waiting"
    row = registering.seat_offered(offer)
    assert registering.seat_offered(offer) == row
    assert states([holder, first, second]) == ["cancelled", "confirmed", "waiting"]


def test_seat_declined_or_left_without_answer_goes_to_the_next() -> None:
    _, holder, rows = full(waiting_people=3)
    leaving.cancel(registration=holder)
    waiting.decline(offer=Offer.objects.pending().get())
    second = Offer.objects.pending().get()
    assert waiting.expire(second.expires_at - timedelta(seconds=1)) == 0
    assert waiting.expire(second.expires_at) == 1
    assert Offer.objects.pending().get().registration == rows[2]
    assert states(rows) == ["cancelled", "cancelled", "waiting"]
    with pytest.raises(EventError, match="n’est plus réservée"):
        registering.seat_offered(second)


def test_offers_stop_before_the_day_and_a_seat_is_for_whoever_comes() -> None:
    event, holder, _ = full(offers_until_hours=24 * 30)
    leaving.cancel(registration=holder)
    assert not Offer.objects.exists()
    assert make_registration(event).state == "confirmed"


def test_seat_offered_to_nobody_any_more_is_left_to_whoever_waits_too(client: Client) -> None:
    _, holder, (first, second) = full(offers_until_hours=24 * 30)
    leaving.cancel(registration=holder)
    link = registration_url(first).removeprefix(settings.SITE_URL)
    assert "Prendre une place libre" in client.get(link).content.decode()
    registering.take_left(second)
    with pytest.raises(EventError, match="vous restez en liste d’attente"):
        registering.take_left(first)
    assert states([first, second]) == ["waiting", "confirmed"]
    assert "Prendre une place libre" not in client.get(link).content.decode()


def test_organisation_that_has_all_its_seats_is_passed_over() -> None:
    event = make_evening(capacity=2, seats_each=1)
    one, other = make_member(), make_member()
    make_registration(event, person=make_colleague(one))
    holder = make_registration(event, person=make_colleague(make_member()))
    full_house, next_one = make_colleague(one), make_colleague(other)
    event.refresh_from_db()
    waits = Registration.objects.create(
        event=event, person=full_house, organisation=one, side="brand", state="waiting", way="portal", position=1,
        during=(event.starts_at, event.ends_at),
    )  # fmt: skip
    make_registration(event, person=next_one)
    leaving.cancel(registration=holder)
    assert Offer.objects.get().registration.person == next_one
    assert states([waits]) == ["waiting"]


def test_seats_opened_to_all_members_are_offered_on_their_day() -> None:
    tomorrow = timezone.localdate() + timedelta(1)
    event, brand = make_evening(capacity=2, seats_each=1, releases_on=tomorrow), make_member(seats=5)
    make_registration(event, person=make_colleague(brand))
    holder = make_registration(event, person=make_colleague(make_member()))
    Registration.objects.create(
        event=event, person=make_colleague(brand), organisation=brand, side="brand", state="waiting", way="portal",
        position=1, during=(event.starts_at, event.ends_at),
    )  # fmt: skip
    leaving.cancel(registration=holder)
    assert waiting.offer_overlooked() == 0
    Event.objects.filter(pk=event.pk).update(releases_on=timezone.localdate())
    assert [waiting.offer_overlooked() for _ in range(2)] == [1, 0]


def test_member_without_a_right_left_is_passed_over_and_keeps_nobody_out() -> None:
    event, brand = make_evening(capacity=2), make_member(seats=1)
    holders = [make_registration(event, person=make_colleague(make_member())) for _ in range(2)]
    first, second = (make_registration(event, person=make_colleague(brand)) for _ in range(2))
    leaving.cancel(registration=holders[0])
    leaving.cancel(registration=holders[1])
    assert [offer.registration for offer in Offer.objects.all()] == [first]  # the only right of the brand
    assert make_registration(event, person=make_colleague(make_member())).state == "confirmed"
    waiting.decline(offer=Offer.objects.get())
    assert Offer.objects.pending().get().registration == second
    make_registration(make_evening(days=40), person=make_colleague(brand))
    with pytest.raises(ClubError, match="Il ne reste pas assez de ce droit"):
        registering.seat_offered(Offer.objects.pending().get())


def test_offer_is_for_who_may_still_come() -> None:
    event, person = make_event(audience=[Admission.AMBASSADOR], capacity=1), make_ambassador().person
    holder = make_registration(event, person=make_ambassador().person)
    make_registration(event, person=person)
    leaving.cancel(registration=holder)
    Event.objects.filter(pk=event.pk).update(audience=[Admission.EXPERT])
    with pytest.raises(EventError, match="experts du Channel\u00a0: vous ne pouvez plus prendre"):
        registering.seat_offered(Offer.objects.pending().get())


def test_without_a_number_of_seats_everybody_who_waits_is_offered_one() -> None:
    event, _, rows = full(waiting_people=3)
    event = agenda.resize(event=Event.objects.get(pk=event.pk), capacity=None, by=make_staff())
    assert (event.state, Event.objects.get(pk=event.pk).state) == ("open", "open")
    assert [offer.registration for offer in Offer.objects.order_by("pk")] == rows
    assert make_registration(event).state == "confirmed"


def test_offers_overlooked_are_made_where_seats_are_not_counted_any_more() -> None:
    event, _, rows = full()
    Event.objects.filter(pk=event.pk).update(capacity=None)
    assert [waiting.offer_overlooked() for _ in range(2)] == [len(rows), 0]


def test_somebody_who_leaves_the_list_loses_the_offer() -> None:
    _, holder, (first, second) = full()
    leaving.cancel(registration=holder)
    leaving.cancel(registration=first)
    assert Offer.objects.get(registration=first).state == "withdrawn"
    assert Offer.objects.pending().get().registration == second


def test_who_queues_again_is_told_again() -> None:
    event, _, [row] = full(waiting_people=1)
    leaving.cancel(registration=row)
    assert make_registration(event, person=row.person).position == row.position  # the same place
    assert OutboxMail.objects.filter(template="events/emails/queued", to_address=row.person.email).count() == 2


def test_staff_move_somebody_with_a_reason() -> None:
    event, _, rows = full(waiting_people=3)
    with pytest.raises(EventError, match="Dites pourquoi"):
        waiting.move(registration=rows[2], before=rows[0], reason=" ", by=make_staff())
    waiting.move(registration=rows[2], before=rows[0], reason="Intervient à 14 h", by=make_staff())
    assert list(Registration.objects.waiting().filter(event=event)) == [rows[2], rows[0], rows[1]]
    assert AuditEntry.objects.filter(verb="registration.move").get().details["reason"] == "Intervient à 14 h"
