"""Types and series of meetings, programmes hour by hour, replays beside files."""

import datetime

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import club.core.migrating
import club.core.storage
import events.models.types


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0012_carry_calendar_entries"),
        ("events", "0005_link_bills_of_extra_seats"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        club.core.migrating.CreateModels(
            models=[
                migrations.CreateModel(
                    name="Series",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "name",
                            models.CharField(
                                help_text="Lu sur le site, au-dessus des autres dates.",
                                max_length=80,
                                verbose_name="nom",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "série de rencontres",
                        "verbose_name_plural": "séries de rencontres",
                        "ordering": ["name"],
                        "constraints": [
                            models.UniqueConstraint(
                                django.db.models.functions.text.Lower("name"),
                                name="series_once",
                                violation_error_message="Une série porte déjà ce nom.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SeriesEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "name",
                            models.CharField(
                                help_text="Lu sur le site, au-dessus des autres dates.",
                                max_length=80,
                                verbose_name="nom",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="events.series",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="EventType",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=80, verbose_name="nom")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("partners", "réunion du Club des Partenaires"),
                                    ("cercle", "réunion du Cercle"),
                                    ("regional", "rencontre régionale"),
                                    ("training", "formation"),
                                    ("other", "autre rendez-vous"),
                                ],
                                max_length=10,
                                verbose_name="genre",
                            ),
                        ),
                        (
                            "department",
                            models.CharField(
                                choices=[
                                    ("cercle", "Cercle de l’économie numérique"),
                                    ("partners", "Club des Partenaires"),
                                    ("ambassadors", "Forum des ambassadeurs"),
                                    ("channel", "Channel Expert"),
                                ],
                                max_length=12,
                                verbose_name="département du Club",
                            ),
                        ),
                        (
                            "audience",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("everyone", "tout le monde"),
                                        ("ambassador", "ambassadeurs"),
                                        ("expert", "experts du Channel"),
                                        ("member", "représentants des membres"),
                                        ("executive", "dirigeants des membres officiels"),
                                    ],
                                    max_length=10,
                                ),
                                default=list,
                                size=None,
                                verbose_name="qui peut venir",
                            ),
                        ),
                        ("is_public", models.BooleanField(default=True, verbose_name="dans l’agenda public")),
                        (
                            "with_officials",
                            models.BooleanField(default=False, verbose_name="en présence de responsables publics"),
                        ),
                        ("begins_at", models.TimeField(default=datetime.time(18, 30), verbose_name="heure de début")),
                        (
                            "minutes",
                            models.PositiveSmallIntegerField(
                                default=120,
                                help_text="150\xa0: deux heures et demie.",
                                validators=[django.core.validators.MinValueValidator(1)],
                                verbose_name="durée (minutes)",
                            ),
                        ),
                        ("is_online", models.BooleanField(default=False, verbose_name="en ligne")),
                        ("venue", models.CharField(blank=True, max_length=120, verbose_name="lieu")),
                        ("address", models.CharField(blank=True, max_length=160, verbose_name="adresse postale")),
                        ("access_words", models.CharField(blank=True, max_length=300, verbose_name="comment venir")),
                        (
                            "capacity",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                help_text="Vide\xa0: sans limite.",
                                null=True,
                                validators=[django.core.validators.MinValueValidator(1)],
                                verbose_name="places",
                            ),
                        ),
                        (
                            "seats_each",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(1)],
                                verbose_name="places par organisation",
                            ),
                        ),
                        (
                            "release_days",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="places libres ouvertes à toutes (jours avant)"
                            ),
                        ),
                        (
                            "closing_hours",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                help_text="Vide\xa0: jusqu’au début.",
                                null=True,
                                verbose_name="inscriptions closes (heures avant)",
                            ),
                        ),
                        (
                            "is_listed",
                            models.BooleanField(
                                default=True, verbose_name="liste des participants montrée aux inscrits"
                            ),
                        ),
                        (
                            "reminder_days",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.PositiveSmallIntegerField(
                                    validators=[django.core.validators.MinValueValidator(1)]
                                ),
                                blank=True,
                                default=events.models.types.usual_reminders,
                                help_text="Séparés par une virgule\xa0: 7, 1. Vide\xa0: aucun rappel.",
                                size=None,
                                verbose_name="rappels (jours avant)",
                            ),
                        ),
                        (
                            "commune",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="core.commune",
                                verbose_name="commune",
                            ),
                        ),
                        (
                            "series",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="types",
                                to="events.series",
                                verbose_name="série",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "type de rencontre",
                        "verbose_name_plural": "types de rencontres",
                        "ordering": ["name"],
                        "constraints": [
                            models.UniqueConstraint(
                                django.db.models.functions.text.Lower("name"),
                                name="event_type_once",
                                violation_error_message="Un type porte déjà ce nom.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind__in", ["partners", "cercle"]), _negated=True),
                                    ("department", models.F("kind")),
                                    _connector="OR",
                                ),
                                name="event_type_in_its_department",
                                violation_error_message="Ce genre de rencontre relève du département du même nom.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("audience", []), _negated=True),
                                name="event_type_has_an_audience",
                                violation_error_message="Dites qui peut venir.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("minutes__gt", 0)),
                                name="event_type_lasts",
                                violation_error_message="Une rencontre dure au moins une minute.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EventTypeEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("name", models.CharField(max_length=80, verbose_name="nom")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("partners", "réunion du Club des Partenaires"),
                                    ("cercle", "réunion du Cercle"),
                                    ("regional", "rencontre régionale"),
                                    ("training", "formation"),
                                    ("other", "autre rendez-vous"),
                                ],
                                max_length=10,
                                verbose_name="genre",
                            ),
                        ),
                        (
                            "department",
                            models.CharField(
                                choices=[
                                    ("cercle", "Cercle de l’économie numérique"),
                                    ("partners", "Club des Partenaires"),
                                    ("ambassadors", "Forum des ambassadeurs"),
                                    ("channel", "Channel Expert"),
                                ],
                                max_length=12,
                                verbose_name="département du Club",
                            ),
                        ),
                        (
                            "audience",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("everyone", "tout le monde"),
                                        ("ambassador", "ambassadeurs"),
                                        ("expert", "experts du Channel"),
                                        ("member", "représentants des membres"),
                                        ("executive", "dirigeants des membres officiels"),
                                    ],
                                    max_length=10,
                                ),
                                default=list,
                                size=None,
                                verbose_name="qui peut venir",
                            ),
                        ),
                        ("is_public", models.BooleanField(default=True, verbose_name="dans l’agenda public")),
                        (
                            "with_officials",
                            models.BooleanField(default=False, verbose_name="en présence de responsables publics"),
                        ),
                        ("begins_at", models.TimeField(default=datetime.time(18, 30), verbose_name="heure de début")),
                        (
                            "minutes",
                            models.PositiveSmallIntegerField(
                                default=120,
                                help_text="150\xa0: deux heures et demie.",
                                validators=[django.core.validators.MinValueValidator(1)],
                                verbose_name="durée (minutes)",
                            ),
                        ),
                        ("is_online", models.BooleanField(default=False, verbose_name="en ligne")),
                        ("venue", models.CharField(blank=True, max_length=120, verbose_name="lieu")),
                        ("address", models.CharField(blank=True, max_length=160, verbose_name="adresse postale")),
                        ("access_words", models.CharField(blank=True, max_length=300, verbose_name="comment venir")),
                        (
                            "capacity",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                help_text="Vide\xa0: sans limite.",
                                null=True,
                                validators=[django.core.validators.MinValueValidator(1)],
                                verbose_name="places",
                            ),
                        ),
                        (
                            "seats_each",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(1)],
                                verbose_name="places par organisation",
                            ),
                        ),
                        (
                            "release_days",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="places libres ouvertes à toutes (jours avant)"
                            ),
                        ),
                        (
                            "closing_hours",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                help_text="Vide\xa0: jusqu’au début.",
                                null=True,
                                verbose_name="inscriptions closes (heures avant)",
                            ),
                        ),
                        (
                            "is_listed",
                            models.BooleanField(
                                default=True, verbose_name="liste des participants montrée aux inscrits"
                            ),
                        ),
                        (
                            "reminder_days",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.PositiveSmallIntegerField(
                                    validators=[django.core.validators.MinValueValidator(1)]
                                ),
                                blank=True,
                                default=events.models.types.usual_reminders,
                                help_text="Séparés par une virgule\xa0: 7, 1. Vide\xa0: aucun rappel.",
                                size=None,
                                verbose_name="rappels (jours avant)",
                            ),
                        ),
                        (
                            "commune",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="core.commune",
                                verbose_name="commune",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="events.eventtype",
                            ),
                        ),
                        (
                            "series",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="events.series",
                                verbose_name="série",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ProgrammeItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("after", models.DurationField(verbose_name="après le début")),
                        ("title", models.CharField(max_length=140, verbose_name="titre")),
                        ("speaker", models.CharField(blank=True, max_length=120, verbose_name="intervenant")),
                        ("role", models.CharField(blank=True, max_length=160, verbose_name="sa fonction")),
                        (
                            "public_from",
                            models.DateField(blank=True, null=True, verbose_name="nom public à partir du"),
                        ),
                        (
                            "event",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="programme",
                                to="events.event",
                                verbose_name="rencontre",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "moment du programme",
                        "ordering": ["after", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("after__gte", datetime.timedelta(0))),
                                name="programme_begins_with_the_event",
                                violation_error_message="Le programme commence avec la rencontre.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("speaker", ""), _negated=True),
                                    models.Q(("public_from", None), ("role", "")),
                                    _connector="OR",
                                ),
                                name="programme_role_has_a_speaker",
                                violation_error_message="Une fonction et un jour d’annonce vont avec le nom d’un intervenant.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ProgrammeItemEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("after", models.DurationField(verbose_name="après le début")),
                        ("title", models.CharField(max_length=140, verbose_name="titre")),
                        ("speaker", models.CharField(blank=True, max_length=120, verbose_name="intervenant")),
                        ("role", models.CharField(blank=True, max_length=160, verbose_name="sa fonction")),
                        (
                            "public_from",
                            models.DateField(blank=True, null=True, verbose_name="nom public à partir du"),
                        ),
                        (
                            "event",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="events.event",
                                verbose_name="rencontre",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="events.programmeitem",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
            ],
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
            name="reminder_days",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1)]),
                blank=True,
                default=events.models.types.usual_reminders,
                help_text="Séparés par une virgule\xa0: 7, 1. Vide\xa0: aucun rappel.",
                size=None,
                verbose_name="rappels aux inscrits (jours avant)",
            ),
        ),
        migrations.AddField(
            model_name="eventdocument",
            name="link",
            field=models.URLField(
                blank=True,
                max_length=400,
                validators=[django.core.validators.URLValidator(["https"])],
                verbose_name="adresse de la vidéo",
            ),
        ),
        migrations.AddField(
            model_name="eventevent",
            name="reminder_days",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1)]),
                blank=True,
                default=events.models.types.usual_reminders,
                help_text="Séparés par une virgule\xa0: 7, 1. Vide\xa0: aucun rappel.",
                size=None,
                verbose_name="rappels aux inscrits (jours avant)",
            ),
        ),
        migrations.AlterField(
            model_name="event",
            name="description",
            field=models.TextField(
                blank=True,
                help_text="Avec les marques des articles\xa0: ## titre, - liste, **gras**.",
                verbose_name="présentation",
            ),
        ),
        migrations.AlterField(
            model_name="eventdocument",
            name="file",
            field=models.FileField(
                blank=True, storage=club.core.storage.PrivateStorage(), upload_to="events/", verbose_name="fichier"
            ),
        ),
        migrations.AlterField(
            model_name="eventdocument",
            name="kind",
            field=models.CharField(
                choices=[
                    ("minutes", "compte rendu"),
                    ("slides", "diapositives"),
                    ("replay", "rediffusion"),
                    ("other", "document"),
                ],
                default="minutes",
                max_length=7,
                verbose_name="genre",
            ),
        ),
        migrations.AlterField(
            model_name="eventdocument",
            name="size",
            field=models.PositiveIntegerField(default=0, verbose_name="poids en octets"),
        ),
        migrations.AlterField(
            model_name="eventevent",
            name="description",
            field=models.TextField(
                blank=True,
                help_text="Avec les marques des articles\xa0: ## titre, - liste, **gras**.",
                verbose_name="présentation",
            ),
        ),
        migrations.AddConstraint(
            model_name="eventdocument",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("file", ""), ("kind", "replay"), ("link__startswith", "https://")),
                    models.Q(
                        models.Q(("kind", "replay"), _negated=True),
                        models.Q(("file", ""), _negated=True),
                        ("link", ""),
                    ),
                    _connector="OR",
                ),
                name="document_is_a_file_or_a_replay",
                violation_error_message="Une rediffusion est une adresse en https, tout autre document un fichier.",
            ),
        ),
        migrations.AddField(
            model_name="event",
            name="series",
            field=models.ForeignKey(
                blank=True,
                help_text="Sa page donne les autres dates de la série.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="meetings",
                to="events.series",
                verbose_name="série",
            ),
        ),
        migrations.AddField(
            model_name="eventevent",
            name="series",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                help_text="Sa page donne les autres dates de la série.",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="events.series",
                verbose_name="série",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="event",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "events_eventevent" ("access_words", "address", "audience", "capacity", "commune_id", "departement_id", "department", "description", "ends_at", "extra_price", "extra_seat", "guest", "guest_public_from", "guest_role", "id", "is_listed", "is_online", "is_public", "kind", "notice", "offers_until_hours", "online_link", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registration_closes_at", "releases_on", "reminder_days", "seats_each", "sequence", "series_id", "slug", "starts_at", "state", "summary", "title", "uid", "updated_at", "venue", "version", "with_officials") SELECT new_values."access_words", new_values."address", new_values."audience", new_values."capacity", new_values."commune_id", new_values."departement_id", new_values."department", new_values."description", new_values."ends_at", new_values."extra_price", new_values."extra_seat", new_values."guest", new_values."guest_public_from", new_values."guest_role", new_values."id", new_values."is_listed", new_values."is_online", new_values."is_public", new_values."kind", new_values."notice", new_values."offers_until_hours", new_values."online_link", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."registration_closes_at", new_values."releases_on", new_values."reminder_days", new_values."seats_each", new_values."sequence", new_values."series_id", new_values."slug", new_values."starts_at", new_values."state", new_values."summary", new_values."title", new_values."uid", new_values."updated_at", new_values."venue", new_values."version", new_values."with_officials" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="79147be83c06ed244e1e5dca760feb5dda946410",
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
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "events_eventevent" ("access_words", "address", "audience", "capacity", "commune_id", "departement_id", "department", "description", "ends_at", "extra_price", "extra_seat", "guest", "guest_public_from", "guest_role", "id", "is_listed", "is_online", "is_public", "kind", "notice", "offers_until_hours", "online_link", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "registration_closes_at", "releases_on", "reminder_days", "seats_each", "sequence", "series_id", "slug", "starts_at", "state", "summary", "title", "uid", "updated_at", "venue", "version", "with_officials") SELECT new_values."access_words", new_values."address", new_values."audience", new_values."capacity", new_values."commune_id", new_values."departement_id", new_values."department", new_values."description", new_values."ends_at", new_values."extra_price", new_values."extra_seat", new_values."guest", new_values."guest_public_from", new_values."guest_role", new_values."id", new_values."is_listed", new_values."is_online", new_values."is_public", new_values."kind", new_values."notice", new_values."offers_until_hours", new_values."online_link", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."registration_closes_at", new_values."releases_on", new_values."reminder_days", new_values."seats_each", new_values."sequence", new_values."series_id", new_values."slug", new_values."starts_at", new_values."state", new_values."summary", new_values."title", new_values."uid", new_values."updated_at", new_values."venue", new_values."version", new_values."with_officials" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."access_words" IS DISTINCT FROM (new_values."access_words") OR old_values."address" IS DISTINCT FROM (new_values."address") OR old_values."audience" IS DISTINCT FROM (new_values."audience") OR old_values."capacity" IS DISTINCT FROM (new_values."capacity") OR old_values."commune_id" IS DISTINCT FROM (new_values."commune_id") OR old_values."departement_id" IS DISTINCT FROM (new_values."departement_id") OR old_values."department" IS DISTINCT FROM (new_values."department") OR old_values."description" IS DISTINCT FROM (new_values."description") OR old_values."ends_at" IS DISTINCT FROM (new_values."ends_at") OR old_values."extra_price" IS DISTINCT FROM (new_values."extra_price") OR old_values."extra_seat" IS DISTINCT FROM (new_values."extra_seat") OR old_values."guest" IS DISTINCT FROM (new_values."guest") OR old_values."guest_public_from" IS DISTINCT FROM (new_values."guest_public_from") OR old_values."guest_role" IS DISTINCT FROM (new_values."guest_role") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."is_listed" IS DISTINCT FROM (new_values."is_listed") OR old_values."is_online" IS DISTINCT FROM (new_values."is_online") OR old_values."is_public" IS DISTINCT FROM (new_values."is_public") OR old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."notice" IS DISTINCT FROM (new_values."notice") OR old_values."offers_until_hours" IS DISTINCT FROM (new_values."offers_until_hours") OR old_values."online_link" IS DISTINCT FROM (new_values."online_link") OR old_values."registration_closes_at" IS DISTINCT FROM (new_values."registration_closes_at") OR old_values."releases_on" IS DISTINCT FROM (new_values."releases_on") OR old_values."reminder_days" IS DISTINCT FROM (new_values."reminder_days") OR old_values."seats_each" IS DISTINCT FROM (new_values."seats_each") OR old_values."sequence" IS DISTINCT FROM (new_values."sequence") OR old_values."series_id" IS DISTINCT FROM (new_values."series_id") OR old_values."slug" IS DISTINCT FROM (new_values."slug") OR old_values."starts_at" IS DISTINCT FROM (new_values."starts_at") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."summary" IS DISTINCT FROM (new_values."summary") OR old_values."title" IS DISTINCT FROM (new_values."title") OR old_values."uid" IS DISTINCT FROM (new_values."uid") OR old_values."updated_at" IS DISTINCT FROM (new_values."updated_at") OR old_values."venue" IS DISTINCT FROM (new_values."venue") OR old_values."version" IS DISTINCT FROM (new_values."version") OR old_values."with_officials" IS DISTINCT FROM (new_values."with_officials")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="2320ae864b58667e424bdf012c4b28ff8edaa913",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_73f59",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="events_event",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="series",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "events_seriesevent" ("id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="3d16e4e4f2fc42bf7796805e1703f47de28cd48e",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_e71bb",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="events_series",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="series",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "events_seriesevent" ("id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="804bb573053e7415318a5af2496b2dd46877de72",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_25ab4",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="events_series",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="programmeitem",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "events_programmeitemevent" ("after", "event_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_from", "role", "speaker", "title") SELECT new_values."after", new_values."event_id", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_from", new_values."role", new_values."speaker", new_values."title" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="a51e423170bfbf243f9bb6e9fa9cb17e9ec9a4e3",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_a8b0d",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="events_programmeitem",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="programmeitem",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "events_programmeitemevent" ("after", "event_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_from", "role", "speaker", "title") SELECT new_values."after", new_values."event_id", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_from", new_values."role", new_values."speaker", new_values."title" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="6f53b37502edaf409f173d80dbd7ee4bd9733529",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c7c29",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="events_programmeitem",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="programmeitemevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="caffdc2b6110f2d1a1aec2a71951d102a44f322f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_a5f8a",
                    table="events_programmeitemevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="eventtypeevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="52f0e4eda25f8f3048792d59706065988189677b",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_f3a7f",
                    table="events_eventtypeevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="eventtype",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "events_eventtypeevent" ("access_words", "address", "audience", "begins_at", "capacity", "closing_hours", "commune_id", "department", "id", "is_listed", "is_online", "is_public", "kind", "minutes", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_days", "reminder_days", "seats_each", "series_id", "venue", "with_officials") SELECT new_values."access_words", new_values."address", new_values."audience", new_values."begins_at", new_values."capacity", new_values."closing_hours", new_values."commune_id", new_values."department", new_values."id", new_values."is_listed", new_values."is_online", new_values."is_public", new_values."kind", new_values."minutes", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."release_days", new_values."reminder_days", new_values."seats_each", new_values."series_id", new_values."venue", new_values."with_officials" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="ba73da3644ff3ddf790009c19b3244d6deecb205",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_3fc0b",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="events_eventtype",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="eventtype",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "events_eventtypeevent" ("access_words", "address", "audience", "begins_at", "capacity", "closing_hours", "commune_id", "department", "id", "is_listed", "is_online", "is_public", "kind", "minutes", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_days", "reminder_days", "seats_each", "series_id", "venue", "with_officials") SELECT new_values."access_words", new_values."address", new_values."audience", new_values."begins_at", new_values."capacity", new_values."closing_hours", new_values."commune_id", new_values."department", new_values."id", new_values."is_listed", new_values."is_online", new_values."is_public", new_values."kind", new_values."minutes", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."release_days", new_values."reminder_days", new_values."seats_each", new_values."series_id", new_values."venue", new_values."with_officials" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="0de5758eca74074d6fdba6b6577ab2ecef443443",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_232e2",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="events_eventtype",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="seriesevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="ac7493a8aebe4c1f6ef5684feaf1bbea2f8b4b57",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_4946a",
                    table="events_seriesevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
