"""Names of places are found by the beginnings of their words; one view over the three levels answers."""

import django.contrib.postgres.indexes
from django.db import migrations, models

from club.core.search import place_key, place_words

VIEW = """
CREATE VIEW core_territory AS
SELECT 'region:' || r.code AS key, 'region' AS kind, r.code, r.name, '' AS inside,
    translate(lower(public.f_unaccent(r.name)), '-''’.', '    ') COLLATE "C" AS folded,
    ' ' || translate(lower(public.f_unaccent(r.name)), '-''’.', '    ') AS words,
    '' AS numbers,
    (SELECT coalesce(sum(d.population), 0) FROM core_departement d WHERE d.region_id = r.code) AS population
FROM core_region r
UNION ALL
SELECT 'departement:' || d.code, 'departement', d.code, d.name, '',
    translate(lower(public.f_unaccent(d.name)), '-''’.', '    ') COLLATE "C",
    ' ' || translate(lower(public.f_unaccent(d.name)), '-''’.', '    ') || ' ' || lower(d.code),
    ' ' || d.code,
    d.population
FROM core_departement d
UNION ALL
SELECT 'commune:' || c.code, 'commune', c.code, c.name, c.departement_id,
    c.sort_key, c.search_text, c.postcodes_text, c.population
FROM core_commune c;
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0004_add_rate_limits")]

    operations = [
        migrations.AlterModelOptions("commune", {"verbose_name": "commune"}),
        migrations.RemoveIndex("commune", "commune_search"),
        migrations.RemoveField("commune", "search_text"),
        migrations.RemoveField("commune", "sort_key"),
        migrations.AddField(
            "commune",
            "aliases",
            models.CharField(
                blank=True, default="", max_length=600, verbose_name="communes absorbées, arrondissements"
            ),
        ),
        migrations.AlterField(
            "commune",
            "postcodes_text",
            models.TextField(default="", verbose_name="codes postaux, précédés d’une espace"),
        ),
        migrations.AddField("commune", "search_text", place_words("name", "aliases")),
        migrations.AddField("commune", "sort_key", place_key("name")),
        migrations.AlterModelOptions("commune", {"verbose_name": "commune", "ordering": ["sort_key"]}),
        migrations.AddIndex(
            "commune",
            django.contrib.postgres.indexes.GinIndex(
                fields=["search_text"], name="commune_search", opclasses=["gin_trgm_ops"]
            ),
        ),
        migrations.AddIndex(
            "commune",
            django.contrib.postgres.indexes.GinIndex(
                fields=["sort_key"], name="commune_alike", opclasses=["gin_trgm_ops"]
            ),
        ),
        migrations.RunSQL(VIEW, "DROP VIEW core_territory;"),
        migrations.CreateModel(
            name="Territory",
            fields=[
                ("key", models.TextField(primary_key=True, serialize=False)),
                ("kind", models.TextField()),
                ("code", models.TextField()),
                ("name", models.TextField()),
                ("inside", models.TextField()),
                ("folded", models.TextField()),
                ("words", models.TextField()),
                ("numbers", models.TextField()),
                ("population", models.BigIntegerField()),
            ],
            options={"verbose_name": "territoire", "managed": False, "db_table": "core_territory"},
        ),
    ]
