"""Clicks of people told from those of machines, counted by insert and day; the hits themselves then go.

Mail gateways open each link of a message to look behind it, with the words of a browser. What gives them away is
their haste: they come at once, and open several inserts faster than anybody reads.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import structlog
from django.db import connection, transaction
from django.utils import timezone

from newsletters.models import Block, Click, Delivery, Hit, Issue, OpenedInsert, Preference

logger = structlog.get_logger(__name__)

QUIET = timedelta(minutes=5)
"""An asker is judged on all it did, once it has been silent that long. Its name changes with the hour."""

FIRST = timedelta(minutes=1)
"""Nobody has read a message that just left: who opens it so soon is the gateway that takes it in."""

BURSTS = (
    (2, timedelta(seconds=2)),  # opening two inserts takes a person longer than that
    (3, timedelta(seconds=10)),  # a quick hand opens two in new tabs, not three
    (5, timedelta(minutes=1)),  # gateways that pause between two links; a reader of five reads at least one of them
)
"""So many different inserts in so little time, by one asker: a machine. Two within a minute are a person."""

NEAR = timedelta(seconds=10)
"""What the same asker opens so close to a request that only machines make (HEAD, then GET) is a machine's too."""

CLIENTS = 5_000  # judged in one transaction

_TAKE = f"""
WITH quiet AS (SELECT client FROM {Hit._meta.db_table} GROUP BY client HAVING max(at) < %s LIMIT %s),
due AS MATERIALIZED (
    SELECT h.id FROM {Hit._meta.db_table} h WHERE h.client IN (SELECT client FROM quiet) ORDER BY h.id FOR UPDATE
)
DELETE FROM {Hit._meta.db_table} h USING due, {Block._meta.db_table} b, {Issue._meta.db_table} i
WHERE h.id = due.id AND b.id = h.block_id AND i.id = b.issue_id
RETURNING h.block_id, h.link, h.client, h.robot, h.reader_id, h.at, coalesce(
    (SELECT d.handed_at FROM {Delivery._meta.db_table} d
     WHERE d.contact_id = h.reader_id AND d.issue_id = i.id AND d.test_id IS NULL), i.frozen_at)
"""  # noqa: S608 - names of our own tables
_COUNT = f"""
INSERT INTO {Click._meta.db_table} AS known (block_id, day, people, robots)
SELECT * FROM unnest(%s::bigint[], %s::date[], %s::integer[], %s::integer[])
ON CONFLICT (block_id, day) DO UPDATE
SET people = known.people + EXCLUDED.people, robots = known.robots + EXCLUDED.robots
"""  # noqa: S608
# Whoever withdraws holds the preference: their row is either erased by the withdrawal or not written at all.
_OPENED = f"""
INSERT INTO {OpenedInsert._meta.db_table} (contact_id, block_id, at)
SELECT o.contact, o.block, o.at FROM unnest(%s::bigint[], %s::bigint[], %s::timestamptz[]) AS o(contact, block, at)
JOIN (SELECT contact_id FROM {Preference._meta.db_table}
      WHERE contact_id = ANY(%s) AND tracking = 'individual' ORDER BY contact_id FOR SHARE) p
  ON p.contact_id = o.contact
ON CONFLICT DO NOTHING
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Asked:
    """A hit as it is judged. ``left_at``: when the message left, the reader's own if the reader is known."""

    block: int
    link: int
    client: str
    robot: bool
    reader: int | None
    at: datetime
    left_at: datetime


def judge(now: datetime | None = None) -> int:
    """Every asker that has fallen silent; gives how many hits were judged. Twice, or at once, counts once."""
    before, done = (now or timezone.now()) - QUIET, 0
    while taken := _judge_some(before):
        done += taken
    if done:
        logger.info("clicks_judged", hits=done)
    return done


@transaction.atomic
def _judge_some(before: datetime) -> int:
    """Hits go and numbers come in one transaction: of two at once, the second waits and finds nothing."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [before, CLIENTS])
        hits = [Asked(*row) for row in cursor.fetchall()]
        people, robots = told_apart(hits)
        _add(cursor, people, robots)
        _note_opened(cursor, people)
    return len(hits)


def told_apart(hits: Iterable[Asked]) -> tuple[list[Asked], list[Asked]]:
    """(people, machines): the same link asked for twice by the same asker is there once."""
    askers: dict[tuple[str, int | None], list[Asked]] = defaultdict(list)
    for hit in sorted(hits, key=lambda one: one.at):
        askers[hit.client, hit.reader].append(hit)
    people: list[Asked] = []
    robots: list[Asked] = []
    for mine in askers.values():
        machines = set(_machines(mine))
        people += _once(hit for index, hit in enumerate(mine) if index not in machines)
        robots += _once(hit for index, hit in enumerate(mine) if index in machines)
    return people, robots


def _machines(hits: Sequence[Asked]) -> Iterator[int]:
    """Which hits of one asker, in order of time, no person made."""
    sure = [hit.at for hit in hits if hit.robot]
    for index, hit in enumerate(hits):
        if hit.robot or hit.at < hit.left_at + FIRST or any(abs(hit.at - at) <= NEAR for at in sure):
            yield index
    for inserts, span in BURSTS:
        first = 0
        for last, hit in enumerate(hits):
            while hit.at - hits[first].at > span:
                first += 1
            if len({one.block for one in hits[first : last + 1]}) >= inserts:
                yield from range(first, last + 1)


def _once(hits: Iterable[Asked]) -> list[Asked]:
    return list({(hit.block, hit.link): hit for hit in reversed(list(hits))}.values())  # the first of each stays


def _add(cursor: object, people: Sequence[Asked], robots: Sequence[Asked]) -> None:
    counts = [Counter((hit.block, _day(hit)) for hit in hits) for hits in (people, robots)]
    rows = [
        (block, day, counts[0][block, day], counts[1][block, day]) for block, day in sorted({*counts[0], *counts[1]})
    ]
    if rows:
        cursor.execute(_COUNT, [list(column) for column in zip(*rows, strict=True)])


def _day(hit: Asked) -> date:
    return timezone.localtime(hit.at).date()


def _note_opened(cursor: object, people: Sequence[Asked]) -> None:
    opened: dict[tuple[int, int], datetime] = {}
    for hit in sorted(people, key=lambda one: one.at):
        if hit.reader is not None:
            opened.setdefault((hit.reader, hit.block), hit.at)
    if opened:
        readers, blocks = (list(column) for column in zip(*opened, strict=True))
        cursor.execute(_OPENED, [readers, blocks, list(opened.values()), readers])
