from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0009_leave_room_on_pages_of_people"),
    ]

    operations = [
        migrations.AlterField(
            model_name="importrun",
            name="state",
            field=models.CharField(
                choices=[
                    ("received", "en attente de lecture"),
                    ("checking", "lecture en cours"),
                    ("ready", "à relire"),
                    ("applying", "écriture en cours"),
                    ("done", "importé"),
                    ("cancelled", "annulé"),
                    ("failed", "refusé"),
                    ("expired", "expiré"),
                ],
                default="received",
                max_length=10,
                verbose_name="état",
            ),
        ),
    ]
