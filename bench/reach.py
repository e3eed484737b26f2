"""Counting whom an issue of a million reached among ten million deliveries, and the pages that tell it.

Each issue: twenty inserts in forty versions, three audiences, every département, two topics a person, one delivery in
a hundred come back. Pages are asked of real servers beside a plain Django list: alone on one kept connection, which
gives the p95, then four at once, which give the ratio, as ``directory`` does.
"""

import argparse
import logging
import random
import resource
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import connection
from django.test import Client
from django.utils import timezone

from bench import _people as people
from bench import _scale as scale
from bench import _web as web
from bench.directory import measure
from bench.freezing import PEOPLE
from bench.lists import REFERENCE, statements
from club.core.topics import Topic
from newsletters.actions.counting_reach import count_reach
from newsletters.models import Delivery, Issue, Lane, Reach, Rendition
from tests.factories import make_block, make_expert, make_institution, make_organisation, make_sent_issue

BLOCKS, VERSIONS, FIRMS, SUPPLIERS = 20, 40, 500, 30
TABLE = "newsletters_delivery"
AMBASSADORS = """
INSERT INTO ambassadors_ambassador (person_id, network_id, departement_id, job_title, topics, state, joined_on)
SELECT id, %s, '53', '', ARRAY[(%s::text[])[1 + id %% 14], (%s::text[])[1 + id / 14 %% 14]], 'validated', current_date
FROM members_user WHERE email LIKE 'personne%%' AND id %% 2 = 0
"""
CONTACTS = """
INSERT INTO channel_expertcontact (expert_id, person_id, job_title, is_main)
SELECT (%s::bigint[])[1 + id %% %s], id, '', true FROM members_user WHERE email LIKE 'personne%%' AND id %% 2 = 1
"""
DELIVERIES = f"""
INSERT INTO {TABLE} (issue_id, contact_id, rendition_id, lane_id, address, address_hash, segment, departement, state,
    cause, stage, fence, attempts, drops, reply_code, enhanced_code, reply_text, settled_at)
SELECT %s, id, (%s::bigint[])[1 + id %% %s], %s, email, address_hash,
    (ARRAY['ambassadors', 'channel', 'ambassadors', 'subscribers'])[1 + id %% 4], (%s::text[])[1 + id %% %s],
    CASE WHEN id %% 200 = 7 THEN 'refused' WHEN id %% 5000 = 9 THEN 'uncertain' ELSE 'sent' END,
    '', '', 1, 0, 0, 250, '2.0.0', 'OK', now()
FROM members_user WHERE email LIKE 'personne%%' ORDER BY id
"""
RETURNS = f"""
INSERT INTO newsletters_deliveryevent (delivery_id, issue_id, kind, meaning, domain, at, details)
SELECT id, issue_id, 'bounce', 'soft', 'domaine.example', now(), '{{}}' FROM {TABLE} WHERE contact_id %% 100 = 3
"""
CLICKS = """
INSERT INTO newsletters_click (block_id, day, people, robots)
SELECT b.id, current_date - n, 10 + b.id * 7 %% 50, 4 FROM newsletters_block b, generate_series(0, 13) n
"""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, default=1_000_000, help="recipients of each issue")
    options.add_argument("--issues", type=int, default=10)
    options.add_argument("--rounds", type=int, default=5, help="of the pages")
    options.add_argument("--seconds", type=float, default=2, help="of each page in each round")
    given = options.parse_args()
    logging.disable(logging.INFO)
    began = time.perf_counter()
    fill(given.people, given.issues)
    seconds = time.perf_counter() - began
    print(f"{given.people * given.issues:,} deliveries written in {seconds:.0f} s", flush=True)
    count(given.people)
    pages(given)


def fill(recipients: int, issues: int) -> None:
    people.prepare()
    topics = list(Topic.values)
    firms = [make_expert(state="listed", specialities=random.Random(n).sample(topics, 2)).pk for n in range(FIRMS)]
    network, lane = make_institution().pk, Lane.objects.create(code="autres", label="Autres", is_default=True)
    with connection.cursor() as cursor, loading(cursor):
        cursor.execute(PEOPLE, [recipients])
        cursor.execute(AMBASSADORS, [network, topics, topics])
        cursor.execute(CONTACTS, [firms, FIRMS])
        cursor.execute("SELECT array_agg(code::text ORDER BY code) FROM core_departement")
        (places,) = cursor.fetchone()
        suppliers = [make_organisation(name=f"Fournisseur {n}") for n in range(SUPPLIERS)]
        for number in range(issues):
            versions = make_versions(number, suppliers, places)
            issue = versions[0].issue
            keys = [version.pk for version in versions]
            cursor.execute(DELIVERIES, [issue.pk, keys, len(keys), lane.pk, places, len(places)])
        cursor.execute(RETURNS, [])
        cursor.execute(CLICKS, [])
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


