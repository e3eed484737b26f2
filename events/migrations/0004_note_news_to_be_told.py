import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0003_seat_people_and_seek_suppliers"),
    ]

    operations = [
        migrations.CreateModel(
            name="EventNews",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("subject", "sous réserve"),
                            ("moved", "a changé"),
                            ("called_off", "n’a pas lieu au jour dit"),
                            ("go", "a lieu"),
                            ("postponed", "reportée"),
                            ("new_day", "a une nouvelle date"),
                            ("confirmed", "a son programme"),
                            ("cancelled", "annulée"),
                            ("workshops", "change d’ateliers"),
                        ],
                        max_length=10,
                        verbose_name="nouvelle",
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=500, verbose_name="en mots")),
                ("version", models.PositiveIntegerField(null=True, verbose_name="version de la rencontre régionale")),
                (
                    "seated",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None, verbose_name="inscriptions"
                    ),
                ),
                (
                    "waiting",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(),
                        default=list,
                        size=None,
                        verbose_name="inscriptions en attente",
                    ),
                ),
                (
                    "pledges",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None, verbose_name="ateliers promis"
                    ),
                ),
                ("told", models.PositiveIntegerField(default=0, verbose_name="déjà écrites")),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="décidée le")),
                ("settled_at", models.DateTimeField(null=True, verbose_name="dite à tous le")),
                (
                    "as_of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="events.eventevent",
                        verbose_name="telle que décidée",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="news",
                        to="events.event",
                        verbose_name="rencontre",
                    ),
                ),
            ],
            options={
                "verbose_name": "nouvelle d’une rencontre",
                "verbose_name_plural": "nouvelles des rencontres",
                "ordering": ["pk"],
                "indexes": [
                    models.Index(condition=models.Q(("settled_at", None)), fields=["event"], name="event_news_owed")
                ],
            },
        ),
    ]
