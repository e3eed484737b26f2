"""Tasks of dues: each calls one action, safe to run twice."""

from datetime import date

from celery import shared_task

from members.billing.actions import reminding, renewals
from members.models import User


@shared_task(name="billing.remind")
def remind() -> None:
    reminding.remind()


@shared_task(name="billing.renew")
def renew() -> None:
    """Beat knocks: renewals to prepare, answers that will not come, terms that begin today."""
    renewals.daily()


@shared_task(name="billing.send_renewals")
def send_renewals(staff_id: int) -> None:
    renewals.send_all(by=User.objects.get(pk=staff_id))


@shared_task(name="billing.begin_renewals")
def begin_renewals(staff_id: int, year: int, month: int, day: int) -> None:
    """The dues run that somebody of the team asked for, up to a day."""
    renewals.begin_all(until=date(year, month, day), by=User.objects.get(pk=staff_id))
