from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0011_note_returned_mails"),
    ]

    operations = [
        migrations.AddField(
            model_name="outboxmail",
            name="calendar",
            field=models.TextField(blank=True, db_default="", default="", verbose_name="entrée de calendrier"),
        ),
    ]
