"""Tasks of the content loop: the clock knocks, what is due is read from rows."""

from celery import shared_task

from club.contributions.actions import placing


@shared_task(name="contributions.settle_placements")
def settle_placements() -> None:
    """What was placed in an issue that has left is proved and uses its right; safe to knock at any time."""
    placing.settle()
