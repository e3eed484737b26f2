"""Who goes to which workshop of a regional meeting: people, seats and wishes in; places with their reasons out.

Slot after slot (``events.slot_assignment``): who had his third wish or nothing in one comes first in the next.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from events.slot_assignment import Claim, Person, Room, Session


class Origin(StrEnum):
    """How somebody came by a place."""

    FIRST = "wish1"
    SECOND = "wish2"
    THIRD = "wish3"
    BALANCE = "balance"


@dataclass(frozen=True)
class Assignment:
    person: int
    slot: int
    session: int
    origin: Origin
    because: str


@dataclass(frozen=True)
class Unplaced:
    person: int
    slot: int
    why: str


@dataclass
class Outcome:
    assignments: list[Assignment] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)
    asked: int = 0
    """How many of these places were sought by somebody with wishes for the slot."""

    def share(self, wish: Origin) -> float:
        """Of the places sought with wishes, those that are this wish."""
        return sum(place.origin == wish for place in self.assignments) / self.asked if self.asked else 0.0


Wishes = Mapping[tuple[int, int], Sequence[int]]
"""(person, slot) → at most three workshops, the most wanted first."""

ORIGINS = {
    Origin.FIRST: "Votre premier vœu",
    Origin.SECOND: "Votre deuxième vœu",
    Origin.THIRD: "Votre troisième vœu",
    Origin.BALANCE: "Hors de vos vœux",
}


def assign(
    *,
    people: Sequence[Person],
    slots: Sequence[int],
    sessions: Sequence[Session],
    wishes: Wishes,
    held: Mapping[tuple[int, int], int],
) -> Outcome:
    """A place for each person in each slot, as far as there are seats; the same input gives the same places.

    ``slots`` in the order of the day. ``held``: (person, slot) → session; those places stay as they are.
    """
    claims = {person.id: Claim(person) for person in people}
    by_id = {session.id: session for session in sessions}
    for (who, _), place in held.items():
        claims[who].attended.add(by_id[place].workshop)
    titles = {session.workshop: session.title for session in sessions}
    outcome = Outcome()
    for number, slot in enumerate(slots):
        here = [session for session in sessions if session.slot == slot]
        for who, claim in claims.items():
            stated, *later = (wishes.get((who, when), ()) for when in slots[number:])
            claim.hear(stated[:3], {workshop for asked in later for workshop in asked}, here)
        settled = [(claims[who], by_id[place]) for (who, when), place in held.items() if when == slot]
        waiting = [claim for who, claim in claims.items() if (who, slot) not in held]
        room = Room(here, settled)
        room.fill(sorted(waiting, key=lambda claim: (-claim.regretted, claim.person.registered, claim.person.id)))
        room.spread()
        for claim in waiting:
            outcome.asked += bool(claim.stated)
            _tell(outcome, slot, claim, room, titles)
        for claim, session in settled + [(claim, claim.pool and claim.pool.session) for claim in waiting]:
            claim.remember(session)
    return outcome


def _tell(outcome: Outcome, slot: int, claim: Claim, room: Room, titles: Mapping[int, str]) -> None:
    """Where somebody goes in ``slot`` and why, or why nowhere."""
    who = claim.person
    if claim.pool is None:
        outcome.unplaced.append(Unplaced(who.id, slot, _why_nothing(claim, room)))
        return
    session = claim.pool.session
    wishes = dict(zip(claim.stated, ORIGINS, strict=False))
    origin = wishes.get(session.workshop, Origin.BALANCE)
    better = claim.stated[: list(ORIGINS).index(origin)]
    missed = {workshop: titles[workshop] for workshop in better if workshop in titles}
    because = ORIGINS[origin]
    if not claim.stated:
        because = "Vous n’aviez pas de vœu pour ce créneau\u00a0: les ateliers ont été équilibrés"
    elif missed:
        because += "\u00a0: " + _why_not(claim, room, missed)
    outcome.assignments.append(Assignment(who.id, slot, session.id, origin, f"{because}."))


def _why_not(claim: Claim, room: Room, missed: Mapping[int, str]) -> str:
    """« « X » et « Y » étaient complets pour les experts, vous suivez « Z » à un autre créneau »."""
    offered = {pool.session.workshop for pool in room.pools}
    there = [title for workshop, title in missed.items() if workshop in claim.attended]
    absent = [title for workshop, title in missed.items() if workshop not in claim.attended | offered]
    full = [title for workshop, title in missed.items() if workshop in offered - claim.attended]
    side = claim.person.side.words if any(len(pool.sides) == 1 for pool in room.pools) else ""
    reasons = [
        f"{_named(full)} {'étaient complets' if len(full) > 1 else 'était complet'}{side}" if full else "",
        f"vous suivez {_named(there)} à un autre créneau" if there else "",
        f"{_named(absent)} {'n’ont' if len(absent) > 1 else 'n’a'} pas lieu à ce créneau" if absent else "",
    ]
    return ", ".join(reason for reason in reasons if reason)


def _why_nothing(claim: Claim, room: Room) -> str:
    side = claim.person.side
    if any(not room.is_full(workshop, side) for workshop in claim.attended):
        return "Les places qui restent sont dans des ateliers que vous suivez à un autre créneau."
    return f"Il ne restait aucune place{side.words} à ce créneau."


def _named(titles: Sequence[str]) -> str:
    quoted = [f"«\u00a0{title}\u00a0»" for title in titles]
    return " et ".join(filter(None, [", ".join(quoted[:-1]), *quoted[-1:]]))
