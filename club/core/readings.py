"""Counting what is read: on the server, anonymously, without a cookie, and without touching the database per page.

A page says what it shows (``mark``); whoever answers it, cache included, counts (``count``). Counts stand in Redis
until the next minute, when ``gather`` adds them to ``Reading``: a Redis emptied in between loses a minute of counts.
"""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from django.core.cache import cache
from django.db.models import F, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from club.core.models import Reading

KEY = "readings"
ROBOTS = re.compile(
    r"bot\b|crawl|spider|slurp|preview|monitor|scan|fetch|curl|wget|python|java/|httpclient|headless|lighthouse", re.I
)


def mark(response: HttpResponse, kind: str, number: int) -> HttpResponse:
    """Says what ``response`` shows, so that each visit of the page counts."""
    response.reading = f"{kind}:{number}"  # type: ignore[attr-defined]
    return response


def count(request: HttpRequest, reading: str) -> None:
    """One more reading of ``reading`` ("article:12"), unless a robot or a mere prefetch asks."""
    agent = request.headers.get("User-Agent", "")
    ahead = "prefetch" in request.headers.get("Sec-Purpose", "") or "prefetch" in request.headers.get("Purpose", "")
    if request.method == "GET" and agent and not ahead and not ROBOTS.search(agent):
        cache.tally(KEY, f"{timezone.localdate()}:{reading}")  # type: ignore[attr-defined]


def gather() -> int:
    """Add what was counted since the last time to the database; gives how many things were read."""
    tallies: dict[str, int] = cache.take_tallies(KEY)  # type: ignore[attr-defined]
    for name, times in tallies.items():
        day, kind, number = name.split(":")
        row, new = Reading.objects.get_or_create(
            kind=kind, number=int(number), day=date.fromisoformat(day), defaults={"count": times}
        )
        if not new:
            Reading.objects.filter(pk=row.pk).update(count=F("count") + times)
    return len(tallies)


def read_by_row(kind: str, days: int = 90) -> Coalesce:
    """The readings of each row of a list over the last ``days``, for ``annotate``."""
    rows = Reading.objects.filter(
        kind=kind, number=OuterRef("pk"), day__gt=timezone.localdate() - timedelta(days=days)
    )
    return Coalesce(Subquery(rows.values("number").annotate(total=Sum("count")).values("total")), 0)


def read_since(kind: str, numbers: Iterable[int], days: int = 90) -> dict[int, int]:
    """Readings of each of ``numbers`` over the last ``days``; one statement."""
    rows = Reading.objects.filter(
        kind=kind, number__in=list(numbers), day__gt=timezone.localdate() - timedelta(days=days)
    )
    return dict(rows.values_list("number").annotate(Sum("count")))
