"""Keeping who has been told where we have their address from (GDPR article 14)."""

from datetime import timedelta

from django.db import connection
from django.db.models.functions import Now

from members.models import User
from newsletters.models import Delivery, DeliveryEvent, Issue

RECENT = timedelta(days=3)

# The message that was accepted bore the notice: the claim adds it for whoever had not been told yet. One that came
# back told nobody.
_INFORMED = f"""
UPDATE {User._meta.db_table} u SET informed_at = d.settled_at
FROM {Delivery._meta.db_table} d
WHERE d.issue_id = %s AND d.contact_id = u.id AND d.state = 'sent' AND d.test_id IS NULL
  AND u.source = 'imported' AND u.informed_at IS NULL
  AND NOT EXISTS (SELECT FROM {DeliveryEvent._meta.db_table} e WHERE e.delivery_id = d.id AND e.kind = 'bounce')
"""  # noqa: S608 - names of our own tables


def note_informed(*, issue_id: int) -> int:
    """Dates the notice of each contact whose message of this issue was accepted; gives how many."""
    with connection.cursor() as cursor:
        cursor.execute(_INFORMED, [issue_id])
        return int(cursor.rowcount)


def note_recent() -> None:
    """Issues that left lately, paused or cancelled ones included: a lost ring loses no date."""
    for issue_id in Issue.objects.filter(frozen_at__gt=Now() - RECENT).values_list("pk", flat=True):
        note_informed(issue_id=issue_id)
