"""Tasks of dues: each calls one action, safe to run twice."""

from celery import shared_task

from club.core import doorbell
from members.billing.actions import reminding, renewals
from members.models import User


@shared_task(name="billing.remind")
def remind() -> None:
    reminding.remind()


BATCH = 100
"""What one task does, well within its time limit; whatever is left is asked for again."""


@shared_task(name="billing.renew")
def renew() -> None:
    """Beat knocks: renewals to prepare, answers that will not come, terms that begin today."""
    if len(renewals.daily(most=BATCH).done) == BATCH:
        doorbell.ring("billing.renew")


@shared_task(name="billing.send_renewals")
def send_renewals(staff_id: int) -> None:
    if len(renewals.send_all(by=User.objects.get(pk=staff_id), most=BATCH).done) == BATCH:
        doorbell.ring("billing.send_renewals", staff_id)


@shared_task(name="billing.begin_renewals")
def begin_renewals(staff_id: int) -> None:
    """The dues run that somebody of the team asked for, up to today."""
    if len(renewals.begin_all(by=User.objects.get(pk=staff_id), most=BATCH).done) == BATCH:
        doorbell.ring("billing.begin_renewals", staff_id)
