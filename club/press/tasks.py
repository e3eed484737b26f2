"""Tasks of the press watch: the clock knocks, what is due is read from rows."""

from celery import shared_task

from club.press.actions import digesting, fetching, forgetting


@shared_task(name="press.knock")
def knock() -> None:
    """Beat knocks every minute: each feed that is due is rung for."""
    fetching.knock()


@shared_task(name="press.fetch")
def fetch(feed_id: int) -> None:
    """One feed, 10 seconds at most: a slow one keeps nobody else waiting longer."""
    fetching.fetch(feed_id)


@shared_task(name="press.digest")
def digest() -> None:
    """Beat knocks every half hour: on working mornings, what waits is told to each editor once."""
    digesting.send_digests()


@shared_task(name="press.purge")
def purge() -> None:
    """Beat knocks every hour: stories older than sixty days are emptied."""
    forgetting.purge()
