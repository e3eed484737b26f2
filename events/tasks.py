"""Work of the events by the clock; what is due is read from rows."""

from celery import shared_task

from events.actions import places, reminding, waiting


@shared_task(name="events.settle_offers")
def settle_offers() -> None:
    """Seats proposed and left without answer go to the next who wait; so do seats of workshops, once the mix ends."""
    waiting.expire()
    places.follow_released()


@shared_task(name="events.remind")
def remind() -> None:
    """Those who come are reminded, some days before."""
    reminding.remind()
