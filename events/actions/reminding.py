"""Reminders before the day: planned as rows whenever an event changes, sent once when their day comes."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from events import emails
from events.models import Event, Registration, Reminder, State
from events.models.moments import midnight

HOUR = timedelta(hours=9)


def plan(event: Event, at: datetime | None = None) -> None:
    """Write what is to be sent for the day as it is now; take back what was planned for another, or for nothing."""
    wanted = _wanted(event, at or timezone.now())
    planned = {(row.days_before, row.due_at): row for row in Reminder.objects.filter(event=event, settled_at=None)}
    stale = [row.pk for key, row in planned.items() if key not in wanted.items()]
    Reminder.objects.filter(pk__in=stale).delete()
    fresh = [Reminder(event=event, days_before=days, due_at=due) for days, due in wanted.items()]
    Reminder.objects.bulk_create(
        [row for row in fresh if (row.days_before, row.due_at) not in planned], ignore_conflicts=True
    )


def plan_missing(at: datetime | None = None) -> int:
    """Events announced before a rule existed have its rows too, none twice; gives how many events lacked some."""
    at = at or timezone.now()
    coming = Event.objects.taking_place().filter(starts_at__gt=at).prefetch_related("reminders")
    lacking = []
    for event in coming:
        known = {(row.days_before, row.due_at) for row in event.reminders.all()}
        if _wanted(event, at).items() - known:
            lacking.append(event.pk)
    for pk in sorted(lacking):
        with transaction.atomic():
            plan(Event.objects.select_for_update(no_key=True, of=("self",)).get(pk=pk), at)
    return len(lacking)


def _wanted(event: Event, at: datetime) -> dict[int, datetime]:
    """Days before → when, for what is still to be sent."""
    if not State(event.state).takes_place:
        return {}
    return {days: due for days in event.reminder_days if (due := _due(event, days)) > at}


def _due(event: Event, days: int) -> datetime:
    """Nine o’clock in Paris, so many days before."""
    return midnight(timezone.localdate(event.starts_at) - timedelta(days=days)) + HOUR


def remind(at: datetime | None = None) -> int:
    """Send what is due, event by event, each under its lock; gives the number of mails written."""
    at = at or timezone.now()
    events = Event.objects.filter(pk__in=Reminder.objects.due(at).values("event")).order_by("pk")
    return sum(_remind(event.pk, at) for event in events)


@transaction.atomic
def _remind(pk: int, at: datetime) -> int:
    """Of several that are due at once, after a long silence, only the last is sent."""
    event = Event.objects.select_for_update(no_key=True, of=("self",)).get(pk=pk)
    due = Reminder.objects.due(at).filter(event=event)
    last = due.order_by("due_at").last()
    happens = State(event.state).takes_place and event.starts_at > at
    told = _tell(event, last) if last and happens else 0
    Reminder.objects.filter(pk=last and last.pk).update(count=told)
    due.update(settled_at=at)
    return told


def _tell(event: Event, reminder: Reminder) -> int:
    """Those who hold a confirmed seat since before it was due: others have just been told everything."""
    rows = Registration.objects.filter(event=event, state=Registration.State.CONFIRMED)
    rows = rows.filter(registered_at__lt=reminder.due_at).select_related("person")
    for row in rows:
        row.event = event
        emails.reminded(row, reminder)
    return len(rows)