@contextmanager
def loading(cursor: object) -> Iterator[None]:
    """No history of invented people; the deliveries without a log, their indexes built at the end."""
    cursor.execute("SET session_replication_role = replica")
    cursor.execute(f"ALTER TABLE {TABLE} SET UNLOGGED")
    cursor.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s AND indexname NOT LIKE '%%pkey'", [TABLE]
    )
    indexes = cursor.fetchall()
    for name, _ in indexes:
        cursor.execute(f"DROP INDEX {name}")
    yield
    cursor.execute("SET maintenance_work_mem = '512MB'")
    for _, definition in indexes:
        cursor.execute(definition)
    cursor.execute("SET session_replication_role = DEFAULT")


def make_versions(number: int, suppliers: list[object], places: list[str]) -> list[Rendition]:
    """An issue a fortnight; each version lacks a few of its inserts, one in four lets clicks be counted."""
    left = timezone.now() - timedelta(days=14 * number)
    issue = make_sent_issue(number=100 - number, title=f"Numéro {100 - number}", frozen_at=left, finished_at=left)
    rng = random.Random(number)
    blocks = [
        make_block(
            issue=issue,
            supplier=rng.choice(suppliers),
            kind=rng.choice(["product", "technical", "commercial"]),
            specialities=rng.sample(list(Topic.values), 1) if n % 3 else [],
            territories=rng.sample(places, 4) if n % 4 == 1 else [],
        ).pk
        for n in range(BLOCKS)
    ]
    return Rendition.objects.bulk_create(
        Rendition(
            issue=issue,
            blocks=sorted(rng.sample(blocks, BLOCKS - n % 8)),
            variant=f"v{n}",
            tracking="anonymous" if n % 4 == 0 else "none",
            html="",
            text="",
            skeleton=b"message",
            slots=[],
        )
        for n in range(VERSIONS)
    )


def count(recipients: int) -> None:
    """Each issue once; reading its rows alone, as the watch does, is the reference."""
    counting, reading = [], []
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for issue in Issue.objects.order_by("number"):
        reading.append(timed(Delivery.objects.of(issue).tally))
        counting.append(timed(partial(count_reach, issue_id=issue.pk)))
        whole = Reach.objects.get(issue=issue, block=None, dimension="total")
        expected = sum(n % 200 != 7 and n % 5000 != 9 for n in range(1, recipients + 1))
        assert abs(whole.accepted - expected) <= recipients // 1000, (whole.accepted, expected)
        print(f"  {counting[-1]:.1f} s, reading its rows {reading[-1]:.1f} s", flush=True)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    ratio = statistics.median(a / b for a, b in zip(counting, reading, strict=True))
    print(
        f"counting an issue of {recipients:,}: median {statistics.median(counting):.1f} s "
        f"({min(counting):.1f} to {max(counting):.1f}), {ratio:.1f} × counting its rows by state; "
        f"{Reach.objects.filter(issue=issue).count()} figures; our memory +{grown:.0f} MB",
        flush=True,
    )


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def pages(given: argparse.Namespace) -> None:
    block = Issue.objects.get(number=100).blocks.first().pk
    paths = [
        "/console/flash-info/100/portee/",
        f"/console/flash-info/100/portee/?encart={block}",
        "/console/flash-info/portee/",
    ]
    client = Client()
    client.force_login(scale.direction())
    cookie, session = client.cookies["sessionid"].value, web.plain_session(6500)
    with TemporaryDirectory() as folder:
        log = Path(folder)
        with web.ours(log / "ours.log") as ours, web.plain(log / "plain.log") as plain:
            asks = {path: [web.Ask(ours, path, cookie)] for path in paths}
            alone, found = measure({REFERENCE: [web.Ask(plain, "/", session)], **asks}, given)
    print(f"{REFERENCE}, alone: p95 {alone[REFERENCE].percentile(95):.0f} ms", flush=True)
    for path in paths:
        answers, reference = found[path], found[REFERENCE]
        ratio = people.median([a / b for a, b in zip(answers.rates, reference.rates, strict=True)])
        effort = people.median([b / a for a, b in zip(answers.processor, reference.processor, strict=True)])
        number, p95 = statements(client, path), alone[path].percentile(95)
        verdict = "reached" if p95 <= 200 and number <= 8 else "MISSED"
        print(
            f"{path}: p50 {alone[path].percentile(50):.0f} ms, p95 {p95:.0f} ms alone (target 200), "
            f"{answers.percentile(95):.0f} with three others; {ratio:.2f} of the reference, "
            f"{effort:.2f} by processor time, {answers.size / 1024:.0f} KB packed, {number} statements "
            f"(at most 8): {verdict}",
            flush=True,
        )


if __name__ == "__main__":
    main()
