"""Counters of limits, and the table where allauth's cache entries live while Redis is away."""

from django.db import migrations, models

KEPT = """
CREATE TABLE core_keptcache (
    cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL
);
CREATE INDEX core_keptcache_expires ON core_keptcache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0003_outbox_and_audit")]

    operations = [
        migrations.CreateModel(
            name="RateLimit",
            fields=[
                (
                    "key",
                    models.CharField(
                        max_length=64, primary_key=True, serialize=False, verbose_name="empreinte de la clé"
                    ),
                ),
                ("hits", models.PositiveIntegerField(default=0, verbose_name="nombre")),
                ("ends_at", models.DateTimeField(db_index=True, verbose_name="fin de la fenêtre")),
            ],
            options={"verbose_name": "limite"},
        ),
        migrations.RunSQL(KEPT, "DROP TABLE core_keptcache;"),
    ]
