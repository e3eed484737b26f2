"""Addresses leave the deliveries thirteen months after the issue left; their keyed hash stays, and every count."""

import time
from datetime import datetime

import structlog
from django.db import transaction
from django.utils import timezone

from club.core.outbox import KEPT
from newsletters.models import Delivery, Issue, OpenedInsert

logger = structlog.get_logger(__name__)

BATCH = 2_000
WINDOW = 60.0  # seconds of one run; what is left waits for the next knock
ERASED = {"address": "", "reply_text": ""}  # the server's words often repeat the address; its codes stay
OVER = [Issue.State.SENT, Issue.State.CANCELLED]


def forget_addresses(now: datetime | None = None) -> int:
    """Of issues that are over, in short transactions; an issue done bears its date and is never read again."""
    limit, until, erased = (now or timezone.now()) - KEPT, time.monotonic() + WINDOW, _forget_trials(now)
    due = Issue.objects.filter(frozen_at__lt=limit, addresses_erased_at=None, state__in=OVER).order_by("frozen_at")
    for issue_id in list(due.values_list("pk", flat=True)):
        last: str | None = ""
        while last is not None:
            if time.monotonic() > until:
                return erased
            last, number = _forget_batch(issue_id, last)
            erased += number
    if erased:
        logger.info("flash_addresses_erased", rows=erased)
    return erased


def forget_openings(now: datetime | None = None) -> int:
    """Which inserts readers opened, for those who agreed to it: kept as long as an address, no longer."""
    return OpenedInsert.objects.filter(at__lt=(now or timezone.now()) - KEPT).delete()[0]


@transaction.atomic
def _forget_batch(issue_id: int, after: str) -> tuple[str | None, int]:
    """Rows whose hash follows ``after``; gives the last hash met, None at the end, and how many were erased.

    Under the issue's lock, which sending a doubt again takes too: no row is ready without its address.
    """
    issue = Issue.objects.select_for_update().filter(pk=issue_id, state__in=OVER).first()
    if issue is None:
        return None, 0
    rows = Delivery.objects.of(issue).filter(address_hash__gt=after)
    hashes = list(rows.order_by("address_hash").values_list("address_hash", flat=True)[:BATCH])
    if not hashes:
        Issue.objects.filter(pk=issue_id).update(addresses_erased_at=timezone.now())
        return None, 0
    return hashes[-1], rows.filter(address_hash__lte=hashes[-1]).exclude(address="").update(**ERASED)


def _forget_trials(now: datetime | None) -> int:
    old = Delivery.objects.filter(test__created_at__lt=(now or timezone.now()) - KEPT)
    return old.exclude(state__in=Delivery.State.pending()).exclude(address="").update(**ERASED)
