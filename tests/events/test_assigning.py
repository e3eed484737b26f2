"""Who goes to which workshop: no seat, mix or clash broken, the least regret, and a true reason."""

import itertools
import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.assigning import Origin, Outcome
from events.slot_assignment import NO_WISH, REGRETS, Side
from tests.assignment_factories import (
    Given,
    faults,
    in_order_of_arrival,
    make_people,
    make_regional_meeting,
    make_sessions,
    overflow,
)

A, E = Side.AMBASSADOR, Side.EXPERT
FIRST_TWO = (Origin.FIRST, Origin.SECOND)


@st.composite
def meetings(draw: st.DrawFn, most_slots: int = 3, most_people: int = 12) -> Given:
    sides = draw(st.lists(st.sampled_from(Side), min_size=1, max_size=most_people))
    people = make_people(sides, draw(st.lists(st.sampled_from([None, 1, 2]), max_size=most_people)))
    slots = range(1, draw(st.integers(1, most_slots)) + 1)
    seats = draw(st.lists(st.tuples(*[st.integers(0, 2)] * 3), min_size=1, max_size=4))
    sessions = [
        replace(session, released=draw(st.booleans())) if session.capacity else session
        for session in make_sessions(slots, seats)
    ]
    choices = st.lists(st.integers(1, len(seats)), max_size=3, unique=True)
    return Given(people, slots, sessions, {(one.id, slot): draw(choices) for one in people for slot in slots})


