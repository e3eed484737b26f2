"""The last change in ten thousand firms without reading their history: for the index of the map of the site."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import F


class Migration(migrations.Migration):
    atomic = False  # built while firms are written
    dependencies = [("channel", "0005_date_changes_of_firms")]

    operations = [
        AddIndexConcurrently(
            model_name="expertevent",
            index=models.Index(F("pgh_obj") / 10_000, "pgh_created_at", name="expert_changed_range"),
        ),
    ]
