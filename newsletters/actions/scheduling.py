"""When an issue leaves: slots of the fortnight, scheduling and its way back."""

from datetime import datetime
from itertools import islice

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from club.core import audit
from members.models import User
from newsletters import access, audience, fortnight
from newsletters.actions.approval import refuse_reds
from newsletters.actions.delivering import cancel
from newsletters.errors import FlashError
from newsletters.models import Issue, Slot

AHEAD = 6  # slots kept open: a quarter


class UnusualDay(FlashError):
    """A holiday, a week-end, August: allowed to whoever insists."""


def open_slots(*, now: datetime | None = None) -> int:
    """Makes the rows of the next slots; knocked twice it makes them once. Gives how many are new."""
    coming = islice(fortnight.occasions(now or timezone.now()), AHEAD)
    rows = [Slot(job=fortnight.JOB, due_at=occasion.due_at, note=occasion.note) for occasion in coming]
    before = Slot.objects.filter(job=fortnight.JOB).count()
    Slot.objects.bulk_create(rows, ignore_conflicts=True)
    return Slot.objects.filter(job=fortnight.JOB).count() - before


def next_free_slot(*, now: datetime | None = None) -> Slot | None:
    """The next due time that no issue has taken."""
    free = Slot.objects.filter(job=fortnight.JOB, issue=None, due_at__gt=now or timezone.now())
    return free.order_by("due_at").first()


def slots_ahead(*, now: datetime | None = None) -> QuerySet[Slot]:
    """The coming due times with the issue that took each."""
    coming = Slot.objects.filter(job=fortnight.JOB, due_at__gt=now or timezone.now())
    return coming.select_related("issue").order_by("due_at")


@transaction.atomic
def schedule(*, issue: Issue, actor: User, send_at: datetime, insists: bool = False) -> Issue:
    """From approved to scheduled; takes the slot of that time if there is one. ``insists``: even on a holiday."""
    issue = Issue.objects.select_for_update(no_key=True).get(pk=issue.pk)
    if not access.can_schedule(actor, issue):
        raise FlashError(f"Le {issue} est {issue.get_state_display()} : il ne peut pas être programmé ainsi.")
    if send_at <= timezone.now():
        raise FlashError("Ce moment est passé : choisissez une date à venir.")
    reason = fortnight.unusual(timezone.localtime(send_at).date())
    if reason and not insists:
        raise UnusualDay(f"Jour inhabituel : {reason}.")
    issue.send_at = send_at  # what is checked depends on the day
    refuse_reds(issue)
    counted = audience.count(issue)
    if counted.unserved:
        raise FlashError(audience.TOO_MANY_VERSIONS)
    if not counted.recipients:
        raise FlashError("Personne ne recevrait ce message : revoyez ses destinataires.")
    issue.state = Issue.State.SCHEDULED
    issue.version += 1
    issue.save()
    if issue.event_id is None:
        Slot.objects.filter(job=fortnight.JOB, due_at=send_at, issue=None).update(issue=issue)
    audit.record(actor=actor, verb="flash.schedule", target=issue, send_at=send_at.isoformat(), insists=insists)
    return issue


@transaction.atomic
def unschedule(*, issue: Issue, actor: User | None) -> Issue:
    """Back to approved, its slot free again; too late once the recipients are frozen."""
    issue = Issue.objects.select_for_update(no_key=True).get(pk=issue.pk)
    if issue.state != Issue.State.SCHEDULED:
        raise FlashError(f"Le {issue} est {issue.get_state_display()} : il n’est plus temps de le déprogrammer.")
    issue.state, issue.send_at = Issue.State.APPROVED, None
    issue.version += 1
    issue.save()
    Slot.objects.filter(job=fortnight.JOB, issue=issue).update(issue=None)
    audit.record(actor=actor, verb="flash.unschedule", target=issue)
    return issue


@transaction.atomic
def abandon(*, issue: Issue, actor: User) -> Issue:
    """An issue given up before it left, its slot free again; its number is not used twice."""
    current = Issue.objects.select_for_update(no_key=True).get(pk=issue.pk)
    if not current.has_not_left():
        raise FlashError(f"Le {current} est {current.get_state_display()} : il ne s’abandonne plus.")
    Slot.objects.filter(job=fortnight.JOB, issue=current).update(issue=None)
    return cancel(issue=current, by=actor, reason="abandonné avant l’envoi")
