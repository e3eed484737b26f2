import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.datetime
import django.db.models.functions.text
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

import club.core.search
import club.core.storage
from club.core.migrating import CreateModels


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("members", "0016_keep_addresses_of_applicants_once"),
        ("members", "__first__"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="Picture",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "alt",
                            models.CharField(
                                help_text="Pour ceux qui ne la voient pas. Obligatoire.",
                                max_length=200,
                                verbose_name="ce que montre l’image",
                            ),
                        ),
                        ("credit", models.CharField(blank=True, max_length=120, verbose_name="crédit")),
                        ("sizes", models.JSONField(verbose_name="tailles")),
                        (
                            "added_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now(), verbose_name="ajoutée le"
                            ),
                        ),
                        (
                            "added_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="ajoutée par",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "image",
                        "ordering": ["-added_at", "-pk"],
                        "indexes": [],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("alt", ""), _negated=True),
                                name="picture_has_alt",
                                violation_error_message="Dites ce que montre l’image, pour ceux qui ne la voient pas.",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "editorial_pictureevent" ("added_at", "added_by_id", "alt", "credit", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sizes") SELECT new_values."added_at", new_values."added_by_id", new_values."alt", new_values."credit", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."sizes" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="ab5200d3a284d4f31fd89116e006e8fcebaea4ab",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_4f392",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="editorial_picture",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "editorial_pictureevent" ("added_at", "added_by_id", "alt", "credit", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sizes") SELECT new_values."added_at", new_values."added_by_id", new_values."alt", new_values."credit", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."sizes" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="66fecb8bc1c8f8c6b338f7f37187dbb2cc06e0f8",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_6e228",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="editorial_picture",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PictureEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "alt",
                            models.CharField(
                                help_text="Pour ceux qui ne la voient pas. Obligatoire.",
                                max_length=200,
                                verbose_name="ce que montre l’image",
                            ),
                        ),
                        ("credit", models.CharField(blank=True, max_length=120, verbose_name="crédit")),
                        ("sizes", models.JSONField(verbose_name="tailles")),
                        (
                            "added_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now(), verbose_name="ajoutée le"
                            ),
                        ),
                        (
                            "added_by",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="ajoutée par",
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
                                to="editorial.picture",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "indexes": [],
                        "constraints": [],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="f3eaf151377f65633b6c2208a853f5a51bf8b7be",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_d3889",
                                    table="editorial_pictureevent",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Resource",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("press_release", "communiqué"),
                                    ("white_paper", "livre blanc"),
                                    ("technical", "technique"),
                                    ("marketing", "marketing"),
                                    ("commercial", "commercial"),
                                ],
                                max_length=14,
                                verbose_name="genre",
                            ),
                        ),
                        ("slug", models.SlugField(max_length=80, unique=True, verbose_name="adresse")),
                        ("title", models.CharField(max_length=120, verbose_name="titre")),
                        ("summary", models.CharField(blank=True, max_length=600, verbose_name="résumé")),
                        (
                            "language",
                            models.CharField(
                                choices=[("fr", "français"), ("en", "anglais")],
                                default="fr",
                                max_length=2,
                                verbose_name="langue",
                            ),
                        ),
                        (
                            "audience",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("public", "tout le monde"),
                                        ("ambassador", "ambassadeurs"),
                                        ("expert", "experts du Channel"),
                                        ("representative", "représentants des membres"),
                                    ],
                                    max_length=14,
                                ),
                                size=None,
                                verbose_name="qui peut l’ouvrir",
                            ),
                        ),
                        (
                            "themes",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
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
                                    max_length=16,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="thèmes",
                            ),
                        ),
                        ("published_on", models.DateField(blank=True, null=True, verbose_name="publié le")),
                        (
                            "expires_on",
                            models.DateField(blank=True, null=True, verbose_name="n’a plus cours après le"),
                        ),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="retiré le")),
                        (
                            "search_text",
                            models.GeneratedField(
                                db_persist=True,
                                expression=django.db.models.functions.text.Lower(
                                    club.core.search.Unaccent(
                                        club.core.search.Joined(
                                            django.db.models.functions.comparison.Coalesce(
                                                models.F("title"), models.Value(""), output_field=models.TextField()
                                            ),
                                            django.db.models.functions.comparison.Coalesce(
                                                models.F("summary"), models.Value(""), output_field=models.TextField()
                                            ),
                                        )
                                    )
                                ),
                                output_field=models.TextField(),
                                verbose_name="recherche",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="resources",
                                to="members.organisation",
                                verbose_name="fournisseur",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "ressource",
                        "ordering": ["-published_on", "-pk"],
                        "indexes": [
                            models.Index(fields=["-published_on", "-id"], name="resource_newest"),
                            django.contrib.postgres.indexes.GinIndex(fields=["audience"], name="resource_audience"),
                            django.contrib.postgres.indexes.GinIndex(fields=["themes"], name="resource_themes"),
                            django.contrib.postgres.indexes.GinIndex(
                                fields=["search_text"], name="resource_search", opclasses=["gin_trgm_ops"]
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("audience", []), _negated=True),
                                name="resource_has_an_audience",
                                violation_error_message="Dites qui peut ouvrir cette ressource.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("expires_on", None),
                                    ("published_on", None),
                                    ("expires_on__gte", models.F("published_on")),
                                    _connector="OR",
                                ),
                                name="resource_ends_after_it_begins",
                                violation_error_message="Une ressource ne peut pas expirer avant d’être publiée.",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "editorial_resourceevent" ("audience", "expires_on", "id", "kind", "language", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_on", "slug", "summary", "themes", "title", "withdrawn_at") SELECT new_values."audience", new_values."expires_on", new_values."id", new_values."kind", new_values."language", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."published_on", new_values."slug", new_values."summary", new_values."themes", new_values."title", new_values."withdrawn_at" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="aa2d856408d27e15a1aebb6f8d079d103815aa93",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_b1e08",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="editorial_resource",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "editorial_resourceevent" ("audience", "expires_on", "id", "kind", "language", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_on", "slug", "summary", "themes", "title", "withdrawn_at") SELECT new_values."audience", new_values."expires_on", new_values."id", new_values."kind", new_values."language", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."published_on", new_values."slug", new_values."summary", new_values."themes", new_values."title", new_values."withdrawn_at" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."audience" IS DISTINCT FROM (new_values."audience") OR old_values."expires_on" IS DISTINCT FROM (new_values."expires_on") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."language" IS DISTINCT FROM (new_values."language") OR old_values."organisation_id" IS DISTINCT FROM (new_values."organisation_id") OR old_values."published_on" IS DISTINCT FROM (new_values."published_on") OR old_values."slug" IS DISTINCT FROM (new_values."slug") OR old_values."summary" IS DISTINCT FROM (new_values."summary") OR old_values."themes" IS DISTINCT FROM (new_values."themes") OR old_values."title" IS DISTINCT FROM (new_values."title") OR old_values."withdrawn_at" IS DISTINCT FROM (new_values."withdrawn_at")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="6c0915ea1288e6e4bd1e8348760d20620f6e5c41",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_16beb",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="editorial_resource",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ResourceEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("press_release", "communiqué"),
                                    ("white_paper", "livre blanc"),
                                    ("technical", "technique"),
                                    ("marketing", "marketing"),
                                    ("commercial", "commercial"),
                                ],
                                max_length=14,
                                verbose_name="genre",
                            ),
                        ),
                        ("slug", models.SlugField(db_index=False, max_length=80, verbose_name="adresse")),
                        ("title", models.CharField(max_length=120, verbose_name="titre")),
                        ("summary", models.CharField(blank=True, max_length=600, verbose_name="résumé")),
                        (
                            "language",
                            models.CharField(
                                choices=[("fr", "français"), ("en", "anglais")],
                                default="fr",
                                max_length=2,
                                verbose_name="langue",
                            ),
                        ),
                        (
                            "audience",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("public", "tout le monde"),
                                        ("ambassador", "ambassadeurs"),
                                        ("expert", "experts du Channel"),
                                        ("representative", "représentants des membres"),
                                    ],
                                    max_length=14,
                                ),
                                size=None,
                                verbose_name="qui peut l’ouvrir",
                            ),
                        ),
                        (
                            "themes",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
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
                                    max_length=16,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="thèmes",
                            ),
                        ),
                        ("published_on", models.DateField(blank=True, null=True, verbose_name="publié le")),
                        (
                            "expires_on",
                            models.DateField(blank=True, null=True, verbose_name="n’a plus cours après le"),
                        ),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="retiré le")),
                        (
                            "organisation",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="members.organisation",
                                verbose_name="fournisseur",
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
                                to="editorial.resource",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "indexes": [],
                        "constraints": [],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="6e0a09ba8cca26ca4ea4756ad8caf44db81988c4",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_a88ab",
                                    table="editorial_resourceevent",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Edition",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(verbose_name="édition")),
                        (
                            "file",
                            models.FileField(
                                storage=club.core.storage.PrivateStorage(),
                                upload_to="resources/",
                                verbose_name="fichier",
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="nom du fichier")),
                        ("media_type", models.CharField(max_length=80, verbose_name="format")),
                        ("size", models.PositiveIntegerField(verbose_name="poids en octets")),
                        ("sha256", models.CharField(max_length=64, verbose_name="empreinte")),
                        ("changes", models.CharField(blank=True, max_length=300, verbose_name="ce qui change")),
                        (
                            "added_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now(), verbose_name="ajoutée le"
                            ),
                        ),
                        (
                            "added_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="ajoutée par",
                            ),
                        ),
                        (
                            "resource",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="editions",
                                to="editorial.resource",
                                verbose_name="ressource",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "édition",
                        "ordering": ["-number"],
                        "indexes": [],
                        "constraints": [
                            models.UniqueConstraint(fields=("resource", "number"), name="edition_number_once")
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="written_once",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                                    hash="bb902261b561eb6b33d122668d4090d7d6726650",
                                    operation="UPDATE",
                                    pgid="pgtrigger_written_once_90581",
                                    table="editorial_edition",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "editorial_editionevent" ("added_at", "added_by_id", "changes", "file", "id", "media_type", "name", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "resource_id", "sha256", "size") SELECT old_values."added_at", old_values."added_by_id", old_values."changes", old_values."file", old_values."id", old_values."media_type", old_values."name", old_values."number", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."resource_id", old_values."sha256", old_values."size" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                                    hash="1cba235f6044592ea46e704340f5f4dd826824b4",
                                    level="STATEMENT",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_47a10",
                                    referencing="REFERENCING OLD TABLE AS old_values ",
                                    table="editorial_edition",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EditionEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("number", models.PositiveSmallIntegerField(verbose_name="édition")),
                        (
                            "file",
                            models.FileField(
                                storage=club.core.storage.PrivateStorage(),
                                upload_to="resources/",
                                verbose_name="fichier",
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="nom du fichier")),
                        ("media_type", models.CharField(max_length=80, verbose_name="format")),
                        ("size", models.PositiveIntegerField(verbose_name="poids en octets")),
                        ("sha256", models.CharField(max_length=64, verbose_name="empreinte")),
                        ("changes", models.CharField(blank=True, max_length=300, verbose_name="ce qui change")),
                        (
                            "added_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now(), verbose_name="ajoutée le"
                            ),
                        ),
                        (
                            "added_by",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="ajoutée par",
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
                                to="editorial.edition",
                            ),
                        ),
                        (
                            "resource",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="editorial.resource",
                                verbose_name="ressource",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "indexes": [],
                        "constraints": [],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="1360358135ef5a14209152ea587bcea0d78235bb",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_5e977",
                                    table="editorial_editionevent",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Figure",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.SlugField(max_length=60, unique=True, verbose_name="clé")),
                        (
                            "value",
                            models.CharField(
                                help_text="Tel qu’on le lit\xa0: 2,5 millions, 45\xa0%.",
                                max_length=30,
                                verbose_name="chiffre",
                            ),
                        ),
                        ("label", models.CharField(max_length=120, verbose_name="ce qu’il compte")),
                        ("sentence", models.CharField(blank=True, max_length=300, verbose_name="ce qu’il veut dire")),
                        (
                            "source",
                            models.CharField(
                                blank=True,
                                help_text="Le nom de la publication.",
                                max_length=160,
                                verbose_name="source",
                            ),
                        ),
                        ("publisher", models.CharField(blank=True, max_length=120, verbose_name="qui la publie")),
                        ("url", models.URLField(blank=True, max_length=500, verbose_name="adresse de la source")),
                        (
                            "year",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="année du chiffre"),
                        ),
                        ("next_update", models.DateField(blank=True, null=True, verbose_name="à mettre à jour le")),
                        (
                            "places",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("home", "accueil"),
                                        ("club", "le Club"),
                                        ("cercle", "Cercle"),
                                        ("partners", "Club des Partenaires"),
                                        ("ambassadors", "Forum des ambassadeurs"),
                                        ("channel", "Channel Expert"),
                                    ],
                                    max_length=12,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="montré sur",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0, verbose_name="ordre")),
                        ("is_published", models.BooleanField(default=False, verbose_name="publié")),
                    ],
                    options={
                        "verbose_name": "chiffre clé",
                        "verbose_name_plural": "chiffres clés",
                        "ordering": ["position", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("is_published", False),
                                    models.Q(
                                        ("next_update__isnull", False),
                                        ("year__isnull", False),
                                        models.Q(("source", ""), _negated=True),
                                        models.Q(("publisher", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="figure_published_with_its_source",
                                violation_error_message="Un chiffre publié dit son année, sa source, qui la publie, et quand il sera mis à jour.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("year", None),
                                    models.Q(("year__gte", 1950), ("year__lte", 2100)),
                                    _connector="OR",
                                ),
                                name="figure_year_is_a_year",
                                violation_error_message="L’année du chiffre s’écrit en quatre chiffres.",
                            ),
                        ],
                        "indexes": [],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "editorial_figureevent" ("id", "is_published", "key", "label", "next_update", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "places", "position", "publisher", "sentence", "source", "url", "value", "year") SELECT new_values."id", new_values."is_published", new_values."key", new_values."label", new_values."next_update", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."places", new_values."position", new_values."publisher", new_values."sentence", new_values."source", new_values."url", new_values."value", new_values."year" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="bab835900f18969f96bcc05a41fcd43f1eb762c1",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_995d1",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="editorial_figure",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "editorial_figureevent" ("id", "is_published", "key", "label", "next_update", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "places", "position", "publisher", "sentence", "source", "url", "value", "year") SELECT new_values."id", new_values."is_published", new_values."key", new_values."label", new_values."next_update", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."places", new_values."position", new_values."publisher", new_values."sentence", new_values."source", new_values."url", new_values."value", new_values."year" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="5b9e7bf2d3af5238580633e333792de052902ffb",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_fc535",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="editorial_figure",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FigureEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("key", models.SlugField(db_index=False, max_length=60, verbose_name="clé")),
                        (
                            "value",
                            models.CharField(
                                help_text="Tel qu’on le lit\xa0: 2,5 millions, 45\xa0%.",
                                max_length=30,
                                verbose_name="chiffre",
                            ),
                        ),
                        ("label", models.CharField(max_length=120, verbose_name="ce qu’il compte")),
                        ("sentence", models.CharField(blank=True, max_length=300, verbose_name="ce qu’il veut dire")),
                        (
                            "source",
                            models.CharField(
                                blank=True,
                                help_text="Le nom de la publication.",
                                max_length=160,
                                verbose_name="source",
                            ),
                        ),
                        ("publisher", models.CharField(blank=True, max_length=120, verbose_name="qui la publie")),
                        ("url", models.URLField(blank=True, max_length=500, verbose_name="adresse de la source")),
                        (
                            "year",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="année du chiffre"),
                        ),
                        ("next_update", models.DateField(blank=True, null=True, verbose_name="à mettre à jour le")),
                        (
                            "places",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("home", "accueil"),
                                        ("club", "le Club"),
                                        ("cercle", "Cercle"),
                                        ("partners", "Club des Partenaires"),
                                        ("ambassadors", "Forum des ambassadeurs"),
                                        ("channel", "Channel Expert"),
                                    ],
                                    max_length=12,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="montré sur",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=0, verbose_name="ordre")),
                        ("is_published", models.BooleanField(default=False, verbose_name="publié")),
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
                                to="editorial.figure",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "indexes": [],
                        "constraints": [],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="e0c446c912b8836c0f3e943fadac83f57002c273",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_d4bf3",
                                    table="editorial_figureevent",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Article",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "level",
                            models.CharField(
                                choices=[
                                    ("tip", "Réduire ses coûts"),
                                    ("news", "Actualités TPE"),
                                    ("dossier", "Dossiers"),
                                    ("page", "Pages du Club"),
                                ],
                                max_length=8,
                                verbose_name="niveau",
                            ),
                        ),
                        ("slug", models.SlugField(max_length=80, verbose_name="adresse")),
                        ("title", models.CharField(max_length=90, verbose_name="titre")),
                        ("summary", models.CharField(blank=True, max_length=300, verbose_name="chapeau")),
                        ("saving", models.CharField(blank=True, max_length=100, verbose_name="ce qu’on y gagne")),
                        ("effort", models.CharField(blank=True, max_length=80, verbose_name="ce que cela demande")),
                        ("body", models.TextField(blank=True, verbose_name="texte")),
                        ("parts", models.JSONField(blank=True, default=list, verbose_name="parties")),
                        ("sources", models.JSONField(blank=True, default=list, verbose_name="sources")),
                        (
                            "themes",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
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
                                    max_length=16,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="thèmes",
                            ),
                        ),
                        ("byline", models.CharField(blank=True, max_length=120, verbose_name="signature")),
                        ("plain_text", models.TextField(blank=True, editable=False)),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("draft", "en rédaction"),
                                    ("review", "en relecture"),
                                    ("scheduled", "programmé"),
                                    ("published", "publié"),
                                    ("archived", "archivé"),
                                ],
                                default="draft",
                                max_length=10,
                                verbose_name="étape",
                            ),
                        ),
                        ("publish_at", models.DateTimeField(blank=True, null=True, verbose_name="à publier le")),
                        ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="publié le")),
                        ("updated_at", models.DateTimeField(blank=True, null=True, verbose_name="mis à jour le")),
                        ("archived_at", models.DateTimeField(blank=True, null=True, verbose_name="archivé le")),
                        ("review_by", models.DateField(blank=True, null=True, verbose_name="à relire avant le")),
                        ("remark", models.CharField(blank=True, max_length=500, verbose_name="à reprendre")),
                        ("locked_at", models.DateTimeField(blank=True, null=True, verbose_name="ouvert le")),
                        (
                            "created_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now(), verbose_name="créé le"
                            ),
                        ),
                        (
                            "search_text",
                            models.GeneratedField(
                                db_persist=True,
                                expression=django.db.models.functions.text.Lower(
                                    club.core.search.Unaccent(
                                        club.core.search.Joined(
                                            django.db.models.functions.comparison.Coalesce(
                                                models.F("title"), models.Value(""), output_field=models.TextField()
                                            ),
                                            django.db.models.functions.comparison.Coalesce(
                                                models.F("summary"), models.Value(""), output_field=models.TextField()
                                            ),
                                        )
                                    )
                                ),
                                output_field=models.TextField(),
                                verbose_name="recherche",
                            ),
                        ),
                        (
                            "search_vector",
                            models.GeneratedField(
                                db_persist=True,
                                expression=django.contrib.postgres.search.CombinedSearchVector(
                                    django.contrib.postgres.search.CombinedSearchVector(
                                        django.contrib.postgres.search.SearchVector(
                                            models.F("title"), config="fr", weight="A"
                                        ),
                                        "||",
                                        django.contrib.postgres.search.SearchVector(
                                            models.F("summary"), config="fr", weight="B"
                                        ),
                                        django.contrib.postgres.search.SearchConfig("fr"),
                                    ),
                                    "||",
                                    django.contrib.postgres.search.SearchVector(
                                        models.F("plain_text"), config="fr", weight="C"
                                    ),
                                    django.contrib.postgres.search.SearchConfig("fr"),
                                ),
                                output_field=django.contrib.postgres.search.SearchVectorField(),
                            ),
                        ),
                        (
                            "approved_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="relu par",
                            ),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="articles_written",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="auteur",
                            ),
                        ),
                        (
                            "locked_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="ouvert par",
                            ),
                        ),
                        (
                            "related",
                            models.ManyToManyField(blank=True, to="editorial.article", verbose_name="à lire aussi"),
                        ),
                        (
                            "sponsor",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="articles",
                                to="members.organisation",
                                verbose_name="membre pour qui c’est publié",
                            ),
                        ),
                        (
                            "picture",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="editorial.picture",
                                verbose_name="image",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "article",
                        "ordering": ["-published_at", "-pk"],
                        "permissions": [
                            ("publish_article", "Peut publier, archiver et relire le contenu d’un membre")
                        ],
                        "indexes": [
                            models.Index(fields=["level", "-published_at"], name="article_level_newest"),
                            django.contrib.postgres.indexes.GinIndex(fields=["themes"], name="article_themes"),
                            django.contrib.postgres.indexes.GinIndex(
                                fields=["search_text"], name="article_search", opclasses=["gin_trgm_ops"]
                            ),
                            django.contrib.postgres.indexes.GinIndex(fields=["search_vector"], name="article_words"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("level", "slug"),
                                name="article_address_once",
                                violation_error_message="Un autre article de ce niveau a déjà cette adresse.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("stage", "scheduled"), _negated=True),
                                    ("publish_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="article_scheduled_has_date",
                                violation_error_message="Une publication programmée a une date.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("archived_at__isnull", False), ("stage", "archived")),
                                    models.Q(models.Q(("stage", "archived"), _negated=True), ("archived_at", None)),
                                    _connector="OR",
                                ),
                                name="article_archived_has_date",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="stages",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    declare="DECLARE _is_valid_transition BOOLEAN;",
                                    func='SELECT CONCAT(OLD."stage", \':\', NEW."stage") = ANY(\'{draft:review,draft:scheduled,draft:published,draft:archived,review:draft,review:scheduled,review:published,review:archived,scheduled:draft,scheduled:published,scheduled:archived,published:draft,published:archived,archived:draft}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."stage" IS DISTINCT FROM NEW."stage") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "stage" from "%" to "%" on table %\', OLD."stage", NEW."stage", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                                    hash="007f18681e350fed9a167694fe2995f6b83c7b34",
                                    operation="UPDATE",
                                    pgid="pgtrigger_stages_8ed79",
                                    table="editorial_article",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "editorial_articleevent" ("approved_by_id", "archived_at", "author_id", "body", "byline", "created_at", "effort", "id", "level", "live_id", "locked_at", "locked_by_id", "parts", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "picture_id", "publish_at", "published_at", "remark", "review_by", "saving", "slug", "sources", "sponsor_id", "stage", "summary", "themes", "title", "updated_at") SELECT new_values."approved_by_id", new_values."archived_at", new_values."author_id", new_values."body", new_values."byline", new_values."created_at", new_values."effort", new_values."id", new_values."level", new_values."live_id", new_values."locked_at", new_values."locked_by_id", new_values."parts", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."picture_id", new_values."publish_at", new_values."published_at", new_values."remark", new_values."review_by", new_values."saving", new_values."slug", new_values."sources", new_values."sponsor_id", new_values."stage", new_values."summary", new_values."themes", new_values."title", new_values."updated_at" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="ed5d1d4c877ccd17871fbc166d17ce33df5228c4",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_72969",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="editorial_article",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "editorial_articleevent" ("approved_by_id", "archived_at", "author_id", "body", "byline", "created_at", "effort", "id", "level", "live_id", "locked_at", "locked_by_id", "parts", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "picture_id", "publish_at", "published_at", "remark", "review_by", "saving", "slug", "sources", "sponsor_id", "stage", "summary", "themes", "title", "updated_at") SELECT new_values."approved_by_id", new_values."archived_at", new_values."author_id", new_values."body", new_values."byline", new_values."created_at", new_values."effort", new_values."id", new_values."level", new_values."live_id", new_values."locked_at", new_values."locked_by_id", new_values."parts", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."picture_id", new_values."publish_at", new_values."published_at", new_values."remark", new_values."review_by", new_values."saving", new_values."slug", new_values."sources", new_values."sponsor_id", new_values."stage", new_values."summary", new_values."themes", new_values."title", new_values."updated_at" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."approved_by_id" IS DISTINCT FROM (new_values."approved_by_id") OR old_values."archived_at" IS DISTINCT FROM (new_values."archived_at") OR old_values."author_id" IS DISTINCT FROM (new_values."author_id") OR old_values."body" IS DISTINCT FROM (new_values."body") OR old_values."byline" IS DISTINCT FROM (new_values."byline") OR old_values."created_at" IS DISTINCT FROM (new_values."created_at") OR old_values."effort" IS DISTINCT FROM (new_values."effort") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."level" IS DISTINCT FROM (new_values."level") OR old_values."live_id" IS DISTINCT FROM (new_values."live_id") OR old_values."locked_at" IS DISTINCT FROM (new_values."locked_at") OR old_values."locked_by_id" IS DISTINCT FROM (new_values."locked_by_id") OR old_values."parts" IS DISTINCT FROM (new_values."parts") OR old_values."picture_id" IS DISTINCT FROM (new_values."picture_id") OR old_values."publish_at" IS DISTINCT FROM (new_values."publish_at") OR old_values."published_at" IS DISTINCT FROM (new_values."published_at") OR old_values."remark" IS DISTINCT FROM (new_values."remark") OR old_values."review_by" IS DISTINCT FROM (new_values."review_by") OR old_values."saving" IS DISTINCT FROM (new_values."saving") OR old_values."slug" IS DISTINCT FROM (new_values."slug") OR old_values."sources" IS DISTINCT FROM (new_values."sources") OR old_values."sponsor_id" IS DISTINCT FROM (new_values."sponsor_id") OR old_values."stage" IS DISTINCT FROM (new_values."stage") OR old_values."summary" IS DISTINCT FROM (new_values."summary") OR old_values."themes" IS DISTINCT FROM (new_values."themes") OR old_values."title" IS DISTINCT FROM (new_values."title") OR old_values."updated_at" IS DISTINCT FROM (new_values."updated_at")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="cca4e1b41a5be2045853d02000fb732ec3830837",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_79de6",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="editorial_article",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FormerAddress",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "level",
                            models.CharField(
                                choices=[
                                    ("tip", "Réduire ses coûts"),
                                    ("news", "Actualités TPE"),
                                    ("dossier", "Dossiers"),
                                    ("page", "Pages du Club"),
                                ],
                                max_length=8,
                                verbose_name="niveau",
                            ),
                        ),
                        ("slug", models.SlugField(max_length=80, verbose_name="ancienne adresse")),
                        (
                            "article",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="former_addresses",
                                to="editorial.article",
                                verbose_name="article",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "ancienne adresse",
                        "verbose_name_plural": "anciennes adresses",
                        "indexes": [],
                        "constraints": [
                            models.UniqueConstraint(fields=("level", "slug"), name="former_address_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Revision",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField(verbose_name="numéro")),
                        ("content", models.JSONField(verbose_name="contenu")),
                        (
                            "at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now(), verbose_name="écrite le"
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=160, verbose_name="ce qui change")),
                        (
                            "article",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="revisions",
                                to="editorial.article",
                                verbose_name="article",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="écrite par",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "version",
                        "ordering": ["-number"],
                        "indexes": [],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("article", "number"),
                                name="revision_number_once",
                                violation_error_message="Quelqu’un vient d’enregistrer cet article.",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="written_once",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                                    hash="afcbcba10b82010cb30928cda0b1b62a6572cc07",
                                    operation="UPDATE",
                                    pgid="pgtrigger_written_once_d6591",
                                    table="editorial_revision",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "editorial_revisionevent" ("article_id", "at", "by_id", "content", "id", "note", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."article_id", old_values."at", old_values."by_id", old_values."content", old_values."id", old_values."note", old_values."number", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                                    hash="ba63ba810599eb9ed5b8367c1b597e68b986cccf",
                                    level="STATEMENT",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_ffb2c",
                                    referencing="REFERENCING OLD TABLE AS old_values ",
                                    table="editorial_revision",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RevisionEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("number", models.PositiveIntegerField(verbose_name="numéro")),
                        ("content", models.JSONField(verbose_name="contenu")),
                        (
                            "at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now(), verbose_name="écrite le"
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=160, verbose_name="ce qui change")),
                        (
                            "article",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="editorial.article",
                                verbose_name="article",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="écrite par",
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
                                to="editorial.revision",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "indexes": [],
                        "constraints": [],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="4414fcddcc3b045d0f029831aca4f83c9c13934a",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_fd842",
                                    table="editorial_revisionevent",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ArticleEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "level",
                            models.CharField(
                                choices=[
                                    ("tip", "Réduire ses coûts"),
                                    ("news", "Actualités TPE"),
                                    ("dossier", "Dossiers"),
                                    ("page", "Pages du Club"),
                                ],
                                max_length=8,
                                verbose_name="niveau",
                            ),
                        ),
                        ("slug", models.SlugField(db_index=False, max_length=80, verbose_name="adresse")),
                        ("title", models.CharField(max_length=90, verbose_name="titre")),
                        ("summary", models.CharField(blank=True, max_length=300, verbose_name="chapeau")),
                        ("saving", models.CharField(blank=True, max_length=100, verbose_name="ce qu’on y gagne")),
                        ("effort", models.CharField(blank=True, max_length=80, verbose_name="ce que cela demande")),
                        ("body", models.TextField(blank=True, verbose_name="texte")),
                        ("parts", models.JSONField(blank=True, default=list, verbose_name="parties")),
                        ("sources", models.JSONField(blank=True, default=list, verbose_name="sources")),
                        (
                            "themes",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
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
                                    max_length=16,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="thèmes",
                            ),
                        ),
                        ("byline", models.CharField(blank=True, max_length=120, verbose_name="signature")),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("draft", "en rédaction"),
                                    ("review", "en relecture"),
                                    ("scheduled", "programmé"),
                                    ("published", "publié"),
                                    ("archived", "archivé"),
                                ],
                                default="draft",
                                max_length=10,
                                verbose_name="étape",
                            ),
                        ),
                        ("publish_at", models.DateTimeField(blank=True, null=True, verbose_name="à publier le")),
                        ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="publié le")),
                        ("updated_at", models.DateTimeField(blank=True, null=True, verbose_name="mis à jour le")),
                        ("archived_at", models.DateTimeField(blank=True, null=True, verbose_name="archivé le")),
                        ("review_by", models.DateField(blank=True, null=True, verbose_name="à relire avant le")),
                        ("remark", models.CharField(blank=True, max_length=500, verbose_name="à reprendre")),
                        ("locked_at", models.DateTimeField(blank=True, null=True, verbose_name="ouvert le")),
                        (
                            "created_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now(), verbose_name="créé le"
                            ),
                        ),
                        (
                            "approved_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="relu par",
                            ),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="auteur",
                            ),
                        ),
                        (
                            "locked_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="ouvert par",
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
                                to="editorial.article",
                            ),
                        ),
                        (
                            "sponsor",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="members.organisation",
                                verbose_name="membre pour qui c’est publié",
                            ),
                        ),
                        (
                            "picture",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="editorial.picture",
                                verbose_name="image",
                            ),
                        ),
                        (
                            "live",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="editorial.revision",
                                verbose_name="version publiée",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "indexes": [],
                        "constraints": [],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="57ca9bf2f3a03dd4ef5029423980d3197c73679a",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_aae5b",
                                    table="editorial_articleevent",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
            ]
        ),
        migrations.AddField(
            model_name="article",
            name="live",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="editorial.revision",
                verbose_name="version publiée",
            ),
        ),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("live", None),
                    models.Q(
                        ("published_at__isnull", False), ("review_by__isnull", False), ("updated_at__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="article_public_is_dated",
                violation_error_message="Un article publié dit quand il l’a été et quand il sera relu.",
            ),
        ),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("live", None),
                    ("sponsor", None),
                    models.Q(
                        ("approved_by__isnull", False), models.Q(("approved_by", models.F("author")), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="article_sponsored_read_by_another",
                violation_error_message="Un contenu publié pour un membre est relu par une autre personne.",
            ),
        ),
    ]
