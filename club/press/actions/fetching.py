"""Asking feeds, each at its hour: claimed by its row, asked outside any transaction, its outcome written once."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import islice

from django.core.cache import cache
from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from club.core import console, doorbell, outgoing
from club.press.actions.gathering import gather
from club.press.asking import Found, Validators, ask
from club.press.models import Feed, Problem

EACH = timedelta(hours=1)
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=15), timedelta(days=1)
LEASE = timedelta(minutes=6)
"""Longer than a task may live (300 s): a lease that is over belongs to nobody."""
RINGS = 60
"""Feeds rung for at each knock: the queue they share with other work never fills up."""
RING_SECONDS = 300
"""A worker that is busy elsewhere finds one ring a feed, not one a minute."""
SHOWN = ("console:press:queue", "console:press:feeds")


def knock(now: datetime | None = None) -> int:
    """Ring for each feed that is due, the healthy ones first; park what ended its worker three times."""
    now = now or timezone.now()
    _park(now)
    due = Feed.objects.due(now).order_by("failures", "next_at", "pk").values_list("pk", flat=True)
    unheard = (feed_id for feed_id in due[: 5 * RINGS] if cache.add(f"press:rung:{feed_id}", 1, RING_SECONDS))
    rung = list(islice(unheard, RINGS))
    for feed_id in rung:
        doorbell.ring("press.fetch", feed_id)
    return len(rung)


def fetch(
    feed_id: int, *, allowed: Callable[[str], bool] = outgoing.is_public, seconds: float = outgoing.SECONDS
) -> bool:
    """Ask one feed if it is due and free; False when there was nothing to do. ``allowed``: see ``outgoing``."""
    now = timezone.now()
    claimed = (
        Feed.objects.due(now)
        .filter(pk=feed_id)
        .update(lease_until=now + LEASE, fence=F("fence") + 1, claims=F("claims") + 1)
    )
    if not claimed:
        return False
    feed = Feed.objects.get(pk=feed_id)
    known = Validators(etag=feed.etag, last_modified=feed.last_modified, body_hash=feed.body_hash)
    return conclude(feed=feed, found=ask(feed.url, known, allowed=allowed, seconds=seconds))


@transaction.atomic
def conclude(*, feed: Feed, found: Found, now: datetime | None = None) -> bool:
    """Write what the call gave, its stories in the same transaction; False when another owner holds the row since."""
    now = now or timezone.now()
    held = Feed.objects.select_for_update(no_key=True).filter(pk=feed.pk, fence=feed.fence).first()
    if held is None:
        return False
    values = _failure(held, found, now) if found.problem else _success(found, now)
    Feed.objects.filter(pk=held.pk).update(asked_at=now, lease_until=None, claims=0, **values)
    if found.read and gather(feed=held, entries=found.read.entries, now=now):
        transaction.on_commit(lambda: [console.forget_count(name) for name in SHOWN])
    return True


def _success(found: Found, now: datetime) -> dict[str, object]:
    values: dict[str, object] = {
        "answered_at": now,
        "next_at": now + _about(EACH),
        "failures": 0,
        "problem": "",
        "detail": "",
        "broken_since": None,
        "etag": found.validators.etag,
        "last_modified": found.validators.last_modified,
        "body_hash": found.validators.body_hash,
    }
    if found.read:
        values["read_at"] = now
        if found.read.title:
            values["title"] = found.read.title
    return values


def _failure(feed: Feed, found: Found, now: datetime) -> dict[str, object]:
    """A quarter of an hour, then twice as long each time up to a day; never sooner than the server asks."""
    wait = _about(min(FIRST_WAIT * 2 ** min(feed.failures, 10), LONGEST_WAIT))
    return {
        "next_at": now + max(wait, found.wait or timedelta(0)),
        "failures": min(feed.failures + 1, 999),
        "problem": found.problem,
        "detail": found.detail[:200],
        "broken_since": feed.broken_since or now,
    }


def _about(period: timedelta) -> timedelta:
    """Give or take a tenth: feeds of one server are not all asked at once for ever."""
    return period * random.uniform(0.9, 1.1)  # noqa: S311 - no secret


def _park(now: datetime) -> None:
    """Broken, and said so, until a person tries it again or pauses it."""
    since = Coalesce("broken_since", Value(now))
    Feed.objects.lost(now).update(problem=Problem.CRASH, detail="", broken_since=since, lease_until=None)
