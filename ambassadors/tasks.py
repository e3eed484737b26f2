"""Tasks of the Forum: one call, safe to run twice."""

from celery import shared_task

from ambassadors.actions import consents


@shared_task(name="ambassadors.follow_names")
def follow_names() -> None:
    consents.follow_names()
