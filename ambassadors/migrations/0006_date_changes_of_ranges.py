"""The last change in ten thousand advisers without reading their history: for the index of the map of the site."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import F


class Migration(migrations.Migration):
    atomic = False  # built while advisers are written
    dependencies = [("ambassadors", "0005_list_networks_of_advisers")]

    operations = [
        AddIndexConcurrently(
            model_name="ambassadorevent",
            index=models.Index(F("pgh_obj") / 10_000, "pgh_created_at", name="ambassador_changed_range"),
        ),
    ]
