"""The day of somebody at a regional meeting: for each slot his wishes, his place, and what he may still choose."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from events import mix
from events.models import Place, RegionalMeeting, Registration, Session, Slot, Wish


@dataclass
class Choice:
    """A workshop in a slot, as one participant sees it."""

    session: Session
    free: int
    """Seats that he may take."""
    mine: Place | None = None
    """He is there, or waits for it."""
    elsewhere: Place | None = None
    """He is in this workshop in another slot, or waits for it there."""


@dataclass
class Part:
    """A slot of the day."""

    slot: Slot
    place: Place | None = None
    waited: Place | None = None
    wishes: list[Wish] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)


def days_of(meeting: RegionalMeeting, rows: Collection[Registration]) -> dict[int, list[Part]]:
    """Registration → slots with the places held; two statements for any number of people."""
    places = (
        Place.objects.held().filter(registration__in=rows).select_related("session", "workshop__pledge__organisation")
    )
    held = {(place.registration_id, place.slot_id): place for place in places}
    slots = list(meeting.slots.all())
    return {row.pk: [Part(slot, held.get((row.pk, slot.pk))) for slot in slots] for row in rows}


def day_of(meeting: RegionalMeeting, row: Registration) -> list[Part]:
    """Everything that his page shows, nothing before wishes are open; five statements."""
    mine = list(
        row.places.exclude(state=Place.State.CANCELLED).select_related(
            "slot", "session", "workshop__pledge__organisation"
        )
    )
    by_workshop = {place.workshop_id: place for place in mine}
    here = {(place.slot_id, place.state): place for place in mine}
    wishes = defaultdict(list)
    for wish in row.wishes.select_related("workshop__pledge").order_by("rank"):
        wishes[wish.slot_id].append(wish)
    sessions = Session.objects.hosted().filter(slot__meeting=meeting).select_related("workshop__pledge__organisation")
    parts = {
        slot.pk: Part(
            slot,
            here.get((slot.pk, Place.State.CONFIRMED)),
            here.get((slot.pk, Place.State.WAITING)),
            wishes[slot.pk],
        )
        for slot in meeting.slots.all()
    }
    counts, is_mixed = mix.held(session.pk for session in sessions), meeting.is_mixed()
    for session in sessions.order_by("workshop__number"):
        found = by_workshop.get(session.workshop_id)
        choice = Choice(session, mix.free(session, counts, row.side, is_mixed=is_mixed))
        if found:
            is_here = found.slot_id == session.slot_id
            choice.mine, choice.elsewhere = (found, None) if is_here else (None, found)
        parts[session.slot_id].choices.append(choice)
    return [part for part in parts.values() if part.choices]
