from django.db import migrations


class Migration(migrations.Migration):
    """A row that changes no indexed column is then rewritten on its own page, and no index is touched (HOT)."""

    dependencies = [
        ("members", "0008_keep_only_indexes_that_serve"),
    ]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE members_user SET (fillfactor = 70)",
            "ALTER TABLE members_user RESET (fillfactor)",
        ),
    ]
