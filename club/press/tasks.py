"""Tasks of the press watch: the clock knocks, what is due is read from rows."""

from celery import shared_task

from club.press.actions import fetching


@shared_task(name="press.knock")
def knock() -> None:
    """Beat knocks every minute: each feed that is due is rung for."""
    fetching.knock()


@shared_task(name="press.fetch")
def fetch(feed_id: int) -> None:
    """One feed, 10 seconds at most: a slow one keeps nobody else waiting longer."""
    fetching.fetch(feed_id)
