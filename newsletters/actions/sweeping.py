"""Every minute: what was abandoned gets a name, what is due is rung for."""

from datetime import timedelta

import structlog
from django.db import connection
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now

from club.core import doorbell
from newsletters.actions.delivering import finish
from newsletters.actions.freezing import freeze
from newsletters.models import Delivery, Issue, Lane

logger = structlog.get_logger(__name__)

BATCH = 5_000
ALERT_AFTER = timedelta(minutes=5)

# A lease that is over: before the intent nothing can have left, after it nobody knows.
_EXPIRED = """
UPDATE newsletters_delivery d SET
    state = CASE WHEN d.state = 'leased' THEN 'ready' ELSE 'uncertain' END,
    fence = CASE WHEN d.state = 'leased' THEN d.fence + 1 ELSE d.fence END,
    settled_at = CASE WHEN d.state = 'leased' THEN NULL ELSE clock_timestamp() END,
    reply_text = CASE WHEN d.state = 'leased' THEN d.reply_text ELSE %s END,
    lease_until = NULL
WHERE id IN (
    SELECT id FROM newsletters_delivery
    WHERE is_open AND state IN ('leased', 'handing') AND lease_until < statement_timestamp()
    ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED)
"""
# What came back while the message was being handed over already said that a server had it.
_KNOWN = """
UPDATE newsletters_delivery d SET state = 'sent', cause = '', settled_at = clock_timestamp()
WHERE id IN (
    SELECT id FROM newsletters_delivery doubt
    WHERE is_doubt AND EXISTS (
        SELECT FROM newsletters_deliveryevent e
        WHERE e.delivery_id = doubt.id AND e.kind IN ('bounce', 'complaint', 'accepted'))
    ORDER BY id FOR UPDATE SKIP LOCKED)
"""
# A row deferred, or given back, after its issue was cancelled.
_CANCELLED = """
UPDATE newsletters_delivery d SET state = 'cancelled', settled_at = clock_timestamp(), fence = d.fence + 1
WHERE id IN (
    SELECT late.id FROM newsletters_delivery late JOIN newsletters_issue i ON i.id = late.issue_id
    WHERE i.state = 'cancelled' AND late.test_id IS NULL AND late.is_open AND late.state IN ('ready', 'deferred')
    ORDER BY late.id FOR UPDATE OF late SKIP LOCKED)
"""
# A sender that slept past its lease found out that its dot had not left: the doubt is over, the sending is not.
_REOPENED = """
UPDATE newsletters_issue i SET state = 'sending', finished_at = NULL, version = version + 1
WHERE i.state = 'sent' AND EXISTS (
    SELECT FROM newsletters_delivery d
    WHERE d.issue_id = i.id AND d.test_id IS NULL AND d.is_open AND d.state IN ('ready', 'deferred'))
"""


def sweep() -> int:
    """Leases that are over; gives the number of rows that changed hands or became uncertain."""
    words = "interrompu pendant la remise"
    total = 0
    with connection.cursor() as cursor:
        while True:
            cursor.execute(_EXPIRED, [words, BATCH])
            total += cursor.rowcount
            if cursor.rowcount < BATCH:
                break
        cursor.execute(_KNOWN)
        cursor.execute(_CANCELLED)
        cursor.execute(_REOPENED)
        if cursor.rowcount:
            logger.warning("issues_reopened", issues=cursor.rowcount)
    if total:
        logger.warning("leases_over", rows=total)
    return total


def freeze_due() -> None:
    """One issue that cannot be frozen holds up no other; it stays scheduled and is tried again at the next knock."""
    due = Issue.objects.filter(state=Issue.State.SCHEDULED, send_at__lte=Now())
    for issue in due:
        try:
            freeze(issue_id=issue.pk)
        except Exception:
            logger.exception("freeze_failed", issue=issue.pk)
            due.filter(pk=issue.pk).update(
                alert="Le départ a échoué, il est retenté chaque minute. Prévenez l’exploitant."
            )


def finish_sendings() -> None:
    for issue_id in Issue.objects.sending().values_list("pk", flat=True):
        finish(issue_id=issue_id)


def ring_lanes(*, sockets: int) -> list[int]:
    """Rings once per group of ``sockets`` connections each open lane with rows due; gives the lanes rung."""
    due = Delivery.objects.filter(
        Q(test__isnull=False) | Q(issue__state=Issue.State.SENDING),
        lane=OuterRef("pk"),
        is_open=True,
        state__in=[Delivery.State.READY, Delivery.State.DEFERRED],
        next_at__lte=Now(),
    )
    rung = []
    for lane in Lane.objects.filter(Q(closed_until=None) | Q(closed_until__lte=Now())).filter(Exists(due)):
        for _ in range(-(-lane.speed // sockets)):
            doorbell.ring("newsletters.send_lane", lane.pk)
        rung.append(lane.pk)
    return rung


def note_closed_lanes() -> list[Lane]:
    """Lanes closed for more than five minutes, told once to whoever watches."""
    told = []
    lanes = Lane.objects.filter(closed_since__lt=Now() - ALERT_AFTER, alerted_at=None)
    for lane in lanes:
        if Lane.objects.filter(pk=lane.pk, alerted_at=None).update(alerted_at=Now()):
            logger.error("lane_down", lane=lane.code, error=lane.last_error)
            told.append(lane)
    return told
