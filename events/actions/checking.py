"""Checking people in (*émargement*): one entry each, however often a badge is read, and on however many telephones.

What a telephone noted while it was offline comes later, with the hour at which it was noted and a key that makes it
arrive once.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from club.core import audit
from events.actions import leaving, registering, seats
from events.actions.newcomers import write_down
from events.admittance import Seat, admittance_of
from events.errors import EventError
from events.models import CheckIn, Event, Registration, Side, State
from events.models.moments import midnight
from members.models import User

Means, Way = CheckIn.Means, Registration.Way
ON_THE_SPOT = "venu sur place"


@dataclass(frozen=True)
class Seen:
    """What was noted at the door: by whom, when (now, unless a telephone kept it), under which key."""

    by: User
    at: datetime | None = None
    key: uuid.UUID | None = None


@dataclass(frozen=True)
class Visitor:
    """Somebody who comes without being registered."""

    first_name: str
    last_name: str
    structure: str = ""
    email: str = ""
    side: str = Side.GUEST


@dataclass(frozen=True)
class Arrival:
    """``is_new``: this is what entered them, even when it comes a second time; otherwise they had been before.
    ``note``: what the door should know.
    """

    check_in: CheckIn
    is_new: bool
    note: str = ""

    @property
    def words(self) -> str:
        row = self.check_in.registration
        already = "" if self.is_new else "déjà "
        return f"{row.person}\u00a0: entrée {already}notée à {self.check_in.hour}. {self.note}".strip()


@transaction.atomic
def check_in(*, registration: Registration, seen: Seen, means: str) -> Arrival:
    """Somebody is there. Twice is one entry: the second hears of the first.

    Who waits for a seat, or had given it back, is let in as somebody who came unannounced, and the door is told.
    """
    if known := _known(seen):
        return known
    row = _locked(registration)
    _refuse_day(row.event)
    if entry := CheckIn.objects.filter(registration=row).first():
        entry.registration = row
        return Arrival(entry, is_new=False)
    note = ""
    if not row.is_coming:
        note = f"Son inscription était {row.get_state_display()}\u00a0: la personne entre comme venue sur place."
        row = _let_in(row, seen.by)
    return Arrival(_enter(row, seen, means), is_new=True, note=note)


@transaction.atomic
def walk_in(*, event: Event, visitor: Visitor, seen: Seen) -> Arrival:
    """Somebody comes without being registered. Known by the address, they keep their file; without one they get a
    file that nothing is ever written to. Nobody asked them whether others may read their name: none does.
    """
    if known := _known(seen):
        return known
    _refuse_day(event)
    person = _person(visitor)
    row = Registration.objects.filter(event=event, person=person).first()
    if row is not None:
        return check_in(registration=row, seen=seen, means=Means.NAME)
    admitted = admittance_of(event, person).seat
    seat = admitted or Seat(Side(visitor.side), visitor.structure)
    row = _register(event, person, seat, registering.Asked(is_listed=False, accepts_clash=True), seen.by)
    return Arrival(_enter(row, seen, Means.WALK_IN), is_new=True)


@transaction.atomic
def undo(*, entry: CheckIn, reason: str, by: User) -> None:
    """The wrong name was touched: the entry goes, its history and the reason stay.

    A seat that the touch alone had given goes with it: nobody is noted as absent for it.
    """
    if not reason.strip():
        raise EventError("Dites pourquoi cette entrée est retirée.")
    row = entry.registration
    User.objects.select_for_update(no_key=True).get(pk=row.person_id)
    audit.record(actor=by, verb="check_in.undo", target=row, reason=reason.strip()[:200])
    entry.delete()
    if row.way == Way.WALK_IN:
        leaving.take_back(registration=row, because="entrée retirée")


def _locked(registration: Registration) -> Registration:
    """The row as it stands, in the order of locks of every seat: person, then the event of a seat that is held."""
    User.objects.select_for_update(no_key=True).get(pk=registration.person_id)
    row = Registration.objects.select_related("person", "event").get(pk=registration.pk)
    if row.is_coming:
        seats.locked(row.event)
        row.refresh_from_db(fields=["state"])
        if not row.is_coming:
            raise EventError(
                f"L’inscription de {row.person} vient de changer\u00a0: touchez son nom une seconde fois."
            )
    return row


def _known(seen: Seen) -> Arrival | None:
    """What this key has noted already: an answer that the telephone never got."""
    if seen.key is None:
        return None
    entry = CheckIn.objects.filter(key=seen.key).select_related("registration__person").first()
    return entry and Arrival(entry, is_new=True)


def _refuse_day(event: Event) -> None:
    if event.state in (State.DRAFT, State.POSTPONED, State.CANCELLED):
        raise EventError(f"Personne n’émarge à cette rencontre\u00a0: elle est {event.get_state_display()}.")
    if timezone.now() < midnight(timezone.localdate(event.starts_at)):
        raise EventError("L’émargement ouvre le jour de la rencontre.")


def _enter(row: Registration, seen: Seen, means: str) -> CheckIn:
    return CheckIn.objects.create(
        registration=row, at=_moment(row.event, seen.at), means=means, by=seen.by, key=seen.key
    )


def _moment(event: Event, at: datetime | None) -> datetime:
    """The hour that a telephone says, unless its clock is wrong: before the day, or after now."""
    now = timezone.now()
    return at if at and midnight(timezone.localdate(event.starts_at)) <= at <= now else now


def _let_in(row: Registration, by: User) -> Registration:
    """A seat beyond the last for somebody who stands at the door; what they had said when registering stays."""
    asked = registering.Asked(None, row.diet, row.access_needs, row.is_listed, accepts_clash=True)
    return _register(row.event, row.person, Seat(Side(row.side), row.structure), asked, by)


def _register(event: Event, person: User, seat: Seat, asked: registering.Asked, by: User) -> Registration:
    return registering.register(
        event=event,
        person=person,
        way=Way.WALK_IN,
        asked=asked,
        favour=registering.Favour(by=by, seat=seat, beyond=ON_THE_SPOT),
    )


def _person(visitor: Visitor) -> User:
    """Their file; a new one opens no account."""
    if not visitor.last_name.strip():
        raise EventError("Donnez au moins le nom de la personne.")
    email = visitor.email.strip().lower()
    if email and (known := User.objects.filter(email=email).first()):
        return known
    return write_down(
        last_name=visitor.last_name, email=email, first_name=visitor.first_name, source_label="Émargement"
    )
