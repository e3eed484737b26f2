"""Whether somebody may come to an event, as what and for whom, in words, with the next step when it is no.

One function answers for pages, mails and the registration itself, which asks again under its locks.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from club.core.audiences import Audience, audiences_of
from club.core.templatetags.club import euros
from events.models import Admission, Event, ExtraSeat, Registration, Side, State
from events.models.seating import RIGHTS
from events.sides import Belonging, belonging
from members.access import affiliations_of
from members.actions.entitlements import left_among
from members.models import Affiliation, Entitlement, EntitlementKind, Organisation
from members.statuses import standings


@dataclass(frozen=True)
class Seat:
    """One way in: as what, and for which organisation. ``left``: what its rights and the event leave it; None: no
    limit. ``held``: (seats it has at this event, the most it may have) when there is a most. ``lapses``: no right
    that a seat could be drawn from runs on that day. ``price``: what its member owes for it when no right is left.
    """

    side: Side
    structure: str = ""
    organisation: Organisation | None = None
    left: int | None = None
    held: tuple[int, int] | None = None
    lapses: bool = False
    price: Decimal | None = None

    @property
    def is_free(self) -> bool:
        return self.left is None or self.left > 0

    @property
    def member(self) -> Organisation | None:
        """The member whose seat it is."""
        return self.organisation if self.side in Side.of_members() else None


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

    def like(self, row: Registration) -> Seat | None:
        """The way in by which somebody registered, whether it is free or not."""
        known = (row.side, row.organisation_id)
        return next((s for s in self.seats if (s.side, s.organisation and s.organisation.pk) == known), None)


def admittance_of(event: Event, person: Any, on: date | None = None) -> Admittance:
    """What ``person`` may do at ``event``; on a day (today by default)."""
    return admittances_of([event], person, on)[event.pk]


def admittances_of(events: Sequence[Event], person: Any, on: date | None = None) -> dict[int, Admittance]:
    """The same for several events, by their ids; a number of statements that does not grow with theirs."""
    if not person.is_authenticated:
        return {one.pk: Admittance(f"{one.audience_words()}.", next_steps=one.ways_in()) for one in events}
    known = _Known.of(events, person, on or timezone.localdate())
    return {one.pk: _told(one, known.seats(one)) for one in events}


def price_words(structure: str, price: Decimal) -> str:
    """Said wherever such a seat may be taken, and in the mail that confirms it."""
    return f"{structure} n’a plus de place incluse\u00a0: cette place lui est facturée {euros(price)} hors taxes."


def closed_words(event: Event, at: datetime | None = None) -> str:
    """Why nobody registers by himself any more; empty while one may, if only for the waiting list."""
    if event.state in (State.DRAFT, State.CANCELLED, State.POSTPONED, State.HELD):
        return f"On ne s’inscrit pas à cette rencontre\u00a0: elle est {event.get_state_display()}."
    if event.state == State.FULL and event.capacity is None:
        return "Cette rencontre est complète."
    if event.state == State.CLOSED or event.closes_at() <= (at or timezone.now()):
        return "Les inscriptions sont closes. Écrivez à l’équipe du Club si vous devez absolument venir."
    return ""


def _told(event: Event, seats: list[Seat]) -> Admittance:
    rule = event.audience_words()
    if not seats:
        return Admittance(f"{rule}\u00a0: vous n’en êtes pas encore.", next_steps=event.ways_in())
    seats.sort(key=lambda seat: not seat.is_free)
    return Admittance(_words(rule, seats), seats)


@dataclass(frozen=True)
class _Known:
    """What decides for one person at some events. ``rights``: of the members among those they act for.

    ``taken``: (event, organisation) → seats held there, those proposed to its people included.
    """

    on: date
    advising: list[tuple[Admission, Seat]]
    acted_for: list[Affiliation]
    rights: list[Entitlement]
    taken: Counter[tuple[int, int]]

    @classmethod
    def of(cls, events: Sequence[Event], person: Any, on: date) -> "_Known":
        admitted = {Admission(value) for event in events for value in event.audience}
        acted_for = _members(person, on) if admitted & {Admission.MEMBER, Admission.EXECUTIVE} else []
        members = [row.organisation_id for row in acted_for]
        rights = Entitlement.objects.counted().filter(organisation__in=members, kind__in=RIGHTS.values())
        limited = [event.pk for event in events if event.seats_each]
        return cls(
            on,
            _advising(person, admitted),
            acted_for,
            list(rights) if members else [],
            _taken(limited, members) if limited and members else Counter(),
        )

    def seats(self, event: Event) -> list[Seat]:
        """The ways into one event."""
        admitted = set(event.audience)
        everyone = Admission.EVERYONE in admitted
        found = [self._seat(event, row.organisation) for row in self.acted_for if self._admits(event, row)]
        found += [seat for admission, seat in self.advising if everyone or admission in admitted]
        return found or ([Seat(Side.PUBLIC)] if everyone else [])

    def _admits(self, event: Event, row: Affiliation) -> bool:
        """As a representative of a member, or as the executive of one whose right to the Cercle runs that day."""
        if Admission.MEMBER in event.audience:
            return True
        return (
            Admission.EXECUTIVE in event.audience
            and Affiliation.Role.EXECUTIVE in row.roles
            and any(
                right.quantity > 0 and right.is_running(timezone.localdate(event.starts_at))
                for right in self.rights
                if (right.organisation_id, right.kind) == (row.organisation_id, EntitlementKind.CERCLE_SEAT)
            )
        )

    def _seat(self, event: Event, organisation: Organisation) -> Seat:
        """With what is left to a member: of its rights on the day, and of the seats it may hold at the event."""
        most, taken = event.limit_each(self.on), self.taken[event.pk, organisation.pk]
        limits = [] if most is None else [max(most - taken, 0)]
        right = self._right_left(event, organisation)
        if right is not None and event.extra_seat == ExtraSeat.REFUSE:
            limits.append(right)
        return Seat(
            Side.INSTITUTION if organisation.side == "institution" else Side.BRAND,
            organisation.name,
            organisation,
            min(limits, default=None),
            None if most is None else (taken, most),
            right is not None and not self._runs(event, organisation),
            event.extra_price if right == 0 and event.extra_seat == ExtraSeat.INVOICE else None,
        )

    def _runs(self, event: Event, organisation: Organisation) -> bool:
        day = timezone.localdate(event.starts_at)
        held = (row for row in self.rights if (row.kind, row.organisation_id) == (event.right, organisation.pk))
        return any(row.is_running(day) for row in held)

    def _right_left(self, event: Event, organisation: Organisation) -> int | None:
        if event.right is None:
            return None
        held = (row for row in self.rights if row.kind == event.right)
        return left_among(held, [organisation.pk], timezone.localdate(event.starts_at))[organisation.pk]


def _advising(person: Any, admitted: set[Admission]) -> list[tuple[Admission, Seat]]:
    """The ways in of an ambassador and of an expert, where some event admits them."""
    held, found = audiences_of(person), []
    for admission, audience, side in (
        (Admission.AMBASSADOR, Audience.AMBASSADOR, Side.AMBASSADOR),
        (Admission.EXPERT, Audience.EXPERT, Side.EXPERT),
    ):
        if audience in held and admitted & {admission, Admission.EVERYONE}:
            where = belonging(person, side) or Belonging("")
            found.append((admission, Seat(side, where.name, where.organisation)))
    return found


def _members(person: Any, on: date) -> list[Affiliation]:
    """For whom they act, among the members of that day."""
    acted_for = list(affiliations_of(person))
    told = standings([row.organisation for row in acted_for], on=on) if acted_for else {}
    return [row for row in acted_for if told[row.organisation_id].is_member]


def _taken(events: list[int], organisations: list[int]) -> Counter[tuple[int, int]]:
    rows = Registration.objects.holding_seats().for_members()
    rows = rows.filter(event__in=events, organisation__in=organisations)
    return Counter(rows.order_by().values_list("event_id", "organisation_id"))


def _words(rule: str, seats: list[Seat]) -> str:
    """« Réservé aux dirigeants des membres officiels : il vous reste 1 place sur 2. »"""
    seat = seats[0]
    if seat.is_free and seat.price:
        return f"{rule}. {price_words(seat.structure, seat.price)}"
    if seat.held is None and seat.left is None:
        return f"{rule}."
    most = f" sur {seat.held[1]}" if seat.held and seat.left == max(seat.held[1] - seat.held[0], 0) else ""
    if not seat.left and seat.lapses:
        return f"{rule}\u00a0: l’adhésion de {seat.structure} ne comprend pas de place à cette date."
    if not seat.left:
        return f"{rule}\u00a0: {seat.structure} n’a plus de place{most}."
    return f"{rule}\u00a0: il vous reste {seat.left}\u00a0place{'s' if seat.left > 1 else ''}{most}."
