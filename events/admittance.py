"""Whether somebody may come to an event, as what and for whom, in words, with the next step when it is no.

One function answers for pages, mails and the registration itself, which asks again under its locks.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone

from club.core.audiences import Audience, audiences_of
from events.models import Admission, Event, Registration, Side
from events.sides import Belonging, belonging
from members.access import affiliations_of
from members.actions.entitlements import left_to_each
from members.models import Affiliation, Entitlement, EntitlementKind, Organisation
from members.statuses import standings


@dataclass(frozen=True)
class Seat:
    """One way in: as what, and for which organisation. ``left``: what its rights and the event leave it; None: no
    limit. ``held``: (seats it has at this event, the most it may have) when there is a most.
    """

    side: Side
    structure: str = ""
    organisation: Organisation | None = None
    left: int | None = None
    held: tuple[int, int] | None = None
    right_left: int | None = None

    @property
    def is_free(self) -> bool:
        return self.left is None or self.left > 0


@dataclass(frozen=True)
class Admittance:
    """``seats``: the ways in, the first that is free first. ``words`` end with a full stop."""

    words: str
    seats: list[Seat] = field(default_factory=list)
    next_steps: list[tuple[str, str]] = field(default_factory=list)

    @property
    def may_come(self) -> bool:
        return bool(self.seats)

    @property
    def seat(self) -> Seat | None:
        """The way in that is taken when nobody chooses."""
        return next((seat for seat in self.seats if seat.is_free), None)

    def of(self, organisation_id: int | None) -> Seat | None:
        """The way in for one organisation; None asks for the first that is free."""
        if organisation_id is None:
            return self.seat
        return next((s for s in self.seats if s.organisation and s.organisation.pk == organisation_id), None)


def admittance_of(event: Event, person: Any, on: date | None = None) -> Admittance:
    """What ``person`` may do at ``event``; on a day (today by default)."""
    rule = event.audience_words()
    if not person.is_authenticated:
        return Admittance(f"{rule}.", next_steps=event.ways_in())
    seats = _seats(event, person, on or timezone.localdate())
    if not seats:
        return Admittance(f"{rule}\u00a0: vous n’en êtes pas encore.", next_steps=event.ways_in())
    seats.sort(key=lambda seat: not seat.is_free)
    return Admittance(_words(rule, seats), seats)


def _seats(event: Event, person: Any, on: date) -> list[Seat]:
    admitted, held = set(event.audience), audiences_of(person)
    found: list[Seat] = []
    if admitted & {Admission.MEMBER, Admission.EXECUTIVE}:
        found += _members(event, person, on, executives_only=Admission.MEMBER not in admitted)
    for admission, audience, side in (
        (Admission.AMBASSADOR, Audience.AMBASSADOR, Side.AMBASSADOR),
        (Admission.EXPERT, Audience.EXPERT, Side.EXPERT),
    ):
        if audience in held and (admission in admitted or Admission.EVERYONE in admitted):
            where = belonging(person, side) or Belonging("")
            found.append(Seat(side, where.name, where.organisation))
    if Admission.EVERYONE in admitted and not found:
        found.append(Seat(Side.PUBLIC))
    return found


def _members(event: Event, person: Any, on: date, *, executives_only: bool) -> list[Seat]:
    """The organisations for which somebody may come, each with what is left to it; a fixed number of statements."""
    acted_for = list(affiliations_of(person))
    if executives_only:
        acted_for = [row for row in acted_for if Affiliation.Role.EXECUTIVE in row.roles]
        holders = _holders([row.organisation_id for row in acted_for], timezone.localdate(event.starts_at))
        acted_for = [row for row in acted_for if row.organisation_id in holders]
    told = standings([row.organisation for row in acted_for], on=on) if acted_for else {}
    organisations = [row.organisation for row in acted_for if told[row.organisation_id].is_member]
    rights = _rights_left(event, organisations)
    taken = _taken(event, organisations) if event.seats_each else {}
    return [_seat(event, one, rights.get(one.pk), taken.get(one.pk, 0), on) for one in organisations]


def _seat(event: Event, organisation: Organisation, right: int | None, taken: int, on: date) -> Seat:
    most = event.limit_each(on)
    limits = [] if most is None else [max(most - taken, 0)]
    if right is not None and event.extra_seat == "refuse":
        limits.append(right)
    return Seat(
        Side.INSTITUTION if organisation.side == "institution" else Side.BRAND,
        organisation.name,
        organisation,
        min(limits, default=None),
        None if most is None else (taken, most),
        right,
    )


def _holders(organisations: list[int], on: date) -> set[int]:
    held = Entitlement.objects.running(on).filter(kind=EntitlementKind.CERCLE_SEAT, quantity__gt=0)
    return set(held.filter(organisation__in=organisations).values_list("organisation_id", flat=True))


def _rights_left(event: Event, organisations: list[Organisation]) -> dict[int, int]:
    """How many seats the rights of each leave on the day of the event; empty when nothing is drawn."""
    if event.right is None:
        return {}
    return left_to_each([one.pk for one in organisations], event.right, timezone.localdate(event.starts_at))


def _taken(event: Event, organisations: list[Organisation]) -> dict[int, int]:
    """Seats that each holds at the event, those proposed to its people included."""
    rows = Registration.objects.holding_seats().filter(event=event, organisation__in=organisations)
    found: dict[int, int] = {}
    for pk in rows.values_list("organisation_id", flat=True):
        found[pk] = found.get(pk, 0) + 1
    return found


def _words(rule: str, seats: list[Seat]) -> str:
    """« Réservé aux dirigeants des membres officiels : il vous reste 1 place sur 2. »"""
    seat = seats[0]
    if seat.held is None and seat.left is None:
        return f"{rule}."
    most = f" sur {seat.held[1]}" if seat.held and seat.left == max(seat.held[1] - seat.held[0], 0) else ""
    if not seat.left:
        return f"{rule}\u00a0: {seat.structure} n’a plus de place{most}."
    return f"{rule}\u00a0: il vous reste {seat.left}\u00a0place{'s' if seat.left > 1 else ''}{most}."
