"""Speciality and area in one index, which keeps what both hold; carriers of a brand without a look at their rows."""

import django.contrib.postgres.indexes
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("channel", "0003_list_firms_in_public")]

    operations = [
        migrations.RemoveIndex(model_name="expert", name="expert_specialities"),
        migrations.RemoveIndex(model_name="expert", name="expert_area"),
        migrations.AddIndex(
            model_name="expert",
            index=django.contrib.postgres.indexes.GinIndex(fields=["specialities", "area"], name="expert_needs"),
        ),
        migrations.RunSQL(
            "CREATE INDEX expert_carried_brand ON channel_expert_brands (organisation_id, expert_id)",
            "DROP INDEX expert_carried_brand",
        ),
    ]
