"""Work of the events by the clock; what is due is read from rows."""

from celery import shared_task

from events.actions import afterwards, asking, places, reminding, telling, waiting, workshops


@shared_task(name="events.settle_offers")
def settle_offers() -> None:
    """Seats proposed and left without answer go to the next who wait; so do those that a new day sets free."""
    waiting.expire()
    waiting.offer_overlooked()


@shared_task(name="events.tell")
def tell() -> None:
    """Those whom a decision concerns are written to: a move, another day or none, suppliers that are asked."""
    telling.write()
    asking.write()


@shared_task(name="events.remind")
def remind() -> None:
    """Those who come are reminded, some days before; rules that are newer than an event hold for it too."""
    reminding.plan_missing()
    reminding.remind()


@shared_task(name="events.write_workshops")
def write_workshops() -> None:
    """Those who come are asked for wishes, then told their places; once the mix ends, free seats go to who waits."""
    workshops.write()
    places.follow_released()


@shared_task(name="events.follow_up")
def follow_up() -> None:
    """Those who came are asked what they think of it, the day after."""
    afterwards.follow_up()


@shared_task(name="events.remind_suppliers")
def remind_suppliers() -> None:
    """Suppliers of regional meetings who have not answered hear of it again on the planned days."""
    asking.remind()
