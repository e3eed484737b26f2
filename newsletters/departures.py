"""Which issue leaves at which slot: as scheduled, else those in composition take the free slots in order."""

from datetime import date, datetime

from django.utils import timezone

from newsletters import fortnight
from newsletters.models import Issue, Slot


def expected(now: datetime | None = None) -> dict[int, Issue]:
    """Number of each coming slot that has, or may expect, an issue; two statements."""
    coming = Slot.objects.filter(job=fortnight.JOB, due_at__gt=now or timezone.now())
    slots = list(coming.select_related("issue").order_by("due_at"))
    composed = Issue.objects.flash().filter(state__in=Issue.State.editable()).order_by("number")
    found = {slot.pk: slot.issue for slot in slots if slot.issue}
    free = (slot.pk for slot in slots if slot.issue is None)
    return found | dict(zip(free, composed, strict=False))


def day_of(issue: Issue) -> date:
    """The day its readers get it, as far as one knows: as scheduled, else that of its slot; today at the earliest."""
    due_at = issue.send_at or next((_due_at(pk) for pk, other in expected().items() if other == issue), None)
    today = timezone.localdate()
    return max(timezone.localdate(due_at), today) if due_at else today


def _due_at(slot: int) -> datetime:
    return Slot.objects.values_list("due_at", flat=True).get(pk=slot)
