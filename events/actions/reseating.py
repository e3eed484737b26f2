"""A workshop loses its supplier: whoever had a seat there gets the best one left of the same slot, and hears of it.

Under the lock of the event, then of every session of the meeting in the order of their ids.
"""

from collections import defaultdict

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from events import mix
from events.actions import places, telling
from events.models import Place, RegionalMeeting, Registration, Session, Wish, Workshop
from events.models.registrations import RegistrationQuerySet

Origin, State = Place.Origin, Place.State


def leave_room(*, meeting: RegionalMeeting, room: Workshop, title: str) -> RegistrationQuerySet:
    """``room`` has lost its supplier; gives those who had a seat there or waited for one, the first to come first.

    Nobody hears of it before places are told: then nobody knew.
    """
    _drop_wishes(room)
    places.lock(Q(slot__meeting=meeting))
    lost = Place.objects.filter(workshop=room).exclude(state=State.CANCELLED).select_related("registration", "slot")
    rows = list(lost.order_by("registration__registered_at", "pk"))
    lost.update(state=State.CANCELLED, since=timezone.now())
    left = _Left(meeting, {place.registration_id for place in rows})
    because = f"«\u00a0{title}\u00a0» n’a plus lieu\u00a0: c’est la meilleure place libre à ce créneau."
    for place in rows:
        if place.state == State.CONFIRMED:
            left.seat(place, because)
    concerned = Registration.objects.filter(pk__in=[place.registration_id for place in rows])
    if meeting.places_told_at:
        words = f"L’atelier «\u00a0{title}\u00a0» n’a plus lieu\u00a0: son fournisseur s’est retiré."
        telling.note(meeting.event, telling.Kind.WORKSHOPS, concerned, words=words, meeting=meeting)
    return concerned


def _drop_wishes(room: Workshop) -> None:
    """Nobody wishes for it any more; the wishes that came after it move up."""
    wished = Wish.objects.filter(workshop=room)
    people = list(wished.values_list("registration", flat=True))
    wished.delete()
    before = Wish.objects.filter(
        registration=OuterRef("registration"), slot=OuterRef("slot"), rank=OuterRef("rank") - 1
    )
    for rank in (2, 3):
        gaps = Wish.objects.filter(registration__in=people, rank=rank).exclude(Exists(before))
        Wish.objects.filter(pk__in=list(gaps.values_list("pk", flat=True))).update(rank=F("rank") - 1)


class _Left:
    """The seats left of a meeting, for some people; read in three statements."""

    def __init__(self, meeting: RegionalMeeting, people: set[int]) -> None:
        sessions = Session.objects.hosted().filter(slot__meeting=meeting)
        self.sessions = list(sessions.select_related("workshop", "slot").order_by("workshop__number"))
        self.counts, self.is_mixed = mix.held(session.pk for session in self.sessions), meeting.is_mixed()
        self.known: dict[int, set[int]] = defaultdict(set)
        mine = Place.objects.filter(registration__in=people).exclude(state=State.CANCELLED)
        for who, workshop in mine.values_list("registration", "workshop"):
            self.known[who].add(workshop)
        self.ranks: dict[tuple[int, int, int], int] = {}
        for wish in Wish.objects.filter(registration__in=people, slot__meeting=meeting):
            self.ranks[wish.registration_id, wish.slot_id, wish.workshop_id] = wish.rank

    def seat(self, lost: Place, because: str) -> None:
        """The seat most wished for, then in the emptiest session; none when no workshop new to the person has one."""
        who, side = lost.registration_id, lost.side
        free = {session: self._free(session, side) for session in self.sessions if session.slot_id == lost.slot_id}
        fit = [session for session, seats in free.items() if seats and session.workshop_id not in self.known[who]]
        if not fit:
            return
        last = len(self.sessions)
        best = min(fit, key=lambda one: (self.ranks.get((who, one.slot_id, one.workshop_id), last), -free[one]))
        _give(lost, best, because)
        self.counts[best.pk, side] += 1
        self.known[who].add(best.workshop_id)

    def _free(self, session: Session, side: str) -> int:
        return mix.free(session, self.counts, side, is_mixed=self.is_mixed)


def _give(lost: Place, best: Session, because: str) -> None:
    where = {"session": best, "slot": best.slot, "workshop": best.workshop}
    told = {"origin": Origin.BALANCE, "because": because[:240]}
    Place.objects.create(registration=lost.registration, side=lost.side, **where, **told)
