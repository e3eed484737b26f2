"""Forgetting what has served: settled mails, ended limits, answered forms, dead sessions, entries kept for Redis."""

from datetime import timedelta

import structlog
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from club.core import limits, outbox
from club.core.models import SubmittedForm

logger = structlog.get_logger(__name__)

FORMS_KEPT = timedelta(days=7)


def tidy() -> dict[str, int]:
    """Safe at any time; gives what was deleted, by kind."""
    now = timezone.now()
    deleted = {
        "mails": outbox.forget_old(now),
        "limits": limits.forget_ended(),
        "forms": SubmittedForm.objects.filter(at__lt=now - FORMS_KEPT).delete()[0],
        "sessions": Session.objects.filter(expire_date__lt=now).delete()[0],
        "kept": _ended_entries(),
    }
    logger.info("tidied", **deleted)
    return deleted


def _ended_entries() -> int:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_keptcache WHERE expires < now()")
        return int(cursor.rowcount)
