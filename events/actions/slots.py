"""Time slots of a regional meeting follow the hours of its event, whoever moves it."""

from datetime import timedelta

from django.db.models import F

from events.models import Event, Slot
from events.timetable import slots_of

AWAY = timedelta(days=36525)


def follow(event: Event) -> None:
    """All out of the way first, so that none overlaps another on its way. The event is locked."""
    slots = Slot.objects.filter(meeting__event=event)
    slots.update(starts_at=F("starts_at") + AWAY, ends_at=F("ends_at") + AWAY)
    placed = list(slots.order_by("starts_at"))
    hours = slots_of(event.starts_at, event.ends_at, len(placed)) if placed else []
    for slot, (slot.starts_at, slot.ends_at) in zip(placed, hours, strict=True):
        slot.save()
