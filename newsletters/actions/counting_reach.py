"""Counting whom an issue reached: its rows are replaced at once, so that pages see one count or the other."""

from datetime import timedelta

import structlog
from django.db import connection, transaction
from django.utils import timezone

from club.core import doorbell
from newsletters.models import Reach
from newsletters.reach import counting

logger = structlog.get_logger(__name__)

YOUNG = timedelta(days=15)
AGAIN_AFTER = timedelta(hours=20)


@transaction.atomic
def count_reach(*, issue_id: int) -> int:
    """Counts an issue anew; gives the number of figures. Two at once: the second counts after the first."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0; SET LOCAL work_mem = '64MB'")
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('newsletters_reach'), %s)", [issue_id])
        Reach.objects.filter(issue=issue_id).delete()
        cursor.execute(*counting.statement(issue_id))
        figures = int(cursor.rowcount)
    logger.info("reach_counted", issue=issue_id, figures=figures)
    return figures


def ask_for_due() -> list[int]:
    """Rings for each issue to count; the rows say which, so that a clock that slept loses none."""
    now = timezone.now()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute(counting.DUE, [now - YOUNG, now - AGAIN_AFTER])
        due = [issue_id for (issue_id,) in cursor.fetchall()]
        for issue_id in due:
            doorbell.ring("newsletters.count_reach", issue_id)
    return due
