"""Work of the events by the clock; what is due is read from rows."""

from celery import shared_task

from events.actions import places, reminding, waiting, workshops


@shared_task(name="events.settle_offers")
def settle_offers() -> None:
    """Seats proposed and left without answer go to the next who wait."""
    waiting.expire()


@shared_task(name="events.remind")
def remind() -> None:
    """Those who come are reminded, some days before."""
    reminding.remind()


@shared_task(name="events.write_workshops")
def write_workshops() -> None:
    """Those who come are asked for wishes, then told their places; once the mix ends, free seats go to who waits."""
    workshops.write()
    places.follow_released()
