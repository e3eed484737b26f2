"""The last change in a département, or of a speciality, without reading the whole history: for the map of the site."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("channel", "0004_find_firms_at_a_million")]

    operations = [
        migrations.AddIndex(
            model_name="expertevent",
            index=models.Index(fields=["departement", "pgh_created_at"], name="expert_changed_there"),
        ),
        migrations.AddIndex(
            model_name="expertevent",
            index=models.Index(fields=["pgh_created_at"], name="expert_changed"),
        ),
    ]
