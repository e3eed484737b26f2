"""Workshops of a regional meeting before they are first come: wishes, the places given by them, said to everybody.

Places are given under the lock of the event, then of its sessions in the order of their ids.
"""

from collections.abc import Mapping, Sequence
from itertools import product

from django.db import transaction
from django.utils import timezone

from club.core import audit
from events import assigning, seating, workshop_emails
from events.actions import seats
from events.assigning import Origin, Outcome
from events.day import days_of
from events.errors import EventError
from events.models import Place, Pledge, RegionalMeeting, Registration, Session, Side, Stage, Wish
from members.models import User

MOST_WISHES = 3


@transaction.atomic
def open_wishes(*, meeting: RegionalMeeting, by: User) -> int:
    """Every hosted workshop is held in each slot, and everybody who comes is asked for wishes; gives the mails.

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
    rows = Registration.objects.coming().filter(event=event).with_people().order_by("pk")
    for row in rows:
        row.event = event
        workshop_emails.wishes_asked(row)
    audit.record(actor=by, verb="workshops.open", target=meeting, sessions=len(pairs), mails=len(rows))
    return len(rows)


@transaction.atomic
def state_wishes(*, registration: Registration, wishes: Mapping[int, Sequence[int]]) -> None:
    """What somebody would rather go to: slot → at most three workshops, the most wanted first. It replaces all."""
    row = Registration.objects.select_for_update(no_key=True).get(pk=registration.pk)
    meeting = RegionalMeeting.objects.get(event=row.event_id)
    if not row.is_coming:
        raise EventError("Les ateliers sont pour les personnes inscrites à la rencontre.")
    if meeting.places_told_at is not None:
        raise EventError("Les places sont réparties\u00a0: prenez ce qui reste, ou une place en liste d’attente.")
    held = {(session.slot_id, session.workshop_id) for session in Session.objects.filter(slot__meeting=meeting)}
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
    sessions = list(Session.objects.select_for_update(no_key=True).filter(slot__meeting=meeting).order_by("pk"))
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
def tell_places(*, meeting: RegionalMeeting, by: User) -> int:
    """One mail to everybody who comes, once; from then on places are first come. Gives the number of mails."""
    event = seats.locked(meeting.event)
    meeting = RegionalMeeting.objects.select_related("event").get(pk=meeting.pk)
    _refuse_too_early(meeting)
    if not Place.objects.held().filter(slot__meeting=meeting).exists():
        raise EventError("Répartissez d’abord les places.")
    meeting.places_told_at = timezone.now()
    meeting.version += 1
    meeting.save(update_fields=["places_told_at", "version"])
    rows = list(Registration.objects.coming().filter(event=event).with_people().order_by("pk"))
    days = days_of(meeting, rows)
    for row in rows:
        row.event = event
        workshop_emails.places_told(row, days[row.pk])
    audit.record(actor=by, verb="workshops.tell", target=meeting, mails=len(rows))
    return len(rows)


def _refuse_too_early(meeting: RegionalMeeting) -> None:
    """Or too late."""
    if meeting.stage not in (Stage.GO, Stage.CONFIRMED):
        raise EventError(f"Cette rencontre {meeting.get_stage_display()}\u00a0: décidez d’abord qu’elle aura lieu.")
    if meeting.places_told_at is not None:
        raise EventError("Les places ont été annoncées\u00a0: chacun prend maintenant ce qui reste.")


def _person(row: Registration, number: int) -> seating.Person:
    side = seating.Side(row.side) if row.side in (Side.AMBASSADOR, Side.EXPERT) else seating.Side.OTHER
    return seating.Person(row.pk, side, row.organisation_id or row.structure or None, number)


def _seats_of(meeting: RegionalMeeting, sessions: Sequence[Session]) -> list[seating.Session]:
    titles = {workshop.pk: str(workshop) for workshop in meeting.workshops.select_related("pledge")}
    return [
        seating.Session(
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
