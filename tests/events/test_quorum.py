"""What is needed of suppliers, what is proposed, the hours of a day: pure, on whatever comes."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from club.core.holidays import is_working_day
from events.quorum import Proposal, Quorum
from events.timetable import late_from, mails_of, slots_of

NUMBERS = st.integers(0, 12)
NEEDED = st.integers(1, 12)
DAYS = st.dates(date(2026, 1, 1), date(2030, 1, 1))


@given(NUMBERS, NUMBERS, NEEDED, NEEDED, DAYS, st.integers(-5, 5))
def test_go_is_proposed_exactly_when_everything_is_there(
    suppliers: int, workshops: int, some: int, every: int, day: date, away: int
) -> None:
    quorum = Quorum(suppliers, workshops, some, every)
    reached = suppliers >= some and workshops >= every
    assert quorum.is_reached == reached
    proposed = quorum.proposes(day, day + timedelta(away))
    assert proposed == (Proposal.GO if reached else Proposal.WAIT if away < 0 else Proposal.POSTPONE)
    assert ("le compte y est" in quorum.words()) == reached
    assert quorum.has_room == (workshops < every)


@pytest.mark.parametrize(
    ("quorum", "words"),
    [
        (Quorum(4, 5, 6, 8), "4 fournisseurs sur 6, 5 ateliers sur 8 : il manque 2 fournisseurs et 3 ateliers."),
        (Quorum(6, 7, 6, 8), "6 fournisseurs sur 6, 7 ateliers sur 8 : il manque 1 atelier."),
        (Quorum(0, 0, 1, 1), "0 fournisseur sur 1, 0 atelier sur 1 : il manque 1 fournisseur et 1 atelier."),
        (Quorum(7, 8, 6, 8), "7 fournisseurs sur 6, 8 ateliers sur 8 : le compte y est."),
    ],
)
def test_words_say_what_is_missing(quorum: Quorum, words: str) -> None:
    assert quorum.words().replace("\u00a0", " ") == words


@given(DAYS, st.integers(0, 60))
def test_mails_to_suppliers_come_in_order_and_before_the_decision(asked: date, later: int) -> None:
    decided = asked + timedelta(later)
    mails = mails_of(asked, decided)
    days = [day for _, day in mails]
    assert mails[0] == ("first", asked)
    assert days == sorted(set(days))
    assert all(day <= decided and is_working_day(day) for day in days[1:])


def test_supplier_is_late_after_five_working_days() -> None:
    assert late_from(date(2026, 12, 21)) == date(2026, 12, 29)  # Christmas and a week-end between


@given(st.integers(6, 20), st.integers(20, 16 * 60), st.integers(1, 6))
def test_slots_follow_each_other_inside_the_day(hour: int, minutes: int, number: int) -> None:
    start = timezone.make_aware(datetime(2027, 3, 4, hour))
    end = start + timedelta(minutes=minutes)
    slots = slots_of(start, end, number)
    edges = [moment for hours in slots for moment in hours]
    assert len(slots) == number
    assert edges == sorted(edges)
    assert all(first < last for first, last in slots)
    assert start <= edges[0]
    assert edges[-1] <= end


def test_slots_leave_lunch_free() -> None:
    day = timezone.make_aware(datetime(2027, 3, 4, 9, 15))
    slots = slots_of(day, day.replace(hour=17, minute=0))
    assert [f"{first:%H:%M}-{last:%H:%M}" for first, last in slots] == [
        "10:30-11:30",
        "11:30-12:30",
        "14:00-15:15",
        "15:15-16:30",
    ]
