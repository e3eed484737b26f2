"""A public directory of any size: firms and advisers all over France, their brands, their checks, their history.

People and firms live where France lives (communes drawn by population). Brands are carried as goods are: the first of
300 by one firm in four, the last by one in eight hundred, and twenty more by thirty firms each in the whole country.
"""

from django.apps import apps
from django.core.cache import cache
from django.db import connection, models

from bench import _people as people
from bench._scale import CARRIED, CHECKS
from channel.models import Expert
from club.core import spelling
from club.editorial.models import Level
from members.models import Organisation
from tests.editorial_factories import make_article
from tests.event_factories import make_event

COMMON, RARE, CARRY_RARE = 300, 20, 30
BRANDS = """
WITH brand AS (
    SELECT id, row_number() OVER (ORDER BY id) AS rank FROM members_organisation WHERE name LIKE 'Marque courante %%'
), drawn AS (
    SELECT e.id, floor(power(%(common)s + 1, random()))::int AS rank
    FROM channel_expert e CROSS JOIN generate_series(1, 2) ORDER BY e.id
)
INSERT INTO channel_expert_brands (expert_id, organisation_id)
SELECT DISTINCT d.id, b.id FROM drawn d JOIN brand b USING (rank)
"""
RARE_BRANDS = """
INSERT INTO channel_expert_brands (expert_id, organisation_id)
SELECT e.id, b.id FROM members_organisation b
CROSS JOIN LATERAL (SELECT id FROM channel_expert WHERE b.id > 0 ORDER BY random() LIMIT %(carry)s) e
WHERE b.name LIKE 'Marque rare %%'
"""
EVENTS = """
INSERT INTO {events} ({columns}, pgh_created_at, pgh_label, pgh_obj_id)
SELECT {columns}, TIMESTAMPTZ '2025-11-22' + id %% 365 * INTERVAL '1 day' + age.more, age.label, id
FROM {table} CROSS JOIN (VALUES ('insert', INTERVAL '0 day', 1), ('update', INTERVAL '20 hours', 4))
    AS age (label, more, every)
WHERE id %% age.every = 0
"""


def fill(rows: int) -> None:
    """``rows`` firms, all public, and ``rows`` ambassadors, of whom two in five agreed to be named."""
    people.prepare()
    cache.clear()
    people.seed_ambassadors(rows)
    people.seed_experts(rows)
    names = [f"Marque courante {n}" for n in range(1, COMMON + 1)] + [f"Marque rare {n}" for n in range(RARE)]
    Organisation.objects.bulk_create(Organisation(name=name, side="brand", kind="manufacturer") for name in names)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SELECT setseed(0.4)")
        cursor.execute(BRANDS, {"common": COMMON})
        cursor.execute(RARE_BRANDS, {"carry": CARRY_RARE})
        cursor.execute(CARRIED)
        cursor.execute(CHECKS)
        for model in (Expert, apps.get_model("ambassadors", "Ambassador")):
            cursor.execute(_events(model), [])
        cursor.execute("SET session_replication_role = DEFAULT")
    for level in (Level.TIP, Level.DOSSIER):
        make_article(level)
    make_event()
    spelling.rebuild()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM FULL channel_expert")  # each row was written twice
        cursor.execute("VACUUM ANALYZE")


def _events(model: type[models.Model]) -> str:
    """The history of ``model`` as if each row had been entered once, and one in four changed the same day."""
    events = model.events.rel.related_model  # type: ignore[attr-defined]
    kept = [field.column for field in events._meta.concrete_fields if not field.column.startswith("pgh_")]
    columns = ", ".join(f'"{column}"' for column in kept)
    return EVENTS.format(events=events._meta.db_table, table=model._meta.db_table, columns=columns)
