"""Seats and workshops kept for a day of another membership year are drawn from that year."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from events.actions import agenda, deciding
from events.models import Event, State
from members.actions.entitlements import left
from members.models import EntitlementKind, Organisation, Use
from tests.event_factories import at, make_registration
from tests.events.searching import make_meeting, make_pledge, make_regional, make_supplier
from tests.events.seated import make_colleague, make_evening, make_member
from tests.factories import make_staff
from tests.membership_factories import make_membership, make_version

pytestmark = pytest.mark.django_db
SEAT, WORKSHOP = EntitlementKind.MEETING_SEAT, EntitlementKind.WORKSHOP
THIS_YEAR, NEXT_YEAR = 290, 320  # days from today: a term of these tests ends in 300


def renew(organisation: Organisation, **grants: int) -> None:
    today = timezone.localdate()
    days = {"starts_on": today + timedelta(301), "ends_on": today + timedelta(600)}
    make_membership(make_version(grants=grants), organisation=organisation, **days)


def rights(organisation: Organisation, kind: str = SEAT) -> list[int]:
    """What is left this year and the next."""
    today = timezone.localdate()
    return [left(organisation, kind, today + timedelta(days)) for days in (THIS_YEAR, NEXT_YEAR)]


def move(event: Event, days: int) -> Event:
    event.starts_at, event.ends_at = at(days), at(days, 20)
    return agenda.change(event=event, by=make_staff())


def make_seated(seats: int = 2, **grants: int) -> tuple[Organisation, Event]:
    member, event = make_member(seats=seats), make_evening(days=THIS_YEAR)
    renew(member, **grants)
    make_registration(event, person=make_colleague(member))
    return member, event


def test_seat_follows_the_day_into_the_next_year_and_back() -> None:
    member, event = make_seated(meeting_seat=2)
    assert rights(member) == [1, 2]
    event = move(event, NEXT_YEAR)
    assert (rights(member), f"{at(NEXT_YEAR):%d/%m/%Y}" in Use.objects.get().label) == ([2, 1], True)
    move(event, THIS_YEAR)
    assert rights(member) == [1, 2]


def test_seat_without_right_in_the_new_year_stays_and_is_not_billed() -> None:
    member, event = make_seated(meeting_seat=0)
    move(event, NEXT_YEAR)
    assert (rights(member), Use.objects.get().given_back_at) == ([1, 0], None)
    assert event.registrations.get().is_coming


def test_team_reads_what_becomes_of_rights_before_it_announces_the_new_day(staff_client: Client) -> None:
    members = [make_member(seats=2) for _ in range(2)]
    event = make_evening(days=THIS_YEAR)
    renew(members[0], meeting_seat=1)
    for member in (*members, members[0]):
        make_registration(event, person=make_colleague(member))
    event = agenda.postpone(event=event, reason="La salle est fermée.", by=make_staff())
    event = move(event, NEXT_YEAR)
    assert rights(members[0]) == [0, 1]  # written, not announced
    page = reverse("console:event", args=[event.pk])
    shown = staff_client.get(page).content.decode()
    for words in ("1 droit est repris sur l’année d’adhésion de ce jour.", "2 restent sur l’année"):
        assert words.replace("1 droit", "1\u00a0droit") in shown
    agenda.publish(event=event, by=make_staff())
    assert [rights(member) for member in members] == [[1, 0], [1, 0]]


@pytest.mark.parametrize(("granted", "expected"), [(1, [2, 0]), (0, [1, 0])])
def test_promise_follows_a_meeting_that_seeks_again(granted: int, expected: list[int]) -> None:
    supplier: Any = make_supplier()
    renew(supplier, workshop=granted)
    meeting = make_meeting(make_regional(starts_at=at(THIS_YEAR, 9), ends_at=at(THIS_YEAR, 17)))
    make_pledge(meeting, supplier)
    by, soon = make_staff(), timezone.localdate() + timedelta(30)
    deciding.postpone(meeting=meeting, reason="Trop tôt.", by=by, kept=deciding.Kept())
    hours = {"starts_at": at(NEXT_YEAR, 9), "ends_at": at(NEXT_YEAR, 17)}
    found = deciding.seek_again(meeting=meeting, decides_on=soon, by=by, **hours)
    assert (found.event.state, rights(supplier, WORKSHOP)) == (State.OPEN, expected)
