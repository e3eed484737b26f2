"""Who sits where in the workshops of a regional meeting, for the team: mix of sessions, wishes, who has no place."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from events.models import Place, RegionalMeeting, Registration, Session, Side, Slot, Wish, Workshop

WISHED = (Place.Origin.WISH_1, Place.Origin.WISH_2, Place.Origin.WISH_3)


@dataclass(frozen=True)
class Cell:
    """A session: seats held and kept of each side, others who came once the mix was released, and who waits."""

    session: Session
    ambassadors: int
    experts: int
    others: int
    waiting: int

    @property
    def held(self) -> int:
        return self.ambassadors + self.experts + self.others


class Seated:
    """Read in four statements, however many people there are."""

    def __init__(self, meeting: RegionalMeeting) -> None:
        self.meeting = meeting
        around = ("slot", "workshop__pledge__organisation")
        self.sessions = list(Session.objects.hosted().filter(slot__meeting=meeting).select_related(*around))
        places = Place.objects.filter(slot__meeting=meeting).exclude(state=Place.State.CANCELLED).order_by()
        self.places = list(places.values_list("registration", "slot", "session", "side", "state", "origin"))
        coming = Registration.objects.coming().filter(event=meeting.event_id)
        self.people = list(coming.with_people().by_name())
        wishes = Wish.objects.filter(slot__meeting=meeting, registration__in=coming, rank=1)
        self.wished = set(wishes.order_by().values_list("registration", "slot"))

    @cached_property
    def counts(self) -> Counter[tuple[int, str]]:
        """(session, side) → seats held; (session, "waiting") → who waits."""
        held = Place.State.CONFIRMED
        return Counter((row[2], row[3] if row[4] == held else "waiting") for row in self.places)

    @cached_property
    def slots(self) -> list[Slot]:
        return sorted({session.slot for session in self.sessions}, key=lambda slot: slot.starts_at)

    def rows(self) -> list[tuple[Workshop, list[Cell]]]:
        """Each workshop with its sessions, in the order of the day."""
        found: dict[Workshop, list[Cell]] = {}
        for session in sorted(self.sessions, key=lambda one: (one.workshop.number, one.slot.starts_at)):
            found.setdefault(session.workshop, []).append(self._cell(session))
        return list(found.items())

    def _cell(self, session: Session) -> Cell:
        sides = [self.counts[session.pk, side] for side in (Side.AMBASSADOR, Side.EXPERT)]
        others = sum(self.counts[session.pk, side] for side in Side) - sum(sides)
        return Cell(session, *sides, others, self.counts[session.pk, "waiting"])

    def without(self) -> list[tuple[Slot, list[Registration]]]:
        """By slot: who comes and has no place."""
        placed = {(row[0], row[1]) for row in self.places if row[4] == Place.State.CONFIRMED}
        found = [(slot, [one for one in self.people if (one.pk, slot.pk) not in placed]) for slot in self.slots]
        return [(slot, people) for slot, people in found if people]

    def stats(self) -> list[tuple[str, str]]:
        sides = Counter(one.side for one in self.people)
        held = sum(row[4] == Place.State.CONFIRMED for row in self.places)
        others = len(self.people) - sides[Side.AMBASSADOR] - sides[Side.EXPERT]
        return [
            ("Ambassadeurs", str(sides[Side.AMBASSADOR])),
            ("Experts", str(sides[Side.EXPERT])),
            *([("Autres", str(others))] if others else []),
            ("Ont dit leurs vœux", f"{len({who for who, _ in self.wished})} sur {len(self.people)}"),
            ("Places tenues", f"{held} sur {sum(session.capacity for session in self.sessions)}"),
        ]

    def shares(self) -> list[tuple[str, str]]:
        """Of the places held by those who had wishes for the slot, how many are each wish; empty without any."""
        held = [row for row in self.places if row[4] == Place.State.CONFIRMED and (row[0], row[1]) in self.wished]
        origins = Counter(row[5] for row in held)
        return [
            (origin.label.capitalize(), f"{100 * origins[origin] / len(held):.0f}\u00a0%")
            for origin in WISHED
            if held
        ]
