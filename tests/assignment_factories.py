"""Workshops of an invented regional meeting, and the judge of who was sent where."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from events import assigning
from events.assigning import Assignment, Outcome
from events.slot_assignment import Person, Session, Side

A, E, O = Side.AMBASSADOR, Side.EXPERT, Side.OTHER  # noqa: E741


@dataclass
class Given:
    """What ``events.assigning.assign`` is told."""

    people: list[Person]
    slots: Sequence[int]
    sessions: list[Session]
    wishes: dict[tuple[int, int], list[int]] = field(default_factory=dict)
    held: dict[tuple[int, int], int] = field(default_factory=dict)

    def assign(self) -> Outcome:
        return assigning.assign(**vars(self))


def make_people(sides: Sequence[Side], organisations: Sequence[int | None] = ()) -> list[Person]:
    """Numbered from 1, in the order of their registration."""
    told = [*organisations, *[None] * len(sides)]
    return [Person(n, side, told[n - 1], n) for n, side in enumerate(sides, 1)]


def make_sessions(slots: Sequence[int], seats: Sequence[tuple[int, int, int]], **fields: Any) -> list[Session]:
    """``seats`` of each workshop, numbered from 1: (for ambassadors, for experts, open to all)."""
    return [
        Session(slot * 100 + number, slot, number, f"Atelier {number}", sum(kept), *kept[:2], **fields)
        for slot in slots
        for number, kept in enumerate(seats, 1)
    ]


def make_regional_meeting(rng: random.Random) -> Given:
    """The Club's usual size: 200 people, four slots, eight workshops, of which some are wanted far more."""
    sides = [A, E] * 100
    rng.shuffle(sides)
    people = make_people(sides, [rng.randrange(1, 61) for _ in sides])
    slots, weights = range(1, 5), [8, 7, 6, 5, 4, 3, 2, 1]
    wishes = {}
    for person in people:
        for slot in slots:
            order = sorted(range(1, 9), key=lambda number: -(rng.random() ** (1 / weights[number - 1])))
            wishes[person.id, slot] = order[:3]
    return Given(people, slots, make_sessions(slots, [(13, 12, 0)] * 8), wishes)


def is_free(guests: Sequence[Person], session: Session, side: Side) -> bool:
    """One more of ``side`` beside ``guests`` breaks neither the number of seats nor the mix."""
    return not overflow(session, [*(guest.side for guest in guests), side])


def overflow(session: Session, sides: Sequence[Side]) -> str:
    count = Counter(sides)
    beyond = max(0, count[A] - session.for_ambassadors) + max(0, count[E] - session.for_experts) + count[O]
    if len(sides) > session.capacity:
        return f"{len(sides)} people on {session.capacity} seats"
    if not session.released and beyond > session.capacity - session.for_ambassadors - session.for_experts:
        return f"mix broken by {count[A]} ambassadors, {count[E]} experts, {count[O]} others"
    return ""


def faults(given: Given, outcome: Outcome) -> list[str]:
    """What is wrong with where people go; empty when nothing is."""
    sessions = {session.id: session for session in given.sessions}
    people = {person.id: person for person in given.people}
    places = given.held | {(place.person, place.slot): place.session for place in outcome.assignments}
    told = [*given.held, *((row.person, row.slot) for row in [*outcome.assignments, *outcome.unplaced])]
    found = []
    if sorted(told) != sorted((who, slot) for who in people for slot in given.slots):
        found.append("somebody is told nothing, or twice")
    guests: dict[int, list[Person]] = {session: [] for session in sessions}
    attended = {(who, sessions[place].workshop) for (who, _), place in places.items()}
    if len(attended) < len(places):
        found.append("somebody is twice in a workshop")
    for (who, slot), place in places.items():
        guests[place].append(people[who])
        if sessions[place].slot != slot:
            found.append(f"session {place} is not in slot {slot}")
    found += [why for place, there in guests.items() if (why := overflow(sessions[place], [p.side for p in there]))]
    for session in given.sessions:
        for person in people.values():
            if (person.id, session.workshop) in attended or (person.id, session.slot) in given.held:
                continue
            if is_free(guests[session.id], session, person.side) and _wants(given, person, session, places):
                found.append(f"{person.id} wanted {session.id}, where a seat is free")
    return found


def _wants(given: Given, person: Person, session: Session, places: dict[tuple[int, int], int]) -> bool:
    """He has nothing in that slot, or something that he wants less."""
    wishes = given.wishes.get((person.id, session.slot), [])
    place = places.get((person.id, session.slot))
    if place is None:
        return True
    here = next(one.workshop for one in given.sessions if one.id == place)
    rank = {workshop: number for number, workshop in enumerate(wishes[:3])}
    return rank.get(session.workshop, 3) < rank.get(here, 3)


def in_order_of_arrival(given: Given, *, mix: bool = True) -> Outcome:
    """The plain way: each in turn takes his best wish that has a seat, else any; ``mix`` off looks at seats alone."""
    outcome = Outcome()
    guests: dict[int, list[Person]] = {session.id: [] for session in given.sessions}
    attended: set[tuple[int, int]] = set()
    for slot in given.slots:
        here = {session.workshop: session for session in given.sessions if session.slot == slot}
        for person in given.people:
            order = given.wishes.get((person.id, slot), [])
            outcome.asked += bool(order)
            for workshop in [*order, *(one for one in here if one not in order)]:
                session = here[workshop]
                there = guests[session.id]
                free = is_free(there, session, person.side) if mix else len(there) < session.capacity
                if free and (person.id, workshop) not in attended:
                    rank = order.index(workshop) if workshop in order else 3
                    outcome.assignments.append(
                        Assignment(person.id, slot, session.id, list(assigning.ORIGINS)[rank], "")
                    )
                    attended.add((person.id, workshop))
                    there.append(person)
                    break
            else:
                outcome.unplaced.append(assigning.Unplaced(person.id, slot, ""))
    return outcome
