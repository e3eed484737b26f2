"""Tasks of the Channel: one call, safe to run twice."""

from celery import shared_task

from channel.actions import claims


@shared_task(name="channel.forget_claims")
def forget_claims() -> None:
    claims.forget_claims()
