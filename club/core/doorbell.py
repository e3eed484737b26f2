"""The doorbell: after commit, tell a worker that rows wait. Losing a ring is harmless, the sweeper knocks too."""

import structlog
from celery import current_app
from django.db import transaction

logger = structlog.get_logger(__name__)


def ring(task: str, *ids: int) -> None:
    """Ask for task ``task`` (by name) with ids, once the current transaction is committed; never raises."""
    transaction.on_commit(lambda: _send(task, ids), robust=True)


def _send(task: str, ids: tuple[int, ...]) -> None:
    try:
        current_app.send_task(task, args=ids, retry=False)
    except Exception as error:  # the broker may be absent, flushed or slow: the row is committed, that is enough
        logger.warning("doorbell_unheard", task=task, error=type(error).__name__)
