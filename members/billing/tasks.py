"""Tasks of dues: each calls one action, safe to run twice."""

from celery import shared_task

from members.billing.actions import reminding


@shared_task(name="billing.remind")
def remind() -> None:
    reminding.remind()
