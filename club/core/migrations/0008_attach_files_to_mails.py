from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0007_add_search_words"),
    ]

    operations = [
        migrations.AddField(
            model_name="outboxmail",
            name="attachments",
            field=models.JSONField(
                blank=True,
                db_default=models.Value([], models.JSONField()),
                default=list,
                verbose_name="pièces jointes",
            ),
        ),
    ]
