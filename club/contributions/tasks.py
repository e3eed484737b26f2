"""Tasks of the content loop: the clock knocks, what is due is read from rows."""

from celery import shared_task

from club.contributions.actions import calling, placing, reminding, telling


@shared_task(name="contributions.settle_placements")
def settle_placements() -> None:
    """What was placed in an issue that has left is proved and uses its right; safe to knock at any time."""
    placing.settle()


@shared_task(name="contributions.call")
def call() -> None:
    """Calls of the departures whose first day has come, mails that are due, calls whose departure is past."""
    calling.close_past()
    calling.open_due()
    reminding.send_due()


@shared_task(name="contributions.tell_reach")
def tell_reach() -> None:
    """What inserts brought, the day after they left and a fortnight later."""
    telling.send_due()
