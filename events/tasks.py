"""Work of the events by the clock; what is due is read from rows."""

from celery import shared_task

from events.actions import waiting


@shared_task(name="events.settle_offers")
def settle_offers() -> None:
    """Seats proposed and left without answer go to the next who wait."""
    waiting.expire()
