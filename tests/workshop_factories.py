"""A regional meeting that will take place, its slots and workshops, and those who come."""

from datetime import timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from club.core.topics import Topic
from events.actions import registering, workshops
from events.actions.registering import Favour
from events.admittance import Seat
from events.models import Admission, Kind, Pledge, RegionalMeeting, Registration, Session, Side, Slot, Stage, Workshop
from tests.event_factories import at, make_event
from tests.factories import make_organisation, make_staff, make_user

_numbers = count(1)
BOTH_SIDES = [Admission.AMBASSADOR, Admission.EXPERT]


def make_regional(
    *, slots: int = 1, workshops_wanted: int = 2, seats: tuple[int, int] = (1, 1), **fields: Any
) -> RegionalMeeting:
    """``seats`` of each session: for ambassadors, for experts. Given out already when ``told``."""
    told = fields.pop("told", False)
    event = make_event(kind=Kind.REGIONAL, audience=BOTH_SIDES, starts_at=at(30, 9), ends_at=at(30, 18))
    meeting = RegionalMeeting.objects.create(
        event=event,
        decides_on=timezone.localdate(),
        workshops_wanted=workshops_wanted,
        for_ambassadors=seats[0],
        for_experts=seats[1],
        **fields,
    )
    RegionalMeeting.objects.filter(pk=meeting.pk).update(stage=Stage.GO)
    for number in range(1, slots + 1):
        start = at(30, 8 + number)
        Slot.objects.create(meeting=meeting, number=number, starts_at=start, ends_at=start + timedelta(minutes=45))
    for number in range(1, workshops_wanted + 1):
        Workshop.objects.create(meeting=meeting, number=number, pledge=make_hosting(meeting, f"Atelier {number}"))
    meeting.refresh_from_db()
    workshops.open_wishes(meeting=meeting, by=make_staff())
    if told:
        RegionalMeeting.objects.filter(pk=meeting.pk).update(places_told_at=timezone.now())
    meeting.refresh_from_db()
    return meeting


def make_hosting(meeting: RegionalMeeting, title: str) -> Pledge:
    facts = {"organisation": make_organisation(), "made_by": make_user(), "speaker": "Ana Le Goff"}
    return Pledge.objects.create(meeting=meeting, title=title, topic=Topic.values[0], **facts)


def make_participant(meeting: RegionalMeeting, side: str = Side.AMBASSADOR, **fields: Any) -> Registration:
    """Registered by the team, from a network or firm of his own."""
    structure = fields.pop("structure", f"Réseau {next(_numbers)}")
    person = fields.pop("person", None) or make_user(**fields)
    favour = Favour(by=make_staff(), seat=Seat(Side(side), structure))
    return registering.register(event=meeting.event, person=person, way=Registration.Way.STAFF, favour=favour)


def session(meeting: RegionalMeeting, workshop: int, slot: int = 1) -> Session:
    return Session.objects.get(slot__meeting=meeting, workshop__number=workshop, slot__number=slot)
