import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contributions", "0003_forget_dead_states"),
        ("core", "0011_note_returned_mails"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ReachMail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "step",
                    models.CharField(
                        choices=[("day", "lendemain"), ("fortnight", "quinze jours après")],
                        max_length=9,
                        verbose_name="étape",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("sent", "parti"), ("not_sent", "pas parti")], max_length=8, verbose_name="état"
                    ),
                ),
                ("why", models.CharField(blank=True, max_length=200, verbose_name="pourquoi")),
                ("role", models.CharField(blank=True, max_length=13, verbose_name="écrit au titre de")),
                ("settled_at", models.DateTimeField(verbose_name="réglé le")),
                (
                    "copy_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="copies",
                        to="contributions.reachmail",
                        verbose_name="copie de",
                    ),
                ),
                (
                    "outbox",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="core.outboxmail",
                        verbose_name="courriel",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reach_mails",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="destinataire",
                    ),
                ),
                (
                    "placement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reach_mails",
                        to="contributions.placement",
                        verbose_name="parution",
                    ),
                ),
            ],
            options={
                "verbose_name": "bilan de portée envoyé",
                "verbose_name_plural": "bilans de portée envoyés",
                "ordering": ["settled_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("copy_of", None)), fields=("placement", "step"), name="reach_mail_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("copy_of__isnull", False)),
                        fields=("copy_of", "person"),
                        name="reach_mail_copied_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "not_sent"), _negated=True),
                            models.Q(("why", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="reach_mail_says_why_not",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "sent"), _negated=True), ("person__isnull", False), _connector="OR"
                        ),
                        name="reach_mail_sent_to_somebody",
                    ),
                ],
            },
        ),
    ]
