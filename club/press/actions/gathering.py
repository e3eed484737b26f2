"""Entries of a feed become stories; a story that somebody else told already joins its cluster."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.contrib.postgres.search import TrigramSimilarity
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from club.core.search import plain
from club.press.models import Cluster, Feed, Story
from club.press.parsing import Entry

OLDEST = timedelta(days=30)
"""What is older at first sight is history: a feed just added does not flood the queue."""
APART = timedelta(hours=72)
ALIKE = 0.6
"""Similarity of titles (``pg_trgm``) from which two stories are one."""
SHORTEST_TITLE, FEWEST_WORDS = 25, 4
"""« Communiqué de presse » is the title of many stories."""
_GATHERING = 0x5072657373  # "Press": the writers of stories come one after the other


@transaction.atomic
def gather(*, feed: Feed, entries: Iterable[Entry], now: datetime | None = None) -> int:
    """Keep what is new of ``entries``, in the order of their days; gives how many stories were added.

    Writers take turns, so that two feeds with one story at the same moment make one cluster.
    """
    now = now or timezone.now()
    entries = list(entries)
    if not entries:
        return 0
    take_turn()
    fresh = _fresh(feed, entries, now)
    for entry in sorted(fresh, key=lambda entry: _day(entry, now)):
        _keep(feed, entry, _day(entry, now), now)
    return len(fresh)


def take_turn() -> None:
    """Until the end of the transaction nobody else adds stories to clusters or moves them."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '30s'")
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_GATHERING])
        cursor.execute("SELECT set_config('pg_trgm.similarity_threshold', %s, true)", [str(ALIKE)])


def _fresh(feed: Feed, entries: list[Entry], now: datetime) -> list[Entry]:
    """Those the feed never gave, by name or by address; the others are noted as still in it."""
    names = [entry.identity for entry in entries]
    links = [entry.link_key for entry in entries if entry.link_key]
    known = Story.objects.filter(Q(identity__in=names) | Q(link_key__in=links), feed=feed)
    rows = list(known.values_list("pk", "identity", "link_key"))
    known_names, known_links = {row[1] for row in rows}, {row[2] for row in rows} - {""}
    Story.objects.filter(pk__in=[row[0] for row in rows]).update(seen_at=now)
    fresh: dict[str, Entry] = {}
    for entry in entries:
        is_known = entry.identity in known_names or entry.link_key in known_links
        if not is_known and _day(entry, now) > now - OLDEST:
            fresh.setdefault(entry.link_key or entry.identity, entry)
    return list(fresh.values())


def _day(entry: Entry, now: datetime) -> datetime:
    """No feed tells tomorrow's stories; one without a day was published when we saw it."""
    return min(entry.published_at or now, now)


def _keep(feed: Feed, entry: Entry, published_at: datetime, now: datetime) -> Story:
    """A purged story of the same address, whoever told it: the new one is born purged."""
    story = Story(feed=feed, identity=entry.identity, link_key=entry.link_key, published_at=published_at, seen_at=now)
    same = (
        Story.objects.filter(link_key=entry.link_key).order_by("-cluster") if entry.link_key else Story.objects.none()
    )
    twins = list(same.values_list("cluster", "purged_at")[:50])
    homes = [cluster for cluster, _ in twins if cluster]
    if twins and not homes:
        story.purged_at = now
        story.save(force_insert=True)
        return story
    story.title, story.link, story.excerpt, story.source = entry.title, entry.link, entry.excerpt, entry.source
    story.cluster_id = homes[0] if homes else _alike(story) or _new(published_at)
    _bring_back(story.cluster_id, feed)
    story.save(force_insert=True)
    Cluster.objects.filter(pk=story.cluster_id, first_at__gt=published_at).update(first_at=published_at)
    return story


def _bring_back(cluster_id: int, feed: Feed) -> None:
    """What was rejected is read again, with what was decided, when told of a partner that it did not speak of."""
    rejected = Cluster.objects.rejected().filter(pk=cluster_id)
    rejected.exclude(stories__feed__organisation=feed.organisation_id).update(state=Cluster.State.WAITING)


def _new(first_at: datetime) -> int:
    return Cluster.objects.create(first_at=first_at).pk


def _alike(story: Story) -> int | None:
    """The cluster with the most similar title within 72 hours; the same figures must stand in both titles."""
    title = plain(story.title)
    if len(title) < SHORTEST_TITLE or len(title.split()) < FEWEST_WORDS:
        return None
    span = (story.published_at - APART, story.published_at + APART)
    near = Story.objects.told().filter(
        search_text__trigram_similar=title, published_at__range=span, cluster__first_at__range=span
    )
    ranked = near.annotate(alike=TrigramSimilarity("search_text", title)).order_by("-alike", "pk")
    found = ranked.filter(alike__gte=ALIKE).values_list("title", "cluster")[:10]
    return next((cluster for other, cluster in found if _figures(other) == _figures(story.title)), None)


def _figures(title: str) -> list[str]:
    """« version 4.2 » and « version 4.3 » are two stories."""
    return sorted(re.findall(r"\d+", title))
