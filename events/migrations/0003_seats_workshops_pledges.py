"""Seats of events, who registers, waits, hosts a workshop or was there."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import events.models.workshops


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0011_note_returned_mails"),
        ("events", "0002_drop_the_day_of_creation"),
        ("members", "0020_add_leave_notices"),
        ("pghistory", "0007_auto_20250421_0444"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Ask",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="demandé le")),
                ("reminded_at", models.DateTimeField(blank=True, null=True, verbose_name="relancé le")),
                ("reminders", models.PositiveSmallIntegerField(default=0, verbose_name="relances")),
                (
                    "answer",
                    models.CharField(
                        choices=[("none", "sans réponse"), ("pledged", "vient"), ("declined", "ne vient pas")],
                        default="none",
                        max_length=8,
                        verbose_name="réponse",
                    ),
                ),
                ("why_not", models.CharField(blank=True, max_length=200, verbose_name="pourquoi pas")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="répondu le")),
            ],
            options={
                "verbose_name": "fournisseur sollicité",
                "verbose_name_plural": "fournisseurs sollicités",
                "ordering": ["organisation__sort_key", "pk"],
            },
        ),
        migrations.CreateModel(
            name="AskEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="demandé le")),
                ("reminded_at", models.DateTimeField(blank=True, null=True, verbose_name="relancé le")),
                ("reminders", models.PositiveSmallIntegerField(default=0, verbose_name="relances")),
                (
                    "answer",
                    models.CharField(
                        choices=[("none", "sans réponse"), ("pledged", "vient"), ("declined", "ne vient pas")],
                        default="none",
                        max_length=8,
                        verbose_name="réponse",
                    ),
                ),
                ("why_not", models.CharField(blank=True, max_length=200, verbose_name="pourquoi pas")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="répondu le")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CheckIn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="à")),
                (
                    "means",
                    models.CharField(
                        choices=[
                            ("code", "badge lu"),
                            ("name", "nom trouvé"),
                            ("walk_in", "venue sans inscription"),
                            ("paper", "feuille signée"),
                        ],
                        max_length=7,
                        verbose_name="comment",
                    ),
                ),
                ("key", models.UUIDField(blank=True, null=True, unique=True, verbose_name="clé")),
            ],
            options={
                "verbose_name": "émargement",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="CheckInEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="à")),
                (
                    "means",
                    models.CharField(
                        choices=[
                            ("code", "badge lu"),
                            ("name", "nom trouvé"),
                            ("walk_in", "venue sans inscription"),
                            ("paper", "feuille signée"),
                        ],
                        max_length=7,
                        verbose_name="comment",
                    ),
                ),
                ("key", models.UUIDField(blank=True, null=True, verbose_name="clé")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Offer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "en attente de réponse"),
                            ("taken", "acceptée"),
                            ("declined", "déclinée"),
                            ("expired", "restée sans réponse"),
                            ("withdrawn", "retirée"),
                        ],
                        default="pending",
                        max_length=9,
                        verbose_name="état",
                    ),
                ),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="faite le")),
                ("expires_at", models.DateTimeField(verbose_name="jusqu’au")),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="réglée le")),
            ],
            options={
                "verbose_name": "place proposée",
                "verbose_name_plural": "places proposées",
                "ordering": ["-made_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="OfferEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "en attente de réponse"),
                            ("taken", "acceptée"),
                            ("declined", "déclinée"),
                            ("expired", "restée sans réponse"),
                            ("withdrawn", "retirée"),
                        ],
                        default="pending",
                        max_length=9,
                        verbose_name="état",
                    ),
                ),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="faite le")),
                ("expires_at", models.DateTimeField(verbose_name="jusqu’au")),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="réglée le")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Place",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "side",
                    models.CharField(
                        choices=[
                            ("ambassador", "ambassadeur"),
                            ("expert", "expert du Channel"),
                            ("institution", "réseau institutionnel"),
                            ("brand", "fournisseur"),
                            ("guest", "invité"),
                            ("public", "participant"),
                        ],
                        max_length=11,
                        verbose_name="côté",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("confirmed", "tenue"), ("waiting", "en attente"), ("cancelled", "rendue")],
                        default="confirmed",
                        max_length=9,
                        verbose_name="état",
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("wish1", "premier vœu"),
                            ("wish2", "deuxième vœu"),
                            ("wish3", "troisième vœu"),
                            ("balance", "place restée libre"),
                            ("first_come", "choisie ensuite"),
                            ("staff", "donnée par l’équipe"),
                        ],
                        max_length=10,
                        verbose_name="comment",
                    ),
                ),
                ("because", models.CharField(blank=True, max_length=240, verbose_name="pourquoi cet atelier")),
                ("since", models.DateTimeField(default=django.utils.timezone.now, verbose_name="depuis")),
            ],
            options={
                "verbose_name": "place d’atelier",
                "verbose_name_plural": "places d’atelier",
                "ordering": ["since", "pk"],
            },
        ),
        migrations.CreateModel(
            name="PlaceEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "side",
                    models.CharField(
                        choices=[
                            ("ambassador", "ambassadeur"),
                            ("expert", "expert du Channel"),
                            ("institution", "réseau institutionnel"),
                            ("brand", "fournisseur"),
                            ("guest", "invité"),
                            ("public", "participant"),
                        ],
                        max_length=11,
                        verbose_name="côté",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("confirmed", "tenue"), ("waiting", "en attente"), ("cancelled", "rendue")],
                        default="confirmed",
                        max_length=9,
                        verbose_name="état",
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("wish1", "premier vœu"),
                            ("wish2", "deuxième vœu"),
                            ("wish3", "troisième vœu"),
                            ("balance", "place restée libre"),
                            ("first_come", "choisie ensuite"),
                            ("staff", "donnée par l’équipe"),
                        ],
                        max_length=10,
                        verbose_name="comment",
                    ),
                ),
                ("because", models.CharField(blank=True, max_length=240, verbose_name="pourquoi cet atelier")),
                ("since", models.DateTimeField(default=django.utils.timezone.now, verbose_name="depuis")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Pledge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=110, verbose_name="titre de l’atelier")),
                (
                    "topic",
                    models.CharField(
                        choices=[
                            ("website", "site web"),
                            ("ecommerce", "vente en ligne"),
                            ("visibility", "visibilité et référencement"),
                            ("security", "sécurité et sauvegarde"),
                            ("network", "réseau et Internet"),
                            ("telephony", "téléphonie et mobilité"),
                            ("equipment", "équipement informatique"),
                            ("printing", "impression et numérisation"),
                            ("management", "logiciels de gestion"),
                            ("invoicing", "facture électronique"),
                            ("collaboration", "messagerie et travail à plusieurs"),
                            ("payment", "encaissement et paiement"),
                            ("data", "données personnelles"),
                            ("funding", "aides et financement"),
                        ],
                        max_length=14,
                        verbose_name="sujet",
                    ),
                ),
                ("speaker", models.CharField(max_length=120, verbose_name="qui l’anime")),
                (
                    "brings",
                    models.CharField(blank=True, max_length=300, verbose_name="ce que les participants emportent"),
                ),
                (
                    "is_sponsored",
                    models.BooleanField(
                        default=False,
                        help_text="Hors des droits inclus, décidé par l’équipe\xa0; dit aux participants.",
                        verbose_name="parrainé",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("standing", "promis"),
                            ("withdrawn", "retiré par le fournisseur"),
                            ("released", "rendu par le Club"),
                        ],
                        default="standing",
                        max_length=9,
                        verbose_name="état",
                    ),
                ),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="promis le")),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="changé le")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
            ],
            options={
                "verbose_name": "atelier promis",
                "verbose_name_plural": "ateliers promis",
                "ordering": ["made_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="PledgeEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("title", models.CharField(max_length=110, verbose_name="titre de l’atelier")),
                (
                    "topic",
                    models.CharField(
                        choices=[
                            ("website", "site web"),
                            ("ecommerce", "vente en ligne"),
                            ("visibility", "visibilité et référencement"),
                            ("security", "sécurité et sauvegarde"),
                            ("network", "réseau et Internet"),
                            ("telephony", "téléphonie et mobilité"),
                            ("equipment", "équipement informatique"),
                            ("printing", "impression et numérisation"),
                            ("management", "logiciels de gestion"),
                            ("invoicing", "facture électronique"),
                            ("collaboration", "messagerie et travail à plusieurs"),
                            ("payment", "encaissement et paiement"),
                            ("data", "données personnelles"),
                            ("funding", "aides et financement"),
                        ],
                        max_length=14,
                        verbose_name="sujet",
                    ),
                ),
                ("speaker", models.CharField(max_length=120, verbose_name="qui l’anime")),
                (
                    "brings",
                    models.CharField(blank=True, max_length=300, verbose_name="ce que les participants emportent"),
                ),
                (
                    "is_sponsored",
                    models.BooleanField(
                        default=False,
                        help_text="Hors des droits inclus, décidé par l’équipe\xa0; dit aux participants.",
                        verbose_name="parrainé",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("standing", "promis"),
                            ("withdrawn", "retiré par le fournisseur"),
                            ("released", "rendu par le Club"),
                        ],
                        default="standing",
                        max_length=9,
                        verbose_name="état",
                    ),
                ),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="promis le")),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="changé le")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RegionalMeeting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("seeking", "cherche ses fournisseurs"),
                            ("go", "aura lieu"),
                            ("postponed", "reportée"),
                            ("confirmed", "confirmée aux participants"),
                            ("held", "tenue"),
                        ],
                        default="seeking",
                        editable=False,
                        max_length=9,
                        verbose_name="étape",
                    ),
                ),
                (
                    "quorum",
                    models.PositiveSmallIntegerField(
                        default=6,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="seuil de fournisseurs",
                    ),
                ),
                (
                    "workshops_wanted",
                    models.PositiveSmallIntegerField(
                        default=8, validators=[django.core.validators.MinValueValidator(1)], verbose_name="ateliers"
                    ),
                ),
                ("decides_on", models.DateField(verbose_name="on décide le")),
                (
                    "for_ambassadors",
                    models.PositiveSmallIntegerField(
                        default=13, verbose_name="places d’un atelier pour les ambassadeurs"
                    ),
                ),
                (
                    "for_experts",
                    models.PositiveSmallIntegerField(default=12, verbose_name="places d’un atelier pour les experts"),
                ),
                (
                    "mix_released_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="places libres d’un côté ouvertes à l’autre le"
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="décidé le")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
            ],
            options={
                "verbose_name": "rencontre régionale",
                "verbose_name_plural": "rencontres régionales",
            },
        ),
        migrations.CreateModel(
            name="RegionalMeetingEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("seeking", "cherche ses fournisseurs"),
                            ("go", "aura lieu"),
                            ("postponed", "reportée"),
                            ("confirmed", "confirmée aux participants"),
                            ("held", "tenue"),
                        ],
                        default="seeking",
                        editable=False,
                        max_length=9,
                        verbose_name="étape",
                    ),
                ),
                (
                    "quorum",
                    models.PositiveSmallIntegerField(
                        default=6,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="seuil de fournisseurs",
                    ),
                ),
                (
                    "workshops_wanted",
                    models.PositiveSmallIntegerField(
                        default=8, validators=[django.core.validators.MinValueValidator(1)], verbose_name="ateliers"
                    ),
                ),
                ("decides_on", models.DateField(verbose_name="on décide le")),
                (
                    "for_ambassadors",
                    models.PositiveSmallIntegerField(
                        default=13, verbose_name="places d’un atelier pour les ambassadeurs"
                    ),
                ),
                (
                    "for_experts",
                    models.PositiveSmallIntegerField(default=12, verbose_name="places d’un atelier pour les experts"),
                ),
                (
                    "mix_released_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="places libres d’un côté ouvertes à l’autre le"
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="décidé le")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Registration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("structure", models.CharField(blank=True, max_length=160, verbose_name="structure")),
                (
                    "side",
                    models.CharField(
                        choices=[
                            ("ambassador", "ambassadeur"),
                            ("expert", "expert du Channel"),
                            ("institution", "réseau institutionnel"),
                            ("brand", "fournisseur"),
                            ("guest", "invité"),
                            ("public", "participant"),
                        ],
                        max_length=11,
                        verbose_name="vient comme",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("subject", "sous réserve"),
                            ("confirmed", "confirmée"),
                            ("waiting", "en liste d’attente"),
                            ("cancelled", "annulée"),
                        ],
                        max_length=9,
                        verbose_name="état",
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("portal", "depuis son espace"),
                            ("link", "par son lien d’invitation"),
                            ("staff", "par l’équipe"),
                            ("offer", "de la liste d’attente"),
                            ("colleague", "à la place d’un collègue"),
                            ("walk_in", "sur place"),
                        ],
                        max_length=9,
                        verbose_name="inscrite",
                    ),
                ),
                ("during", django.contrib.postgres.fields.ranges.DateTimeRangeField(verbose_name="heures")),
                (
                    "clash_accepted",
                    models.BooleanField(
                        default=False, verbose_name="vient malgré une autre rencontre à la même heure"
                    ),
                ),
                (
                    "position",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="rang d’arrivée en liste d’attente"
                    ),
                ),
                ("set_back", models.BooleanField(default=False, verbose_name="après les autres en liste d’attente")),
                ("diet", models.CharField(blank=True, max_length=160, verbose_name="régime alimentaire")),
                ("access_needs", models.CharField(blank=True, max_length=200, verbose_name="besoins pour l’accès")),
                (
                    "is_listed",
                    models.BooleanField(default=True, verbose_name="figure dans la liste des participants"),
                ),
                ("is_extra", models.BooleanField(default=False, verbose_name="place en plus des droits inclus")),
                ("is_excused", models.BooleanField(default=False, verbose_name="absence excusée")),
                ("left_because", models.CharField(blank=True, max_length=200, verbose_name="annulée parce que")),
                ("changes", models.PositiveIntegerField(default=0, verbose_name="changements")),
                (
                    "registered_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="inscrite le"),
                ),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="changée le")),
            ],
            options={
                "verbose_name": "inscription",
                "ordering": ["-registered_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="RegistrationEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("structure", models.CharField(blank=True, max_length=160, verbose_name="structure")),
                (
                    "side",
                    models.CharField(
                        choices=[
                            ("ambassador", "ambassadeur"),
                            ("expert", "expert du Channel"),
                            ("institution", "réseau institutionnel"),
                            ("brand", "fournisseur"),
                            ("guest", "invité"),
                            ("public", "participant"),
                        ],
                        max_length=11,
                        verbose_name="vient comme",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("subject", "sous réserve"),
                            ("confirmed", "confirmée"),
                            ("waiting", "en liste d’attente"),
                            ("cancelled", "annulée"),
                        ],
                        max_length=9,
                        verbose_name="état",
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("portal", "depuis son espace"),
                            ("link", "par son lien d’invitation"),
                            ("staff", "par l’équipe"),
                            ("offer", "de la liste d’attente"),
                            ("colleague", "à la place d’un collègue"),
                            ("walk_in", "sur place"),
                        ],
                        max_length=9,
                        verbose_name="inscrite",
                    ),
                ),
                ("during", django.contrib.postgres.fields.ranges.DateTimeRangeField(verbose_name="heures")),
                (
                    "clash_accepted",
                    models.BooleanField(
                        default=False, verbose_name="vient malgré une autre rencontre à la même heure"
                    ),
                ),
                (
                    "position",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="rang d’arrivée en liste d’attente"
                    ),
                ),
                ("set_back", models.BooleanField(default=False, verbose_name="après les autres en liste d’attente")),
                (
                    "is_listed",
                    models.BooleanField(default=True, verbose_name="figure dans la liste des participants"),
                ),
                ("is_extra", models.BooleanField(default=False, verbose_name="place en plus des droits inclus")),
                ("is_excused", models.BooleanField(default=False, verbose_name="absence excusée")),
                ("left_because", models.CharField(blank=True, max_length=200, verbose_name="annulée parce que")),
                ("changes", models.PositiveIntegerField(default=0, verbose_name="changements")),
                (
                    "registered_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="inscrite le"),
                ),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="changée le")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("for_ambassadors", models.PositiveSmallIntegerField(verbose_name="places pour les ambassadeurs")),
                ("for_experts", models.PositiveSmallIntegerField(verbose_name="places pour les experts")),
            ],
            options={
                "verbose_name": "séance",
                "ordering": ["slot__starts_at", "workshop__number", "pk"],
            },
        ),
        migrations.CreateModel(
            name="SessionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("for_ambassadors", models.PositiveSmallIntegerField(verbose_name="places pour les ambassadeurs")),
                ("for_experts", models.PositiveSmallIntegerField(verbose_name="places pour les experts")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Slot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)], verbose_name="numéro"
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="début")),
                ("ends_at", models.DateTimeField(verbose_name="fin")),
            ],
            options={
                "verbose_name": "créneau",
                "verbose_name_plural": "créneaux",
                "ordering": ["starts_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="SlotEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)], verbose_name="numéro"
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="début")),
                ("ends_at", models.DateTimeField(verbose_name="fin")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Wish",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rank", models.PositiveSmallIntegerField(verbose_name="rang")),
            ],
            options={
                "verbose_name": "vœu",
                "verbose_name_plural": "vœux",
                "ordering": ["slot__starts_at", "rank"],
            },
        ),
        migrations.CreateModel(
            name="Workshop",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)], verbose_name="numéro"
                    ),
                ),
                ("room", models.CharField(blank=True, max_length=60, verbose_name="salle")),
            ],
            options={
                "verbose_name": "atelier",
                "ordering": ["number", "pk"],
            },
        ),
        migrations.CreateModel(
            name="WorkshopEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)], verbose_name="numéro"
                    ),
                ),
                ("room", models.CharField(blank=True, max_length=60, verbose_name="salle")),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="event",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="event",
            name="update_update",
        ),
        migrations.AddField(
            model_name="event",
            name="access_words",
            field=models.CharField(
                blank=True,
                help_text="Transports, entrée, accès des personnes handicapées.",
                max_length=300,
                verbose_name="comment venir",
            ),
        ),
        migrations.AddField(
            model_name="event",
            name="capacity",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="Vide\xa0: sans limite.",
                null=True,
                validators=[django.core.validators.MinValueValidator(1)],
                verbose_name="places",
            ),
        ),
        migrations.AddField(
            model_name="event",
            name="extra_price",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                max_digits=8,
                null=True,
                verbose_name="prix d’une place en plus (hors taxes)",
            ),
        ),
        migrations.AddField(
            model_name="event",
            name="extra_seat",
            field=models.CharField(
                choices=[("refuse", "refusée"), ("invoice", "facturée")],
                default="refuse",
                max_length=8,
                verbose_name="place au-delà des droits inclus",
            ),
        ),
        migrations.AddField(
            model_name="event",
            name="is_listed",
            field=models.BooleanField(
                default=True,
                help_text="Chacun peut demander à ne pas y figurer.",
                verbose_name="liste des participants montrée aux inscrits",
            ),
        ),
        migrations.AddField(
            model_name="event",
            name="offers_until_hours",
            field=models.PositiveSmallIntegerField(
                default=24,
                help_text="Ensuite, une place rendue est à qui la prend le premier.",
                verbose_name="liste d’attente jusqu’à (heures avant)",
            ),
        ),
        migrations.AddField(
            model_name="event",
            name="online_link",
            field=models.URLField(
                blank=True,
                help_text="Donnée aux inscrits seuls, jamais sur le site.",
                verbose_name="adresse de connexion",
            ),
        ),
        migrations.AddField(
            model_name="event",
            name="registration_closes_at",
            field=models.DateTimeField(
                blank=True, help_text="Vide\xa0: jusqu’au début.", null=True, verbose_name="inscriptions jusqu’au"
            ),
        ),
        migrations.AddField(
            model_name="event",
            name="releases_on",
            field=models.DateField(blank=True, null=True, verbose_name="places libres ouvertes à toutes le"),
        ),
        migrations.AddField(
            model_name="event",
            name="seats_each",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="Au plus, jusqu’au jour où les places libres s’ouvrent à toutes.",
                null=True,
                validators=[django.core.validators.MinValueValidator(1)],
                verbose_name="places par organisation",
            ),
        ),
        migrations.AddField(
            model_name="event",
            name="with_officials",
            field=models.BooleanField(
                default=False,
                help_text="Alors aucun prix ni aucun avantage ne donne la parole (loi n°\xa02013-907).",
                verbose_name="en présence de responsables publics",
            ),
        ),
        migrations.AddField(
            model_name="eventevent",
            name="access_words",
            field=models.CharField(
                blank=True,
                help_text="Transports, entrée, accès des personnes handicapées.",
                max_length=300,
                verbose_name="comment venir",
            ),
        ),
        migrations.AddField(
            model_name="eventevent",
            name="capacity",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="Vide\xa0: sans limite.",
                null=True,
                validators=[django.core.validators.MinValueValidator(1)],
                verbose_name="places",
            ),
        ),
        migrations.AddField(
            model_name="eventevent",
            name="extra_price",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                max_digits=8,
                null=True,
                verbose_name="prix d’une place en plus (hors taxes)",
            ),
        ),
        migrations.AddField(
            model_name="eventevent",
            name="extra_seat",
            field=models.CharField(
                choices=[("refuse", "refusée"), ("invoice", "facturée")],
                default="refuse",
                max_length=8,
                verbose_name="place au-delà des droits inclus",
            ),
        ),
        migrations.AddField(
            model_name="eventevent",
            name="is_listed",
            field=models.BooleanField(
                default=True,
                help_text="Chacun peut demander à ne pas y figurer.",
                verbose_name="liste des participants montrée aux inscrits",
            ),
        ),
        migrations.AddField(
            model_name="eventevent",
            name="offers_until_hours",
            field=models.PositiveSmallIntegerField(
                default=24,
                help_text="Ensuite, une place rendue est à qui la prend le premier.",
                verbose_name="liste d’attente jusqu’à (heures avant)",
            ),
        ),
        migrations.AddField(
            model_name="eventevent",
            name="online_link",
            field=models.URLField(
                blank=True,
                help_text="Donnée aux inscrits seuls, jamais sur le site.",
                verbose_name="adresse de connexion",
            ),
        ),
        migrations.AddField(
            model_name="eventevent",
            name="registration_closes_at",
            field=models.DateTimeField(
                blank=True, help_text="Vide\xa0: jusqu’au début.", null=True, verbose_name="inscriptions jusqu’au"
            ),
        ),
        migrations.AddField(
            model_name="eventevent",
            name="releases_on",
            field=models.DateField(blank=True, null=True, verbose_name="places libres ouvertes à toutes le"),
        ),
        migrations.AddField(
            model_name="eventevent",
            name="seats_each",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="Au plus, jusqu’au jour où les places libres s’ouvrent à toutes.",
                null=True,
                validators=[django.core.validators.MinValueValidator(1)],
                verbose_name="places par organisation",
            ),
        ),
        migrations.AddField(
            model_name="eventevent",
            name="with_officials",
            field=models.BooleanField(
                default=False,
                help_text="Alors aucun prix ni aucun avantage ne donne la parole (loi n°\xa02013-907).",
                verbose_name="en présence de responsables publics",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="event",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "events_eventevent" ("access_words", "address", "audience", "capacity", "commune_id", "departement_id", "department", "description", "ends_at", "extra_price", "extra_seat", "guest", "guest_public_from", "guest_role", "id", "is_listed", "is_online", "is_public", "kind", "notice", "offers_until_hours", "online_link", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registration_closes_at", "releases_on", "seats_each", "sequence", "slug", "starts_at", "state", "summary", "title", "uid", "updated_at", "venue", "version", "with_officials") SELECT new_values."access_words", new_values."address", new_values."audience", new_values."capacity", new_values."commune_id", new_values."departement_id", new_values."department", new_values."description", new_values."ends_at", new_values."extra_price", new_values."extra_seat", new_values."guest", new_values."guest_public_from", new_values."guest_role", new_values."id", new_values."is_listed", new_values."is_online", new_values."is_public", new_values."kind", new_values."notice", new_values."offers_until_hours", new_values."online_link", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."registration_closes_at", new_values."releases_on", new_values."seats_each", new_values."sequence", new_values."slug", new_values."starts_at", new_values."state", new_values."summary", new_values."title", new_values."uid", new_values."updated_at", new_values."venue", new_values."version", new_values."with_officials" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="e4b2108e2881bbc258324747d78d03d11ec8fc6a",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_82b94",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="events_event",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="event",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "events_eventevent" ("access_words", "address", "audience", "capacity", "commune_id", "departement_id", "department", "description", "ends_at", "extra_price", "extra_seat", "guest", "guest_public_from", "guest_role", "id", "is_listed", "is_online", "is_public", "kind", "notice", "offers_until_hours", "online_link", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registration_closes_at", "releases_on", "seats_each", "sequence", "slug", "starts_at", "state", "summary", "title", "uid", "updated_at", "venue", "version", "with_officials") SELECT new_values."access_words", new_values."address", new_values."audience", new_values."capacity", new_values."commune_id", new_values."departement_id", new_values."department", new_values."description", new_values."ends_at", new_values."extra_price", new_values."extra_seat", new_values."guest", new_values."guest_public_from", new_values."guest_role", new_values."id", new_values."is_listed", new_values."is_online", new_values."is_public", new_values."kind", new_values."notice", new_values."offers_until_hours", new_values."online_link", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."registration_closes_at", new_values."releases_on", new_values."seats_each", new_values."sequence", new_values."slug", new_values."starts_at", new_values."state", new_values."summary", new_values."title", new_values."uid", new_values."updated_at", new_values."venue", new_values."version", new_values."with_officials" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."access_words" IS DISTINCT FROM (new_values."access_words") OR old_values."address" IS DISTINCT FROM (new_values."address") OR old_values."audience" IS DISTINCT FROM (new_values."audience") OR old_values."capacity" IS DISTINCT FROM (new_values."capacity") OR old_values."commune_id" IS DISTINCT FROM (new_values."commune_id") OR old_values."departement_id" IS DISTINCT FROM (new_values."departement_id") OR old_values."department" IS DISTINCT FROM (new_values."department") OR old_values."description" IS DISTINCT FROM (new_values."description") OR old_values."ends_at" IS DISTINCT FROM (new_values."ends_at") OR old_values."extra_price" IS DISTINCT FROM (new_values."extra_price") OR old_values."extra_seat" IS DISTINCT FROM (new_values."extra_seat") OR old_values."guest" IS DISTINCT FROM (new_values."guest") OR old_values."guest_public_from" IS DISTINCT FROM (new_values."guest_public_from") OR old_values."guest_role" IS DISTINCT FROM (new_values."guest_role") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."is_listed" IS DISTINCT FROM (new_values."is_listed") OR old_values."is_online" IS DISTINCT FROM (new_values."is_online") OR old_values."is_public" IS DISTINCT FROM (new_values."is_public") OR old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."notice" IS DISTINCT FROM (new_values."notice") OR old_values."offers_until_hours" IS DISTINCT FROM (new_values."offers_until_hours") OR old_values."online_link" IS DISTINCT FROM (new_values."online_link") OR old_values."registration_closes_at" IS DISTINCT FROM (new_values."registration_closes_at") OR old_values."releases_on" IS DISTINCT FROM (new_values."releases_on") OR old_values."seats_each" IS DISTINCT FROM (new_values."seats_each") OR old_values."sequence" IS DISTINCT FROM (new_values."sequence") OR old_values."slug" IS DISTINCT FROM (new_values."slug") OR old_values."starts_at" IS DISTINCT FROM (new_values."starts_at") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."summary" IS DISTINCT FROM (new_values."summary") OR old_values."title" IS DISTINCT FROM (new_values."title") OR old_values."uid" IS DISTINCT FROM (new_values."uid") OR old_values."updated_at" IS DISTINCT FROM (new_values."updated_at") OR old_values."venue" IS DISTINCT FROM (new_values."venue") OR old_values."version" IS DISTINCT FROM (new_values."version") OR old_values."with_officials" IS DISTINCT FROM (new_values."with_officials")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="7b7b2f2df4270f8ae8a9a46e94a769e9d5e4428c",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_73f59",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="events_event",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(("extra_seat", "refuse"), ("extra_price__gt", 0), _connector="OR"),
                name="event_extra_seat_has_a_price",
                violation_error_message="Une place facturée a un prix.",
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(("with_officials", False), ("extra_seat", "refuse"), _connector="OR"),
                name="event_officials_sell_no_seat",
                violation_error_message="En présence de responsables publics, aucune place ne se vend (loi n°\xa02013-907).",
            ),
        ),
        migrations.AddField(
            model_name="ask",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="members.organisation",
                verbose_name="fournisseur",
            ),
        ),
        migrations.AddField(
            model_name="askevent",
            name="organisation",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="members.organisation",
                verbose_name="fournisseur",
            ),
        ),
        migrations.AddField(
            model_name="askevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="askevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="events.ask",
            ),
        ),
        migrations.AddField(
            model_name="checkin",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="noté par",
            ),
        ),
        migrations.AddField(
            model_name="checkinevent",
            name="by",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="noté par",
            ),
        ),
        migrations.AddField(
            model_name="checkinevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="checkinevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="events.checkin",
            ),
        ),
        migrations.AddField(
            model_name="offer",
            name="event",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="offers",
                to="events.event",
                verbose_name="rencontre",
            ),
        ),
        migrations.AddField(
            model_name="offerevent",
            name="event",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="events.event",
                verbose_name="rencontre",
            ),
        ),
        migrations.AddField(
            model_name="offerevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="offerevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="events.offer",
            ),
        ),
        migrations.AddField(
            model_name="placeevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="placeevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="events.place",
            ),
        ),
        migrations.AddField(
            model_name="pledge",
            name="made_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="promis par",
            ),
        ),
        migrations.AddField(
            model_name="pledge",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="members.organisation",
                verbose_name="fournisseur",
            ),
        ),
        migrations.AddField(
            model_name="pledgeevent",
            name="made_by",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="promis par",
            ),
        ),
        migrations.AddField(
            model_name="pledgeevent",
            name="organisation",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="members.organisation",
                verbose_name="fournisseur",
            ),
        ),
        migrations.AddField(
            model_name="pledgeevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="pledgeevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="events.pledge",
            ),
        ),
        migrations.AddField(
            model_name="regionalmeeting",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="regionalmeeting",
            name="event",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="regional",
                to="events.event",
                verbose_name="rencontre",
            ),
        ),
        migrations.AddField(
            model_name="pledgeevent",
            name="meeting",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="events.regionalmeeting",
                verbose_name="rencontre",
            ),
        ),
        migrations.AddField(
            model_name="pledge",
            name="meeting",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="pledges",
                to="events.regionalmeeting",
                verbose_name="rencontre",
            ),
        ),
        migrations.AddField(
            model_name="askevent",
            name="meeting",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="events.regionalmeeting",
                verbose_name="rencontre",
            ),
        ),
        migrations.AddField(
            model_name="ask",
            name="meeting",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="asks",
                to="events.regionalmeeting",
                verbose_name="rencontre",
            ),
        ),
        migrations.AddField(
            model_name="regionalmeetingevent",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="regionalmeetingevent",
            name="event",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="events.event",
                verbose_name="rencontre",
            ),
        ),
        migrations.AddField(
            model_name="regionalmeetingevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="regionalmeetingevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="events.regionalmeeting",
            ),
        ),
        migrations.AddField(
            model_name="registration",
            name="event",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="registrations",
                to="events.event",
                verbose_name="rencontre",
            ),
        ),
        migrations.AddField(
            model_name="registration",
            name="organisation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="members.organisation",
                verbose_name="pour",
            ),
        ),
        migrations.AddField(
            model_name="registration",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="registrations",
                to=settings.AUTH_USER_MODEL,
                verbose_name="personne",
            ),
        ),
        migrations.AddField(
            model_name="placeevent",
            name="registration",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="events.registration",
                verbose_name="inscription",
            ),
        ),
        migrations.AddField(
            model_name="place",
            name="registration",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="places",
                to="events.registration",
                verbose_name="inscription",
            ),
        ),
        migrations.AddField(
            model_name="offerevent",
            name="registration",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="events.registration",
                verbose_name="inscription",
            ),
        ),
        migrations.AddField(
            model_name="offer",
            name="registration",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="offers",
                to="events.registration",
                verbose_name="inscription",
            ),
        ),
        migrations.AddField(
            model_name="checkinevent",
            name="registration",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="events.registration",
                verbose_name="inscription",
            ),
        ),
        migrations.AddField(
            model_name="checkin",
            name="registration",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="check_in",
                to="events.registration",
                verbose_name="inscription",
            ),
        ),
        migrations.AddField(
            model_name="registrationevent",
            name="event",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="events.event",
                verbose_name="rencontre",
            ),
        ),
        migrations.AddField(
            model_name="registrationevent",
            name="organisation",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="members.organisation",
                verbose_name="pour",
            ),
        ),
        migrations.AddField(
            model_name="registrationevent",
            name="person",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="personne",
            ),
        ),
        migrations.AddField(
            model_name="registrationevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="registrationevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="events.registration",
            ),
        ),
        migrations.AddField(
            model_name="placeevent",
            name="session",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="events.session",
                verbose_name="séance",
            ),
        ),
        migrations.AddField(
            model_name="place",
            name="session",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="places",
                to="events.session",
                verbose_name="séance",
            ),
        ),
        migrations.AddField(
            model_name="sessionevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="sessionevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="events.session",
            ),
        ),
        migrations.AddField(
            model_name="slot",
            name="meeting",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="slots",
                to="events.regionalmeeting",
                verbose_name="rencontre",
            ),
        ),
        migrations.AddField(
            model_name="sessionevent",
            name="slot",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="events.slot",
                verbose_name="créneau",
            ),
        ),
        migrations.AddField(
            model_name="session",
            name="slot",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sessions",
                to="events.slot",
                verbose_name="créneau",
            ),
        ),
        migrations.AddField(
            model_name="placeevent",
            name="slot",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="events.slot",
                verbose_name="créneau",
            ),
        ),
        migrations.AddField(
            model_name="place",
            name="slot",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="events.slot",
                verbose_name="créneau",
            ),
        ),
        migrations.AddField(
            model_name="slotevent",
            name="meeting",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="events.regionalmeeting",
                verbose_name="rencontre",
            ),
        ),
        migrations.AddField(
            model_name="slotevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="slotevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="events.slot",
            ),
        ),
        migrations.AddField(
            model_name="wish",
            name="registration",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="wishes",
                to="events.registration",
                verbose_name="inscription",
            ),
        ),
        migrations.AddField(
            model_name="wish",
            name="slot",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="events.slot",
                verbose_name="créneau",
            ),
        ),
        migrations.AddField(
            model_name="workshop",
            name="meeting",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="workshops",
                to="events.regionalmeeting",
                verbose_name="rencontre",
            ),
        ),
        migrations.AddField(
            model_name="workshop",
            name="pledge",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="workshop",
                to="events.pledge",
                verbose_name="fournisseur",
            ),
        ),
        migrations.AddField(
            model_name="wish",
            name="workshop",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="wishes",
                to="events.workshop",
                verbose_name="atelier",
            ),
        ),
        migrations.AddField(
            model_name="sessionevent",
            name="workshop",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="events.workshop",
                verbose_name="atelier",
            ),
        ),
        migrations.AddField(
            model_name="session",
            name="workshop",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sessions",
                to="events.workshop",
                verbose_name="atelier",
            ),
        ),
        migrations.AddField(
            model_name="placeevent",
            name="workshop",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="events.workshop",
                verbose_name="atelier",
            ),
        ),
        migrations.AddField(
            model_name="place",
            name="workshop",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="events.workshop",
                verbose_name="atelier",
            ),
        ),
        migrations.AddField(
            model_name="workshopevent",
            name="meeting",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="events.regionalmeeting",
                verbose_name="rencontre",
            ),
        ),
        migrations.AddField(
            model_name="workshopevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="workshopevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="events.workshop",
            ),
        ),
        migrations.AddField(
            model_name="workshopevent",
            name="pledge",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="events.pledge",
                verbose_name="fournisseur",
            ),
        ),
        migrations.AddConstraint(
            model_name="regionalmeeting",
            constraint=models.CheckConstraint(
                condition=models.Q(("for_ambassadors__gt", 0), ("for_experts__gt", 0), _connector="OR"),
                name="regional_has_seats",
                violation_error_message="Un atelier a des places.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="regionalmeeting",
            trigger=pgtrigger.compiler.Trigger(
                name="stages",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."stage", \':\', NEW."stage") = ANY(\'{seeking:go,seeking:postponed,go:confirmed,go:postponed,postponed:seeking,confirmed:held,confirmed:postponed}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."stage" IS DISTINCT FROM NEW."stage") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "stage" from "%" to "%" on table %\', OLD."stage", NEW."stage", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="35e1afdb3d91ac69f25ea4791bd789cf7c8176c4",
                    operation="UPDATE",
                    pgid="pgtrigger_stages_07269",
                    table="events_regionalmeeting",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="regionalmeeting",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "events_regionalmeetingevent" ("decided_at", "decided_by_id", "decides_on", "event_id", "for_ambassadors", "for_experts", "id", "mix_released_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quorum", "stage", "version", "workshops_wanted") SELECT new_values."decided_at", new_values."decided_by_id", new_values."decides_on", new_values."event_id", new_values."for_ambassadors", new_values."for_experts", new_values."id", new_values."mix_released_on", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."quorum", new_values."stage", new_values."version", new_values."workshops_wanted" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="9f7127f59e5ccc70d055c6d9ee7d6c86261832b1",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_8b2cc",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="events_regionalmeeting",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="regionalmeeting",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "events_regionalmeetingevent" ("decided_at", "decided_by_id", "decides_on", "event_id", "for_ambassadors", "for_experts", "id", "mix_released_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quorum", "stage", "version", "workshops_wanted") SELECT new_values."decided_at", new_values."decided_by_id", new_values."decides_on", new_values."event_id", new_values."for_ambassadors", new_values."for_experts", new_values."id", new_values."mix_released_on", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."quorum", new_values."stage", new_values."version", new_values."workshops_wanted" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="d0c065ef407d94e0ab650ce227fa1a8eee3ac04f",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_7d598",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="events_regionalmeeting",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="pledgeevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="c43f51c3583606b0ce1559b246d6ecbdb4d1b971",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_f93e8",
                    table="events_pledgeevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="pledge",
            index=models.Index(fields=["meeting", "state"], name="pledge_meeting"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="pledge",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "events_pledgeevent" ("brings", "changed_at", "id", "is_sponsored", "made_at", "made_by_id", "meeting_id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "speaker", "state", "title", "topic", "version") SELECT new_values."brings", new_values."changed_at", new_values."id", new_values."is_sponsored", new_values."made_at", new_values."made_by_id", new_values."meeting_id", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."speaker", new_values."state", new_values."title", new_values."topic", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="cd8b2e653ce1a1ada1f4ed8fe042a2e900017ef6",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_f7167",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="events_pledge",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="pledge",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "events_pledgeevent" ("brings", "changed_at", "id", "is_sponsored", "made_at", "made_by_id", "meeting_id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "speaker", "state", "title", "topic", "version") SELECT new_values."brings", new_values."changed_at", new_values."id", new_values."is_sponsored", new_values."made_at", new_values."made_by_id", new_values."meeting_id", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."speaker", new_values."state", new_values."title", new_values."topic", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="909ce932e4154f75002432d0f6e3dc8abf272d46",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_d596f",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="events_pledge",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="askevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="9cca7638c5663426d7bf25eca24a7049a4af4522",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_a1294",
                    table="events_askevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="ask",
            constraint=models.UniqueConstraint(fields=("meeting", "organisation"), name="ask_once_a_meeting"),
        ),
        migrations.AddConstraint(
            model_name="ask",
            constraint=models.CheckConstraint(
                condition=models.Q(("answer", "none"), ("answered_at__isnull", False), _connector="OR"),
                name="ask_answer_has_a_moment",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ask",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "events_askevent" ("answer", "answered_at", "asked_at", "id", "meeting_id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reminded_at", "reminders", "why_not") SELECT new_values."answer", new_values."answered_at", new_values."asked_at", new_values."id", new_values."meeting_id", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."reminded_at", new_values."reminders", new_values."why_not" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="204c7c79f53b095fddb58841f0a46468cdb81121",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_299ff",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="events_ask",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ask",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "events_askevent" ("answer", "answered_at", "asked_at", "id", "meeting_id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reminded_at", "reminders", "why_not") SELECT new_values."answer", new_values."answered_at", new_values."asked_at", new_values."id", new_values."meeting_id", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."reminded_at", new_values."reminders", new_values."why_not" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="0da2b7c1220c7c085e34c15e170ed4f1ddd9d513",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b1609",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="events_ask",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="regionalmeetingevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="76c98c0d31f81619351cc359b472d50e0955966a",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_51131",
                    table="events_regionalmeetingevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(fields=["event", "state", "set_back", "position"], name="registration_event"),
        ),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(fields=["organisation", "event"], name="registration_organisation"),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.UniqueConstraint(fields=("event", "person"), name="registration_once_a_person"),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("clash_accepted", False), ("state", "confirmed")),
                expressions=[(models.F("person"), "="), (models.F("during"), "&&")],
                name="registration_one_place_at_a_time",
                violation_error_message="Cette personne est déjà inscrite ailleurs à la même heure.",
            ),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "waiting"), _negated=True), ("position__isnull", False), _connector="OR"
                ),
                name="registration_waiting_has_a_place",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="registration",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "events_registrationevent" ("changed_at", "changes", "clash_accepted", "during", "event_id", "id", "is_excused", "is_extra", "is_listed", "left_because", "organisation_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "registered_at", "set_back", "side", "state", "structure", "way") SELECT new_values."changed_at", new_values."changes", new_values."clash_accepted", new_values."during", new_values."event_id", new_values."id", new_values."is_excused", new_values."is_extra", new_values."is_listed", new_values."left_because", new_values."organisation_id", new_values."person_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."position", new_values."registered_at", new_values."set_back", new_values."side", new_values."state", new_values."structure", new_values."way" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="76a7603deb7c2e510782678c5ee822039e7e47ff",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_c84d7",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="events_registration",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="registration",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "events_registrationevent" ("changed_at", "changes", "clash_accepted", "during", "event_id", "id", "is_excused", "is_extra", "is_listed", "left_because", "organisation_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "registered_at", "set_back", "side", "state", "structure", "way") SELECT new_values."changed_at", new_values."changes", new_values."clash_accepted", new_values."during", new_values."event_id", new_values."id", new_values."is_excused", new_values."is_extra", new_values."is_listed", new_values."left_because", new_values."organisation_id", new_values."person_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."position", new_values."registered_at", new_values."set_back", new_values."side", new_values."state", new_values."structure", new_values."way" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."changed_at" IS DISTINCT FROM (new_values."changed_at") OR old_values."changes" IS DISTINCT FROM (new_values."changes") OR old_values."clash_accepted" IS DISTINCT FROM (new_values."clash_accepted") OR old_values."during" IS DISTINCT FROM (new_values."during") OR old_values."event_id" IS DISTINCT FROM (new_values."event_id") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."is_excused" IS DISTINCT FROM (new_values."is_excused") OR old_values."is_extra" IS DISTINCT FROM (new_values."is_extra") OR old_values."is_listed" IS DISTINCT FROM (new_values."is_listed") OR old_values."left_because" IS DISTINCT FROM (new_values."left_because") OR old_values."organisation_id" IS DISTINCT FROM (new_values."organisation_id") OR old_values."person_id" IS DISTINCT FROM (new_values."person_id") OR old_values."position" IS DISTINCT FROM (new_values."position") OR old_values."registered_at" IS DISTINCT FROM (new_values."registered_at") OR old_values."set_back" IS DISTINCT FROM (new_values."set_back") OR old_values."side" IS DISTINCT FROM (new_values."side") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."structure" IS DISTINCT FROM (new_values."structure") OR old_values."way" IS DISTINCT FROM (new_values."way")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="8a635771cc8ff0290aface41d1c1feaea735c34b",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_87442",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="events_registration",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="offerevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="77a03e487b3f2e7c9d38479d0634c54492ba0c21",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_cf514",
                    table="events_offerevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="offer",
            index=models.Index(condition=models.Q(("state", "pending")), fields=["expires_at"], name="offer_pending"),
        ),
        migrations.AddIndex(
            model_name="offer",
            index=models.Index(
                condition=models.Q(("state", "pending")), fields=["event"], name="offer_pending_of_event"
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "pending")), fields=("registration",), name="offer_one_pending_a_person"
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(("expires_at__gt", models.F("made_at"))), name="offer_ends_after_it_is_made"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="offer",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "events_offerevent" ("event_id", "expires_at", "id", "made_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registration_id", "settled_at", "state") SELECT new_values."event_id", new_values."expires_at", new_values."id", new_values."made_at", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."registration_id", new_values."settled_at", new_values."state" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="cb0fdbed0853a90f1420ae926d0a2cdf3471672f",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_8c2bb",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="events_offer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="offer",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "events_offerevent" ("event_id", "expires_at", "id", "made_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registration_id", "settled_at", "state") SELECT new_values."event_id", new_values."expires_at", new_values."id", new_values."made_at", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."registration_id", new_values."settled_at", new_values."state" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="377a94b1fcd857743f922e83f126bca63923cc77",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_3acaa",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="events_offer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="checkinevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="85e9355f3bb29bad8e1a4cb5b3c17b7d460d59de",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_0eabd",
                    table="events_checkinevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="checkin",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "events_checkinevent" ("at", "by_id", "id", "key", "means", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registration_id") SELECT new_values."at", new_values."by_id", new_values."id", new_values."key", new_values."means", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."registration_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="1822e62f4f1edbf4a9f6517b5c350a15cf5eeea6",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_5a9ce",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="events_checkin",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="checkin",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "events_checkinevent" ("at", "by_id", "id", "key", "means", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registration_id") SELECT new_values."at", new_values."by_id", new_values."id", new_values."key", new_values."means", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."registration_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="6897d5e575b8a1158efe3f3516b5fa65b66e6d85",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_4bfc3",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="events_checkin",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="registrationevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="61692b6e3cf67f85b61a72c5caa4e10a709bb867",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_e12c4",
                    table="events_registrationevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="slot",
            constraint=models.UniqueConstraint(fields=("meeting", "number"), name="slot_number_once"),
        ),
        migrations.AddConstraint(
            model_name="slot",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                name="slot_ends_after_it_starts",
                violation_error_message="Un créneau finit après avoir commencé.",
            ),
        ),
        migrations.AddConstraint(
            model_name="slot",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[(models.F("meeting"), "="), (events.models.workshops.Hours(), "&&")],
                name="slots_of_a_meeting_apart",
                violation_error_message="Deux créneaux se chevauchent.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="slot",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "events_slotevent" ("ends_at", "id", "meeting_id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_at") SELECT new_values."ends_at", new_values."id", new_values."meeting_id", new_values."number", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."starts_at" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="31639b99db1500a9f4a5d0da06a11763e30034c3",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_797ec",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="events_slot",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="slot",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "events_slotevent" ("ends_at", "id", "meeting_id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_at") SELECT new_values."ends_at", new_values."id", new_values."meeting_id", new_values."number", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."starts_at" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="7f2bac0f2cdf8069c29d700760d748b9e830ca82",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_f5e7e",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="events_slot",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="slotevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="d0b0af00eee8a8549bd4a87a0db6ffa66fab69f8",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_a09d2",
                    table="events_slotevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="workshop",
            constraint=models.UniqueConstraint(fields=("meeting", "number"), name="workshop_number_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="workshop",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "events_workshopevent" ("id", "meeting_id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pledge_id", "room") SELECT new_values."id", new_values."meeting_id", new_values."number", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."pledge_id", new_values."room" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="343045db6f5cd3b98393d72bf846431ff8cc2042",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_e1c1a",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="events_workshop",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="workshop",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "events_workshopevent" ("id", "meeting_id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pledge_id", "room") SELECT new_values."id", new_values."meeting_id", new_values."number", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."pledge_id", new_values."room" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="cf6a6b52172d443690b7217ca9b33cacd7ea79da",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_3e2c4",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="events_workshop",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="wish",
            constraint=models.UniqueConstraint(fields=("registration", "slot", "rank"), name="wish_rank_once"),
        ),
        migrations.AddConstraint(
            model_name="wish",
            constraint=models.UniqueConstraint(
                fields=("registration", "slot", "workshop"), name="wish_workshop_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="wish",
            constraint=models.CheckConstraint(condition=models.Q(("rank__range", (1, 3))), name="wish_one_of_three"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sessionevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="467612cbc93d2bfc5927e19e62c8da18138650f8",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_5b24b",
                    table="events_sessionevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.UniqueConstraint(fields=("workshop", "slot"), name="session_once_a_slot"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="session",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "events_sessionevent" ("for_ambassadors", "for_experts", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slot_id", "workshop_id") SELECT new_values."for_ambassadors", new_values."for_experts", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."slot_id", new_values."workshop_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="7423bc911ea277aa992de6f8f4bfa9a0952bd535",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_033e9",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="events_session",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="session",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "events_sessionevent" ("for_ambassadors", "for_experts", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slot_id", "workshop_id") SELECT new_values."for_ambassadors", new_values."for_experts", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."slot_id", new_values."workshop_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="774e83c725a2760d7025ba272a57ace1614afc83",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_4f2b4",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="events_session",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="placeevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="f04c74f63767560d98d16226fb46bab3de82232b",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_47349",
                    table="events_placeevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="place",
            index=models.Index(fields=["session", "state", "side"], name="place_session"),
        ),
        migrations.AddConstraint(
            model_name="place",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "confirmed")), fields=("registration", "slot"), name="place_one_a_slot"
            ),
        ),
        migrations.AddConstraint(
            model_name="place",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "confirmed")),
                fields=("registration", "workshop"),
                name="place_one_a_workshop",
            ),
        ),
        migrations.AddConstraint(
            model_name="place",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "cancelled"), _negated=True),
                fields=("registration", "session"),
                name="place_once_a_session",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="place",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "events_placeevent" ("because", "id", "origin", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registration_id", "session_id", "side", "since", "slot_id", "state", "workshop_id") SELECT new_values."because", new_values."id", new_values."origin", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."registration_id", new_values."session_id", new_values."side", new_values."since", new_values."slot_id", new_values."state", new_values."workshop_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="69991ecc746d2c37a2965fd3d921f7fcfd76a893",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_5a780",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="events_place",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="place",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "events_placeevent" ("because", "id", "origin", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registration_id", "session_id", "side", "since", "slot_id", "state", "workshop_id") SELECT new_values."because", new_values."id", new_values."origin", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."registration_id", new_values."session_id", new_values."side", new_values."since", new_values."slot_id", new_values."state", new_values."workshop_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="16e5a07cb25bc5d1b3b8758d6d235560bfb19821",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_29874",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="events_place",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="workshopevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="be27b5da704bd8f4e552e87b73204f8432d6cbc5",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_eac37",
                    table="events_workshopevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
