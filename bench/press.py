"""Press watch: 500 feeds of a local server with faults, asked twice by eight askers at once.

``python3 run.py bench press [--feeds 500]`` ends by itself. It says what the second pass cost, whether a slow feed
kept others waiting, and that no address is shown twice.
"""

import argparse
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from django.db import connection
from django.db.models import Count
from django.utils import timezone

from bench import _flash as flash
from club.press.actions import fetching
from club.press.models import Cluster, Feed, Story
from members.models import Organisation
from tests.press.server import FAULTS, feeds_server, here_only

ASKERS, PARTNERS, PATIENCE = 8, 200, 2.0
FAULTY = 0.08


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--feeds", type=int, default=500)
    number = parser.parse_args().feeds
    flash.prepare()
    with feeds_server(PATIENCE) as server:
        expected = _found(number, server.url)
        first = _pass(server.given)
        second = _pass(server.given)
        _say("first pass", first)
        _say("second pass", second)
    return _judge(expected, second)


def _found(number: int, url: str) -> dict[str, str]:
    """Partners with their feeds; each fault at least once. Gives address → problem that must be named."""
    kinds = list(FAULTS) * max(1, round(number * FAULTY / len(FAULTS)))
    partners = Organisation.objects.bulk_create(
        Organisation(name=f"Partenaire {n}", side="brand", kind="publisher") for n in range(PARTNERS)
    )
    faulty = [f"{url}/{kind}/{n}" for n, kind in enumerate(kinds)]
    fine = [f"{url}/{'moved' if n % 25 == 0 else 'fine'}/{n}" for n in range(number - len(faulty))]
    Feed.objects.bulk_create(
        Feed(organisation=partners[n % PARTNERS], url=address) for n, address in enumerate(faulty + fine)
    )
    return dict(zip(faulty, (FAULTS[kind] for kind in kinds), strict=True))


def _pass(given: Counter[int]) -> dict[str, float]:
    """Every feed that is due, the healthy first, as the knock rings for them."""
    Feed.objects.update(next_at=timezone.now() - timedelta(seconds=1))
    before, began = given.copy(), time.monotonic()
    due = list(Feed.objects.due().order_by("failures", "next_at", "pk").values_list("pk", flat=True))
    with ThreadPoolExecutor(ASKERS) as askers:
        list(askers.map(_ask, due))
    return {"seconds": time.monotonic() - began, "asked": len(due)} | {
        f"answers {status}": count - before[status] for status, count in sorted(given.items())
    }


def _ask(feed_id: int) -> None:
    try:
        fetching.fetch(feed_id, allowed=here_only, seconds=PATIENCE)
    finally:
        connection.close()


def _judge(expected: dict[str, str], second: dict[str, float]) -> int:
    healthy = Feed.objects.exclude(url__in=expected).count()
    unchanged = second.get("answers 304", 0) / healthy
    named = dict(Feed.objects.filter(url__in=expected).values_list("url", "problem"))
    unread = Feed.objects.exclude(url__in=expected).exclude(problem="", answered_at__isnull=False).count()
    told = Story.objects.exclude(link_key="").values("link_key")
    twice = told.annotate(n=Count("cluster", distinct=True)).filter(n__gt=1).count()
    subjects = Cluster.objects.count()
    verdicts = {
        f"second pass {unchanged:.1%} answered 304 (≥ 90 %)": unchanged >= 0.9,
        f"each fault named ({len(expected)})": named == expected,
        f"healthy feeds left unread: {unread}": unread == 0,
        f"addresses shown twice: {twice}, of {Story.objects.count()} stories in {subjects} subjects": twice == 0,
    }
    for words, holds in verdicts.items():
        print(f"{'ok ' if holds else 'NOT'} {words}")
    return 0 if all(verdicts.values()) else 1


def _say(title: str, figures: dict[str, float]) -> None:
    print(f"{title}: " + ", ".join(f"{name} {value:.4g}" for name, value in figures.items()))


if __name__ == "__main__":
    sys.exit(main())
