"""The networks that have a named adviser, without reading them all."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ambassadors", "0004_date_changes_of_advisers")]

    operations = [
        migrations.AddIndex(
            model_name="ambassador",
            index=models.Index(
                condition=models.Q(("state", "validated"), models.Q(("listed_name", ""), _negated=True)),
                fields=["network"],
                name="ambassador_public_network",
            ),
        ),
    ]
