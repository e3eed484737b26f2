"""Giving a seat back: to the next who waits, or to a colleague of the same organisation."""

from django.db import transaction
from django.utils import timezone

from club.core import audit
from events import emails
from events.actions import places, registering, seats, waiting
from events.admittance import Seat, admittance_of
from events.errors import EventError
from events.models import CheckIn, Event, Offer, Registration, Side
from members.actions import entitlements
from members.models import User

Status, Way = Registration.State, Registration.Way


@transaction.atomic
def cancel(*, registration: Registration, because: str = "", by: User | None = None) -> Registration:
    """Somebody does not come; twice is harmless. ``by``: staff who say so, and why, until the end.

    The right is given back and the seat offered in the same transaction.
    """
    event, row = _locked(registration)
    if row.state == Status.CANCELLED:
        return row
    _refuse_late(row, by)
    _leave(row, because.strip() or "s’est désinscrit")
    seats.unbill_extra(row, by)
    if by:
        audit.record(actor=by, verb="registration.cancel", target=row, because=because.strip()[:200])
    waiting.offer_free_seats(event)
    seats.follow(event)
    return row


@transaction.atomic
def excuse(*, registration: Registration, is_excused: bool, by: User) -> None:
    """An absence that counts for nothing in later waiting lists. Why is nobody’s business: it may be an illness."""
    changed = Registration.objects.coming().filter(pk=registration.pk).update(is_excused=is_excused)
    if not changed:
        raise EventError("Seule l’absence d’une personne inscrite s’excuse.")
    audit.record(actor=by, verb="registration.excuse", target=registration, excused=is_excused)


@transaction.atomic
def substitute(*, registration: Registration, person: User) -> Registration:
    """A colleague of the same organisation takes the seat over: nobody who waits gets before, no right is lost.

    The event admits the colleague as it admits anybody: the seat of an executive is for an executive.
    """
    for pk in sorted({registration.person_id, person.pk}):
        User.objects.select_for_update(no_key=True).get(pk=pk)
    if not registration.is_for_a_member:
        raise EventError("Seule une place prise pour un membre du Club se laisse à un collègue.")
    if admittance_of(registration.event, person).like(registration) is None:
        raise EventError(f"{person} ne peut pas venir à cette rencontre pour {registration.organisation}.")
    event, row = _locked(registration)
    if not row.is_coming:
        raise EventError("Cette place n’est plus tenue\u00a0: personne ne peut la reprendre.")
    _refuse_late(row)
    if Registration.objects.coming().filter(event=event, person=person).exists():
        raise EventError(f"{person} est déjà inscrit à cette rencontre.")
    seat = Seat(Side(row.side), row.structure, row.organisation)
    _leave(row, f"a laissé sa place à {person}")
    taken = registering.seat_instead(event=event, person=person, admitted=seat, extra=row.is_extra)
    taken.bill, row.bill = row.bill, None
    for one in (row, taken):
        one.save(update_fields=["bill"])
    return taken


@transaction.atomic
def take_back(*, registration: Registration, because: str) -> None:
    """A seat that was given by mistake at the door: as if it had never been, and nobody is written to."""
    event, row = _locked(registration)
    if row.is_coming:
        _end(row, because)
        seats.follow(event)


def _locked(registration: Registration) -> tuple[Event, Registration]:
    """The event, locked after the rights that the seat was drawn from; the row as it stands now."""
    row = Registration.objects.select_related("person", "organisation", "event").get(pk=registration.pk)
    registering.hold_rights(row.event, row.member)
    event = seats.locked(row.event)
    row.refresh_from_db(fields=["state", "changes", "position", "is_extra", "bill"])
    row.event = event
    return event, row


def too_late(row: Registration, by: User | None = None) -> str:
    """Why a registration cannot be given up any more; empty while it can. An absence is not undone by leaving."""
    if row.event.is_over():
        return "Cette rencontre est passée\u00a0: l’inscription reste telle qu’elle était."
    if row.event.has_begun() and not by:
        return "Cette rencontre a commencé\u00a0: l’inscription reste telle qu’elle est."
    if CheckIn.objects.filter(registration=row).exists():
        return f"L’entrée de {row.person} est notée\u00a0: cette inscription ne change plus."
    return ""


def _refuse_late(row: Registration, by: User | None = None) -> None:
    if words := too_late(row, by):
        raise EventError(words)


def _leave(row: Registration, because: str) -> None:
    held = row.is_coming
    _end(row, because)
    emails.cancelled(row, held=held)


def _end(row: Registration, because: str) -> None:
    row.changes += row.is_coming
    row.state, row.left_because, row.position = Status.CANCELLED, because[:200], None
    row.changed_at = timezone.now()
    row.diet, row.access_needs = "", ""
    row.save()
    places.leave_all(row)
    Offer.objects.pending().filter(registration=row).update(state=Offer.State.WITHDRAWN, settled_at=timezone.now())
    entitlements.give_back(key=row.use_key, reason=because)
