"""Workshops of a regional meeting before they are first come: wishes, the places given by them, said to everybody.

Places are given under the lock of the event, then of its sessions in the order of their ids.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import product

from django.db import transaction
from django.utils import timezone

from club.core import audit, doorbell
from club.core.models import OutboxMail
from events import assigning, slot_assignment, workshop_emails
from events.actions import seats
from events.assigning import Origin, Outcome
from events.day import days_of
from events.errors import EventError
from events.models import Place, Pledge, RegionalMeeting, Registration, Session, Side, Wish
from members.models import User

MOST_WISHES = 3
BATCH = 20  # people a transaction


@transaction.atomic
def open_wishes(*, meeting: RegionalMeeting, by: User) -> int:
    """Every hosted workshop is held in each slot; gives how many people come, who are asked for wishes (``write``).

    Again, once a late supplier has promised a workshop: what exists stays, and nobody is asked twice.
    """
    event = seats.locked(meeting.event)
    meeting = RegionalMeeting.objects.select_related("event").get(pk=meeting.pk)
    _refuse_too_early(meeting)
    hosted = meeting.workshops.filter(pledge__state=Pledge.State.STANDING).order_by("number")
    pairs = list(product(meeting.slots.order_by("starts_at"), hosted))
    if not pairs:
        raise EventError("Il n’y a pas encore de créneau, ou aucun atelier n’a de fournisseur.")
    kept = {"for_ambassadors": meeting.for_ambassadors, "for_experts": meeting.for_experts}
    fresh = [Session(slot=slot, workshop=workshop, **kept) for slot, workshop in pairs]
    Session.objects.bulk_create(fresh, ignore_conflicts=True)
    people = Registration.objects.coming().filter(event=event).count()
    audit.record(actor=by, verb="workshops.open", target=meeting, sessions=len(pairs))
    doorbell.ring("events.write_workshops")
    return people


@transaction.atomic
def state_wishes(*, registration: Registration, wishes: Mapping[int, Sequence[int]]) -> None:
    """What somebody would rather go to: slot → at most three workshops, the most wanted first. It replaces all."""
    row = Registration.objects.select_for_update(no_key=True).get(pk=registration.pk)
    meeting = RegionalMeeting.objects.get(event=row.event_id)
    if not row.is_coming:
        raise EventError("Les ateliers sont pour les personnes inscrites à la rencontre.")
    if meeting.places_told_at is not None:
        raise EventError("Les places sont réparties\u00a0: prenez ce qui reste, ou une place en liste d’attente.")
    if row.places.held().exists():
        raise EventError("La répartition est faite\u00a0: nous vous écrivons bientôt vos ateliers.")
    hosted = Session.objects.hosted().filter(slot__meeting=meeting)
    held = {(session.slot_id, session.workshop_id) for session in hosted}
    for slot, chosen in wishes.items():
        if len(set(chosen)) < len(chosen) or len(chosen) > MOST_WISHES:
            raise EventError("Un vœu par atelier, trois au plus par créneau.")
        if any((slot, workshop) not in held for workshop in chosen):
            raise EventError("Cet atelier n’a pas lieu à ce créneau.")
    row.wishes.all().delete()
    Wish.objects.bulk_create(
        Wish(registration=row, slot_id=slot, workshop_id=workshop, rank=rank)
        for slot, chosen in wishes.items()
        for rank, workshop in enumerate(chosen, 1)
    )


@transaction.atomic
def assign_places(*, meeting: RegionalMeeting, by: User) -> Outcome:
    """A place in each slot for everybody who comes, as far as there are seats; again, for those who came since.

    Places that are held stay. Nobody hears of it before ``tell_places``.
    """
    seats.locked(meeting.event)
    meeting = RegionalMeeting.objects.select_related("event").get(pk=meeting.pk)
    _refuse_too_early(meeting)
    locked = Session.objects.select_for_update(no_key=True, of=("self",)).filter(slot__meeting=meeting)
    sessions = list(locked.hosted().order_by("pk"))
    if not sessions:
        raise EventError("Ouvrez d’abord les vœux.")
    coming = Registration.objects.coming().filter(event=meeting.event).order_by("registered_at", "pk")
    rows = {row.pk: row for row in coming}
    outcome = assigning.assign(
        people=[_person(row, number) for number, row in enumerate(rows.values())],
        slots=list(meeting.slots.order_by("starts_at", "pk").values_list("pk", flat=True)),
        sessions=_seats_of(meeting, sessions),
        wishes=_wishes(meeting),
        held=_held(meeting),
    )
    by_id = {session.pk: session for session in sessions}
    Place.objects.bulk_create(
        Place(
            registration_id=found.person,
            session_id=found.session,
            slot_id=found.slot,
            workshop_id=by_id[found.session].workshop_id,
            side=rows[found.person].side,
            origin=found.origin,
            because=found.because[:240],
        )
        for found in outcome.assignments
    )
    figures = {origin.value: round(outcome.share(origin), 3) for origin in Origin if origin != Origin.BALANCE}
    counts = {"given": len(outcome.assignments), "missing": len(outcome.unplaced)}
    audit.record(actor=by, verb="workshops.assign", target=meeting, **counts, **figures)
    return outcome


@transaction.atomic
def undo_places(*, meeting: RegionalMeeting, reason: str, by: User) -> int:
    """Every place given is taken back, as long as nobody was told; wishes stay. Gives how many."""
    if not reason.strip():
        raise EventError("Dites pourquoi la répartition est à refaire.")
    seats.locked(meeting.event)
    meeting = RegionalMeeting.objects.get(pk=meeting.pk)
    _refuse_too_early(meeting)
    list(Session.objects.select_for_update(no_key=True).filter(slot__meeting=meeting).order_by("pk"))
    given = Place.objects.filter(slot__meeting=meeting).exclude(state=Place.State.CANCELLED)
    count = given.update(state=Place.State.CANCELLED, since=timezone.now())
    if not count:
        raise EventError("Aucune place n’est donnée\u00a0: rien n’est à défaire.")
    audit.record(actor=by, verb="workshops.undo", target=meeting, reason=reason.strip()[:200], places=count)
    return count


@transaction.atomic
def tell_places(*, meeting: RegionalMeeting, by: User) -> int:
    """From now on places are first come; gives how many people come, who are told theirs, once (``write``)."""
    event = seats.locked(meeting.event)
    meeting = RegionalMeeting.objects.select_related("event").get(pk=meeting.pk)
    _refuse_too_early(meeting)
    if not Place.objects.held().filter(slot__meeting=meeting).exists():
        raise EventError("Répartissez d’abord les places.")
    meeting.places_told_at = timezone.now()
    meeting.version += 1
    meeting.save(update_fields=["places_told_at", "version"])
    people = Registration.objects.coming().filter(event=event).count()
    audit.record(actor=by, verb="workshops.tell", target=meeting, people=people)
    doorbell.ring("events.write_workshops")
    return people


@transaction.atomic
def release_mix(*, meeting: RegionalMeeting, on: date, by: User) -> RegionalMeeting:
    """From the day ``on``, free seats of a side are for whoever comes; those who wait have theirs in a minute."""
    event = seats.locked(meeting.event)
    meeting = RegionalMeeting.objects.get(pk=meeting.pk)
    if on > timezone.localdate(event.starts_at):
        raise EventError("La mixité se lève au plus tard le jour de la rencontre.")
    meeting.mix_released_on = on
    meeting.version += 1
    meeting.save(update_fields=["mix_released_on", "version"])
    audit.record(actor=by, verb="workshops.release_mix", target=meeting, on=str(on))
    doorbell.ring("events.write_workshops")
    return meeting


def write(at: datetime | None = None) -> int:
    """The mails that are owed once wishes are open, to who registers later too, then once places are told; how many.

    Some people a transaction: nobody waits for it, and what is interrupted is taken up again.
    """
    sure = RegionalMeeting.objects.sure().filter(event__starts_at__gt=at or timezone.now())
    written = 0
    for meeting in sure.filter(slots__sessions__isnull=False).distinct().select_related("event"):
        owed = _owed(meeting)
        for number in range(0, len(owed), BATCH):
            with transaction.atomic():
                written += _write(meeting, owed[number : number + BATCH])
    return written


def _owed(meeting: RegionalMeeting) -> list[Registration]:
    coming = Registration.objects.coming().filter(event=meeting.event_id).with_people().order_by("pk")
    if meeting.places_told_at:
        coming = coming.filter(registered_at__lte=meeting.places_told_at)
    key = workshop_emails.told_key if meeting.places_told_at else workshop_emails.asked_key
    rows = {key(row.pk, meeting.search): row for row in coming}
    known = set(OutboxMail.objects.filter(key__in=rows).values_list("key", flat=True))
    return [row for key, row in rows.items() if key not in known]


def _write(meeting: RegionalMeeting, rows: list[Registration]) -> int:
    days = days_of(meeting, rows) if meeting.places_told_at else {}
    for row in rows:
        row.event = meeting.event
        if meeting.places_told_at:
            workshop_emails.places_told(row, meeting.search, days[row.pk])
        else:
            workshop_emails.wishes_asked(row, meeting.search)
    return len(rows)


def _refuse_too_early(meeting: RegionalMeeting) -> None:
    """Or too late."""
    if not meeting.is_sure:
        raise EventError(f"{meeting.refusal_words()}\u00a0: décidez d’abord qu’elle aura lieu.")
    if meeting.places_told_at is not None:
        raise EventError("Les places ont été annoncées\u00a0: chacun prend maintenant ce qui reste.")


def _person(row: Registration, number: int) -> slot_assignment.Person:
    has_seats = row.side in (Side.AMBASSADOR, Side.EXPERT)
    side = slot_assignment.Side(row.side) if has_seats else slot_assignment.Side.OTHER
    return slot_assignment.Person(row.pk, side, row.organisation_id or row.structure or None, number)


def _seats_of(meeting: RegionalMeeting, sessions: Sequence[Session]) -> list[slot_assignment.Session]:
    titles = {workshop.pk: str(workshop) for workshop in meeting.workshops.select_related("pledge")}
    return [
        slot_assignment.Session(
            session.pk,
            session.slot_id,
            session.workshop_id,
            titles[session.workshop_id],
            session.capacity,
            session.for_ambassadors,
            session.for_experts,
            released=not meeting.is_mixed(),
        )
        for session in sessions
    ]


def _wishes(meeting: RegionalMeeting) -> assigning.Wishes:
    found: dict[tuple[int, int], list[int]] = {}
    for wish in Wish.objects.filter(slot__meeting=meeting).order_by("rank"):
        found.setdefault((wish.registration_id, wish.slot_id), []).append(wish.workshop_id)
    return found


def _held(meeting: RegionalMeeting) -> dict[tuple[int, int], int]:
    held = Place.objects.held().filter(slot__meeting=meeting, registration__state__in=Registration.State.coming())
    return {(row.registration_id, row.slot_id): row.session_id for row in held}
