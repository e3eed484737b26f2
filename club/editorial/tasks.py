"""Tasks of the editors: the clock knocks, what is due is read from rows."""

from celery import shared_task

from club.editorial.actions import publishing


@shared_task(name="editorial.publish_due")
def publish_due() -> None:
    publishing.publish_due()
