"""Counting what is read: on the server, anonymously, without a cookie, and without touching the database per page.

A page says what it shows (``mark``); whoever answers it, cache included, counts (``count``). Counts stand in Redis
until the next minute, when ``gather`` adds them to ``Reading``: a Redis emptied in between loses a minute of counts.
"""

import re
from collections.abc import Iterable
from datetime import timedelta

from django.core.cache import cache
from django.db import connection
from django.db.models import IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from club.core.models import Reading

KEY = "readings"
ROBOTS = re.compile(
    r"bot\b|crawl|spider|slurp|preview|monitor|scan|fetch|curl|wget|python|java/|httpclient|headless|lighthouse", re.I
)
ADD = """INSERT INTO core_reading AS known (kind, number, day, count)
SELECT * FROM unnest(%s::text[], %s::bigint[], %s::date[], %s::integer[])
ON CONFLICT (kind, number, day) DO UPDATE SET count = known.count + EXCLUDED.count"""


def mark(response: HttpResponse, kind: str, number: int) -> HttpResponse:
    """Says what ``response`` shows, so that each visit of the page counts."""
    response.reading = f"{kind}:{number}"  # type: ignore[attr-defined]
    return response


def count(request: HttpRequest, reading: str) -> None:
    """One more reading of ``reading`` ("article:12"), unless a robot or a mere prefetch asks."""
    if not is_machine(request):
        cache.tally(KEY, f"{timezone.localdate()}:{reading}")  # type: ignore[attr-defined]


def is_machine(request: HttpRequest) -> bool:
    """Whether ``request`` is surely no person's: it asks without reading, ahead of its reader, or says what it is."""
    agent = request.headers.get("User-Agent", "")
    ahead = "prefetch" in request.headers.get("Sec-Purpose", "") or "prefetch" in request.headers.get("Purpose", "")
    return request.method != "GET" or not agent or ahead or ROBOTS.search(agent) is not None


def gather() -> int:
    """Add what was counted since the last time to the database, in one statement; gives how many things were read."""
    tallies: dict[str, int] = cache.take_tallies(KEY)  # type: ignore[attr-defined]
    read = sorted((*name.split(":"), times) for name, times in tallies.items())  # in order: two at once wait, no more
    if read:
        days, kinds, numbers, counts = (list(column) for column in zip(*read, strict=True))
        with connection.cursor() as cursor:
            cursor.execute(ADD, [kinds, [int(number) for number in numbers], days, counts])
    return len(read)


def read_since(kind: str, numbers: Iterable[int], days: int = 90) -> dict[int, int]:
    """Readings of each of ``numbers`` over the last ``days``; one statement."""
    rows = _since(kind, days).filter(number__in=list(numbers))
    return dict(rows.values_list("number").annotate(Sum("count")))


def times_read(kind: str, days: int = 90) -> Coalesce:
    """The same as a column beside each row of a query: readings of the row's own number."""
    rows = _since(kind, days).filter(number=OuterRef("pk")).order_by().values("number")
    total = rows.annotate(total=Sum("count")).values("total")
    return Coalesce(Subquery(total, output_field=IntegerField()), 0)


def _since(kind: str, days: int) -> "QuerySet[Reading]":
    return Reading.objects.filter(kind=kind, day__gt=timezone.localdate() - timedelta(days=days))
