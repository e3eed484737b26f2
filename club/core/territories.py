"""The territories of France, from the data file of the repository into the database.

One COPY into a temporary table, then one statement per level that writes only what differs. A commune that a newer
edition no longer has is deleted when nothing points to it, else kept.
"""

import csv
import gzip
import io
from dataclasses import dataclass
from pathlib import Path

from django.db import connection, transaction
from django.db.models import QuerySet

from club.core.models import Commune

FILE = Path(__file__).parent / "data" / "places.csv.gz"
# Licence Ouverte 2.0 asks to name the source and the date of the last update.
CREDIT = "Insee et La Poste, découpage administratif et codes postaux, édition 2026, Licence Ouverte 2.0"

_STAGE = """
CREATE TEMPORARY TABLE staged (
    kind text, code text, name text, parent text, population integer, postcodes text, aliases text
) ON COMMIT DROP
"""
_COPY = "COPY staged FROM STDIN WITH (FORMAT csv, FORCE_NOT_NULL (name, parent, postcodes, aliases))"
_MERGES = [
    """
    INSERT INTO core_region AS r (code, name) SELECT code, name FROM staged WHERE kind = 'r'
    ON CONFLICT (code) DO UPDATE SET name = excluded.name WHERE r.name <> excluded.name
    """,
    """
    INSERT INTO core_departement AS d (code, name, region_id, population)
    SELECT code, name, parent, population FROM staged WHERE kind = 'd'
    ON CONFLICT (code) DO UPDATE
    SET name = excluded.name, region_id = excluded.region_id, population = excluded.population
    WHERE (d.name, d.region_id, d.population) IS DISTINCT FROM
        (excluded.name, excluded.region_id, excluded.population)
    """,
    """
    INSERT INTO core_commune AS c (code, name, aliases, departement_id, population, postcodes, postcodes_text)
    SELECT code, name, aliases, parent, population, string_to_array(postcodes, ' '),
        CASE postcodes WHEN '' THEN '' ELSE ' ' || postcodes END
    FROM staged WHERE kind = 'c'
    ON CONFLICT (code) DO UPDATE SET name = excluded.name, aliases = excluded.aliases,
        departement_id = excluded.departement_id, population = excluded.population,
        postcodes = excluded.postcodes, postcodes_text = excluded.postcodes_text
    WHERE (c.name, c.aliases, c.departement_id, c.population, c.postcodes_text) IS DISTINCT FROM
        (excluded.name, excluded.aliases, excluded.departement_id, excluded.population, excluded.postcodes_text)
    """,
]


@dataclass(frozen=True)
class Loaded:
    """Rows written by level (created or changed), communes deleted because an edition dropped them."""

    edition: str
    written: tuple[int, int, int]
    deleted: int

    def words(self) -> str:
        regions, departements, communes = self.written
        if not any([*self.written, self.deleted]):
            return "rien à changer"
        return (
            f"{regions} régions, {departements} départements et {communes} communes écrits, {self.deleted} retirées"
        )


@transaction.atomic
def load(file: Path = FILE) -> Loaded:
    """Make the territories those of ``file``; safe to run at any time and twice."""
    with gzip.open(file, "rt", encoding="utf-8", newline="") as lines:
        _, edition = next(csv.reader([lines.readline()]))
        lines.readline()
        rows = io.StringIO(lines.read())
    with connection.cursor() as cursor:
        cursor.execute(_STAGE)
        cursor.copy_expert(_COPY, rows)
        written = []
        for merge in _MERGES:
            cursor.execute(merge)
            written.append(cursor.rowcount)
        cursor.execute("SELECT code FROM core_commune EXCEPT SELECT code FROM staged WHERE kind = 'c'")
        dropped = [code for (code,) in cursor.fetchall()]
        cursor.execute("DROP TABLE staged")
        if any(written):
            cursor.execute("ANALYZE core_region, core_departement, core_commune")
    deleted = _unused(dropped).delete()[0] if dropped else 0
    return Loaded(edition, (written[0], written[1], written[2]), deleted)


def _unused(codes: list[str]) -> QuerySet[Commune]:
    """Communes of ``codes`` to which no row of any table points."""
    communes = Commune.objects.filter(pk__in=codes)
    for relation in Commune._meta.related_objects:
        used = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": codes})
        communes = communes.exclude(pk__in=used.values(relation.field.attname))
    return communes
