"""Seats in the workshops of a regional meeting, once they were given out: first come, and a waiting list per side.

Locks: the registration of who asks, then sessions in the order of their ids (those of the time slot, and those of the
same workshop at other times); then everything is counted again, then written. The database refuses two seats in one
slot and the same workshop twice, whatever happens here.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from club.core import audit
from events import mix, workshop_emails
from events.errors import EventError
from events.models import Place, RegionalMeeting, Registration, Session, Side, Slot, State, Wish
from members.models import User

CHOSEN, GIVEN = "Vous avez choisi cette place.", "L’équipe du Club vous a donné cette place."
WAITED = "Une place s’est libérée, et vous étiez au premier rang de l’attente."


@transaction.atomic
def take(
    *,
    registration: Registration,
    session: Session,
    or_wait: bool = False,
    by: User | None = None,
    reason: str = "",
) -> Place:
    """The seat, instead of another one in the same slot; twice is harmless. ``by``: staff decide for somebody, who
    hears of it once places are told; ``reason``: for the journal.

    None is left: a refusal, or with ``or_wait`` the last rank of those who wait, who keep the seat they have.
    """
    row, session, around = _locked(registration, session, by)
    if session.workshop.pledge is None:
        raise EventError("Cet atelier n’a plus lieu\u00a0: son fournisseur s’est retiré.")
    held, waited = _of(row, session)
    if held and held.session_id == session.pk:
        return held
    _follow(session.slot, around)
    if not mix.free(session, mix.held([session.pk]), row.side, is_mixed=session.slot.meeting.is_mixed()):
        return _queue(row, session, waited, or_wait=or_wait)
    if held:
        _cancel(held)
    place = waited if waited and waited.session_id == session.pk else _place(row, session)
    place.state, place.since = Place.State.CONFIRMED, timezone.now()
    place.origin = Place.Origin.STAFF if by else Place.Origin.FIRST_COME
    place.because = GIVEN if by else CHOSEN
    place.save()
    if by:
        audit.record(actor=by, verb="place.give", target=place, reason=reason.strip()[:200])
        if session.slot.meeting.places_told_at:
            workshop_emails.place_given(place)
    if held:
        _follow(session.slot, around)
    return place


@transaction.atomic
def leave(*, registration: Registration, session: Session, by: User | None = None, reason: str = "") -> None:
    """Give a seat back, or stop waiting; twice is harmless. The seat goes to the first who waits.

    ``by``: staff take it back and say why; its person hears of it once places are told.
    """
    if by and not reason.strip():
        raise EventError("Dites pourquoi, pour le journal.")
    row, session, around = _locked(registration, session, by)
    mine = row.places.filter(session=session).exclude(state=Place.State.CANCELLED)
    place = mine.first()
    mine.update(state=Place.State.CANCELLED, since=timezone.now())
    if by and place:
        audit.record(actor=by, verb="place.take_back", target=place, reason=reason.strip()[:200])
        if session.slot.meeting.places_told_at:
            place.registration, place.workshop, place.slot = row, session.workshop, session.slot
            workshop_emails.place_taken_back(place)
    _follow(session.slot, around)


def leave_all(registration: Registration) -> None:
    """Every seat and every wait of a registration that ends, in the transaction that ends it and holds its row."""
    mine = registration.places.exclude(state=Place.State.CANCELLED)
    slots = list(Slot.objects.filter(pk__in=mine.values("slot")).select_related("meeting__event"))
    if not slots:
        return
    around = lock(Q(slot__in=slots))
    mine.update(state=Place.State.CANCELLED, since=timezone.now())
    for slot in slots:
        _follow(slot, around)


def empty(meeting: RegionalMeeting) -> None:
    """Its day is no more: nothing is held, waited for or wished, and nothing is open, until wishes are opened anew.

    In the transaction that decides so, under the lock of the event; the caller saves ``meeting``.
    """
    rows = Registration.objects.filter(event=meeting.event_id).order_by("pk")
    list(rows.select_for_update(no_key=True).values_list("pk"))
    sessions = lock(Q(slot__meeting=meeting))
    Place.objects.filter(session__in=sessions).delete()
    Wish.objects.filter(slot__meeting=meeting).delete()
    Session.objects.filter(pk__in=[session.pk for session in sessions]).delete()
    meeting.places_told_at = meeting.mix_released_on = None


def follow_released(at: datetime | None = None) -> int:
    """Seats of the other side go to those who wait, from the day the mix is released; gives how many."""
    now = at or timezone.now()
    meetings = RegionalMeeting.objects.sure().filter(mix_released_on__lte=timezone.localdate(now))
    waiting = Place.objects.waiting().order_by().filter(slot__meeting__in=meetings, slot__starts_at__gt=now)
    changed = 0
    for slot in Slot.objects.filter(pk__in=waiting.values("slot")).select_related("meeting__event"):
        with transaction.atomic():
            changed += _follow(slot, lock(Q(slot=slot)))
    return changed


def _locked(
    registration: Registration, session: Session, by: User | None
) -> tuple[Registration, Session, list[Session]]:
    row = Registration.objects.select_for_update(no_key=True).get(pk=registration.pk)
    around = lock(Q(slot=session.slot_id) | Q(workshop=session.workshop_id))
    rows = Session.objects.select_related("slot__meeting__event", "workshop__pledge")
    found = rows.filter(pk=session.pk).first()
    if found is None:
        raise EventError("Cette séance n’a plus lieu.")
    _refuse_unfit(row, found.slot, by)
    return row, found, around


def lock(sessions: Q) -> list[Session]:
    return list(Session.objects.select_for_update(no_key=True).filter(sessions).order_by("pk"))


def _refuse_unfit(row: Registration, slot: Slot, by: User | None) -> None:
    meeting: RegionalMeeting = slot.meeting
    if row.event_id != meeting.event_id or not row.is_coming:
        raise EventError("Les ateliers sont pour les personnes inscrites à la rencontre.")
    if meeting.event.state in (State.POSTPONED, State.CANCELLED):
        raise EventError(f"Cette rencontre est {meeting.event.get_state_display()}.")
    if by:
        return
    if meeting.places_told_at is None:
        raise EventError("Les places ne sont pas encore réparties\u00a0: dites vos vœux.")
    if slot.starts_at <= timezone.now():
        raise EventError("Ce créneau a commencé\u00a0: adressez-vous à l’accueil.")


def _of(row: Registration, session: Session) -> tuple[Place | None, Place | None]:
    """What somebody holds and waits for in the slot of ``session``; refuses the same workshop at two times."""
    mine = list(row.places.exclude(state=Place.State.CANCELLED).select_related("workshop__pledge", "slot"))
    elsewhere = next((p for p in mine if p.workshop_id == session.workshop_id and p.slot_id != session.slot_id), None)
    if elsewhere:
        verb = "suivez" if elsewhere.state == Place.State.CONFIRMED else "attendez"
        raise EventError(f"Vous {verb} déjà «\u00a0{elsewhere.workshop}\u00a0» au créneau {elsewhere.slot.number}.")
    here = {place.state: place for place in mine if place.slot_id == session.slot_id}
    return here.get(Place.State.CONFIRMED), here.get(Place.State.WAITING)


def _place(row: Registration, session: Session) -> Place:
    return Place(registration=row, session=session, slot=session.slot, workshop=session.workshop, side=row.side)


def _cancel(place: Place) -> None:
    Place.objects.filter(pk=place.pk).update(state=Place.State.CANCELLED, since=timezone.now())


def _queue(row: Registration, session: Session, waited: Place | None, *, or_wait: bool) -> Place:
    if waited and waited.session_id == session.pk:
        return waited
    if not or_wait:
        raise EventError(f"«\u00a0{session.workshop}\u00a0» n’a plus de place{mix.for_whom(row.side)} à ce créneau.")
    if waited:
        raise EventError(f"Vous attendez déjà une place dans «\u00a0{waited.workshop}\u00a0» à ce créneau.")
    place = _place(row, session)
    place.state, place.origin = Place.State.WAITING, Place.Origin.FIRST_COME
    place.save()
    return place


def _follow(slot: Slot, around: Collection[Session]) -> int:
    """As long as somebody waits for a seat that is free to him: the first has it, and leaves the one he had.

    Gives the number of those who waited and wait no more.
    """
    sessions = [session for session in around if session.slot_id == slot.pk]
    counts, is_mixed, number = mix.held(session.pk for session in sessions), slot.meeting.is_mixed(), 0
    while first := _first_waiting(sessions, counts, is_mixed=is_mixed):
        _promote(first, counts)
        number += 1
    return number


def _first_waiting(sessions: Collection[Session], counts: mix.Counts, *, is_mixed: bool) -> Place | None:
    """Hundreds may wait for what is full: they are not read, for everybody else waits for the locks meanwhile."""
    fits = Q()
    for session in sessions:
        if sides := [side for side in Side if mix.free(session, counts, side, is_mixed=is_mixed)]:
            fits |= Q(session=session, side__in=sides)
    people = ("registration__person", "registration__event", "workshop__pledge", "slot")
    return Place.objects.waiting().filter(fits).select_related(*people).first() if fits else None


def _promote(place: Place, counts: mix.Counts) -> None:
    former = Place.objects.held().filter(registration=place.registration_id, slot=place.slot_id).first()
    if former:
        _cancel(former)
        counts[former.session_id, former.side] -= 1
    place.state, place.because, place.since = Place.State.CONFIRMED, WAITED, timezone.now()
    place.save(update_fields=["state", "because", "since"])
    counts[place.session_id, place.side] += 1
    workshop_emails.place_given(place)
