"""The last change in a département, for the map of the site, without reading the whole history."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ambassadors", "0003_publish_by_consent")]

    operations = [
        migrations.AddIndex(
            model_name="ambassadorevent",
            index=models.Index(fields=["departement", "pgh_created_at"], name="ambassador_changed_there"),
        ),
    ]
