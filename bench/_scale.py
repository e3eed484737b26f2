"""A whole Club of any size, for the measures of pages and of search: people, firms, organisations, issues."""

import random
from collections.abc import Iterator

from django.core.cache import cache
from django.db import connection

from bench import _people as people
from club.core import spelling
from club.core.roles import Role
from members.models import User
from newsletters.models import Issue, Lane, Rendition
from tests.factories import make_block, make_sent_issue, make_staff

DELIVERIES = """
INSERT INTO newsletters_delivery (issue_id, contact_id, rendition_id, lane_id, address, address_hash, segment,
    departement, state, cause, stage, fence, attempts, drops, enhanced_code, reply_text, settled_at)
SELECT %(issue)s, id, %(rendition)s, %(lane)s + id %% %(lanes)s, email, address_hash, 'ambassadors', '',
    CASE WHEN id %% 1000 = 7 THEN 'deferred' WHEN id %% 1000 = 8 THEN 'refused' WHEN id %% 5000 = 9 THEN 'uncertain'
         WHEN id <= %(middle)s THEN 'sent' ELSE 'ready' END,
    '', '', 1, 0, 0, '', '', CASE WHEN id <= %(middle)s THEN now() END
FROM members_user WHERE source = 'imported' ORDER BY id
"""
BRANDS = """
WITH brand AS (
    SELECT id, row_number() OVER (ORDER BY id) - 1 AS n FROM members_organisation WHERE side = 'brand' LIMIT 40
)
INSERT INTO channel_expert_brands (expert_id, organisation_id)
SELECT e.id, b.id FROM channel_expert e JOIN brand b ON b.n IN (e.id % 40, (e.id * 7 + 3) % 40)
"""
CARRIED = """
UPDATE channel_expert e SET carried = link.brands FROM (
    SELECT expert_id, array_agg(organisation_id ORDER BY organisation_id) AS brands
    FROM channel_expert_brands GROUP BY expert_id
) link WHERE link.expert_id = e.id
"""  # what the triggers would have written, which are off while rows are poured in
CHECKS = """
INSERT INTO channel_check (expert_id, kind, "on", passed, note)
SELECT id, 'siret', DATE '2026-10-01', true, '' FROM channel_expert WHERE id % 3 = 0
"""
LANES = ["autres", "orange", "free", "sfr", "gmail", "outlook", "yahoo", "laposte"]


def fill(rows: int) -> None:
    """``rows`` ambassadors, firms and organisations, their words learnt, a sent issue."""
    people.prepare()
    cache.clear()
    people.seed_ambassadors(rows)
    people.seed_experts(rows)
    _organisations(rows - people.NETWORKS)
    _directory()
    spelling.rebuild()
    for number, code in enumerate(LANES):
        Lane.objects.create(code=code, label=code.title(), is_default=not number, connections=8, speed=8)
    issue = make_sent_issue(number=41, title="Six outils éprouvés par vos réseaux")
    for number in range(8):
        make_block(issue=issue, title=f"Encart {number + 1}", text="Un outil simple, bien expliqué et suivi. " * 12)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _organisations(count: int) -> None:
    rng = random.Random(11)
    words = "Réseau Chambre Union Fédération Agence Syndicat Mission Espace".split()  # noqa: SIM905

    def lines() -> Iterator[str]:
        for number, person in enumerate(people.Crowd(5).people(count)):
            name = f"{rng.choice(words)} {person['last']} de {person['town']} {number}"[:120].replace("\\", "")
            side, kind = ("brand", "publisher") if number % 2 else ("institution", "association")
            yield "\t".join([name, "", side, kind, "", "", "", person["phone"], person["commune"], "t"])

    columns = "name, legal_name, side, kind, rna, foreign_vat, website, phone, commune_id, is_active"
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
    people.copy("members_organisation", columns, lines())
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("VACUUM ANALYZE members_organisation")


def _directory() -> None:
    """Each firm carries two of forty brands; a third of them was checked."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(BRANDS)
        cursor.execute(CARRIED)
        cursor.execute(CHECKS)
        cursor.execute("SET session_replication_role = DEFAULT")
        for table in ("channel_expert", "channel_expert_brands", "channel_check"):
            cursor.execute(f"VACUUM ANALYZE {table}")


def issue_half_sent() -> Issue:
    """An issue to every imported person, half of it gone, spread over the lanes."""
    count = User.objects.filter(source="imported").count()
    issue = make_sent_issue(
        number=42, state=Issue.State.SENDING, finished_at=None, audience_count=count, candidate_count=count
    )
    rendition = Rendition.objects.create(
        issue=issue, blocks=[], variant="v", html="", text="", skeleton=b"message", slots=[]
    )
    first = User.objects.filter(source="imported").order_by("pk").values_list("pk", flat=True)[0]
    lane = Lane.objects.order_by("pk").first().pk
    values = {"issue": issue.pk, "rendition": rendition.pk, "lane": lane, "lanes": len(LANES)}
    with connection.cursor() as cursor:
        cursor.execute(DELIVERIES, values | {"middle": first + count // 2})
        cursor.execute("VACUUM ANALYZE newsletters_delivery")
    return issue


def direction() -> User:
    """Somebody of the team who may open every page."""
    found = User.objects.filter(email="direction@club.example").first()
    return found or make_staff(Role.DIRECTION, email="direction@club.example")