@settings(max_examples=200, deadline=None)
@given(meetings(), st.randoms(use_true_random=False))
def test_assignment_breaks_nothing_and_leaves_no_wanted_seat_free(meeting: Given, rng: random.Random) -> None:
    outcome = meeting.assign()
    assert faults(meeting, outcome) == []
    kept = rng.sample(outcome.assignments, len(outcome.assignments) // 2)
    again = replace(meeting, held={(place.person, place.slot): place.session for place in kept})
    assert faults(again, again.assign()) == []


def regret(meeting: Given, places: dict[int, int]) -> int:
    """Of one slot in which nobody had less before; ``places``: person → workshop."""
    total = 0
    for person, workshop in places.items():
        wishes = meeting.wishes[person, 1]
        total += REGRETS[wishes.index(workshop)] if workshop in wishes else NO_WISH * bool(wishes)
    return total


@settings(max_examples=60, deadline=None)
@given(meetings(most_slots=1, most_people=5))
def test_no_other_assignment_seats_more_people_or_costs_less_regret(meeting: Given) -> None:
    sessions = {session.workshop: session for session in meeting.sessions}
    by_id = {session.id: session for session in meeting.sessions}
    best = (0, 0)
    for choice in itertools.product([None, *sessions], repeat=len(meeting.people)):
        places = {one.id: workshop for one, workshop in zip(meeting.people, choice, strict=True) if workshop}
        there = {one: [p.side for p in meeting.people if places.get(p.id) == one] for one in sessions}
        if not any(overflow(sessions[one], sides) for one, sides in there.items()):
            best = min(best, (-len(places), regret(meeting, places)))
    found = {place.person: by_id[place.session].workshop for place in meeting.assign().assignments}
    assert (-len(found), regret(meeting, found) if len(found) == len(meeting.people) else best[1]) == best


def test_judge_refuses_an_assignment_that_ignores_the_mix() -> None:
    """Negative control: seats are respected, yet ambassadors sit where experts should."""
    meeting = Given(make_people([A, A, A, E]), [1], make_sessions([1], [(1, 1, 0), (2, 2, 0)]))
    meeting.wishes = {(person.id, 1): [1] for person in meeting.people}
    found = faults(meeting, in_order_of_arrival(meeting, mix=False))
    assert "mix broken by 2 ambassadors, 0 experts, 0 others" in found
    assert faults(meeting, in_order_of_arrival(meeting)) == faults(meeting, meeting.assign()) == []


def test_judge_sees_each_other_fault() -> None:
    """Negative control: somebody forgotten, twice in a workshop, two on a seat, a wish with a free seat ignored."""
    people = make_people([A, A])
    meeting = Given(people, [1, 2], make_sessions([1, 2], [(1, 0, 0), (1, 0, 0)]), {(1, 1): [1]})
    right = meeting.assign()
    assert faults(meeting, right) == []
    first, *rest = right.assignments
    assert faults(meeting, Outcome(rest, [])) != []
    twice = [replace(place, session=place.slot * 100 + 1) for place in right.assignments]
    assert faults(meeting, Outcome(twice, []))[:2] == ["somebody is twice in a workshop", "2 people on 1 seats"]
    alone = Given(people[:1], [1], make_sessions([1], [(1, 0, 0), (1, 0, 0)]), {(1, 1): [1]})
    assert faults(alone, Outcome([replace(first, session=102)], [])) == ["1 wanted 101, where a seat is free"]


@settings(max_examples=100, deadline=None)
@given(meetings(most_slots=1))
def test_first_wish_that_nobody_else_has_is_respected(meeting: Given) -> None:
    """When no side lacks seats and the workshop keeps one for the person's side."""
    meeting.sessions = make_sessions([1], [(12, 12, 12), *[(1, 1, 1)] * 3])
    meeting.wishes = {key: [one for one in asked if one != 2] for key, asked in meeting.wishes.items()}
    meeting.wishes[1, 1] = [2]
    place = next(place for place in meeting.assign().assignments if place.person == 1)
    assert (place.session, place.origin, place.because) == (102, Origin.FIRST, "Votre premier vœu.")


def test_same_input_in_another_order_gives_the_same_places() -> None:
    meeting = make_regional_meeting(random.Random(3))
    turned = replace(meeting, people=meeting.people[::-1], wishes=dict(reversed(meeting.wishes.items())))
    assert sorted(map(repr, turned.assign().assignments)) == sorted(map(repr, meeting.assign().assignments))


def test_who_had_less_in_a_slot_comes_first_in_the_next() -> None:
    meeting = Given(make_people([A, A]), [1, 2], make_sessions([1, 2], [(1, 0, 0)] * 4))
    meeting.wishes = {(who, slot): asked for who in (1, 2) for slot, asked in ((1, [1, 2]), (2, [3, 4]))}
    got = {(place.person, place.slot): place.origin for place in meeting.assign().assignments}
    assert got == {(1, 1): "wish1", (2, 1): "wish2", (2, 2): "wish1", (1, 2): "wish2"}


def test_between_equal_sums_who_registered_first_comes_first() -> None:
    """Even when the other's second wish is less full."""
    meeting = Given(make_people([A] * 4), [1], make_sessions([1], [(1, 0, 0), (3, 0, 0), (3, 0, 0)]))
    meeting.wishes = {(1, 1): [1, 3], (2, 1): [2], (3, 1): [2], (4, 1): [1, 2]}
    assert [place.origin for place in meeting.assign().assignments] == ["wish1", "wish1", "wish1", "wish2"]


def test_colleagues_are_spread_among_equal_claims_alone() -> None:
    """Persons 1 and 2 are colleagues: nobody minds where he goes, or all mind alike; then the one who minds more."""
    people, sessions = make_people([A] * 4, [7, 7, 8, 8]), make_sessions([1], [(2, 0, 0), (2, 0, 0)])
    for wishes in ([], [1], [1, 2]):
        meeting = Given(people, [1], sessions, {(person.id, 1): wishes for person in people})
        places = {place.person: place.session for place in meeting.assign().assignments}
        assert places[1] != places[2]
        assert places[3] != places[4]
    torn = Given(people, [1], sessions, {(1, 1): [1], (2, 1): [1], (3, 1): [2], (4, 1): [2]})
    assert [place.origin for place in torn.assign().assignments] == [Origin.FIRST] * 4


def test_people_without_wishes_fill_all_workshops_alike_and_spare_what_they_wish_later() -> None:
    meeting = Given(make_people([A, E] * 8), [1, 2], make_sessions([1, 2], [(13, 12, 0)] * 4))
    meeting.wishes = {(1, 2): [1], (2, 2): [1]}
    places = meeting.assign().assignments
    sizes = [sum(place.session == session.id for place in places) for session in meeting.sessions]
    assert max(sizes) - min(sizes) <= 2
    assert [place.origin for place in places if place.person < 3 and place.slot == 2] == [Origin.FIRST] * 2


REASONS = [
    ([1, 2, 3], {}, "Votre troisième vœu\u00a0: «\u00a0Atelier 1\u00a0» et «\u00a0Atelier 2\u00a0» "),
    ([1, 3], {}, "Votre deuxième vœu\u00a0: «\u00a0Atelier 1\u00a0» était complet pour les ambassadeurs."),
    ([1, 2], {}, "Hors de vos vœux\u00a0: «\u00a0Atelier 1\u00a0» et «\u00a0Atelier 2\u00a0» étaient complets "),
    ([1], {}, "Hors de vos vœux\u00a0: «\u00a0Atelier 1\u00a0» était complet pour les ambassadeurs."),
    ([4, 3], {(9, 2): 204}, "Votre deuxième vœu\u00a0: vous suivez «\u00a0Atelier 4\u00a0» à un autre créneau."),
    ([], {}, "Vous n’aviez pas de vœu pour ce créneau\u00a0: les ateliers ont été équilibrés."),
]


@pytest.mark.parametrize(("asked", "more", "because"), REASONS)
def test_reason_says_what_was_full(asked: list[int], more: dict[tuple[int, int], int], because: str) -> None:
    people = [*make_people([A, A]), replace(make_people([A])[0], id=9, registered=9)]
    sessions = make_sessions([1], [(1, 9, 0), (1, 9, 0), (9, 0, 0)]) + make_sessions([2], [(1, 0, 0)] * 4)[3:]
    meeting = Given(people, [1, 2], sessions, {(9, 1): asked}, {(1, 1): 101, (2, 1): 102, **more})
    assert meeting.assign().assignments[0].because.startswith(because)


def test_who_finds_no_seat_is_told_why() -> None:
    meeting = Given(make_people([E, A]), [1, 2], make_sessions([1, 2], [(2, 0, 0)]))
    assert [(row.person, row.slot, row.why) for row in meeting.assign().unplaced] == [
        (1, 1, "Il ne restait aucune place pour les experts à ce créneau."),
        (1, 2, "Il ne restait aucune place pour les experts à ce créneau."),
        (2, 2, "Les places qui restent sont dans des ateliers que vous suivez à un autre créneau."),
    ]
    meeting.sessions = [replace(session, released=True) for session in meeting.sessions]
    assert len(meeting.assign().assignments) == 2


def test_regional_meeting_of_200_people_gets_more_wishes_than_in_order_of_arrival() -> None:
    """96 seats of a slot are kept for experts, of whom there are 100. How long it takes: ``bench/assignment.py``."""
    meeting = make_regional_meeting(random.Random(1))
    outcome = meeting.assign()
    assert faults(meeting, outcome) == []
    assert len(outcome.assignments) == 4 * (100 + 96)
    assert len({row.person for row in outcome.unplaced}) == 16  # nobody stays without twice
    plain = in_order_of_arrival(meeting)
    assert sum(map(outcome.share, FIRST_TWO)) > sum(map(plain.share, FIRST_TWO))
