"""Tasks of dues: each calls one action, safe to run twice."""

from celery import shared_task

from club.core import doorbell
from members.billing.actions import reminding, renewals
from members.models import User


@shared_task(name="billing.remind")
def remind() -> None:
    reminding.remind()


BATCH = 100
"""What one task looks at, well within its time limit; it asks for the next ones, ``after`` the last it saw."""


@shared_task(name="billing.renew")
def renew(after: int = 0) -> None:
    """Beat knocks: renewals to prepare, answers that will not come, terms that begin today."""
    run = renewals.daily(most=BATCH, after=after)
    if run.seen == BATCH:
        doorbell.ring("billing.renew", run.last)


@shared_task(name="billing.send_renewals")
def send_renewals(staff_id: int, after: int = 0) -> None:
    run = renewals.send_all(by=User.objects.get(pk=staff_id), most=BATCH, after=after)
    if run.seen == BATCH:
        doorbell.ring("billing.send_renewals", staff_id, run.last)


@shared_task(name="billing.begin_renewals")
def begin_renewals(staff_id: int, after: int = 0) -> None:
    """The dues run that somebody of the team asked for, up to today."""
    run = renewals.begin_all(by=User.objects.get(pk=staff_id), most=BATCH, after=after)
    if run.seen == BATCH:
        doorbell.ring("billing.begin_renewals", staff_id, run.last)
