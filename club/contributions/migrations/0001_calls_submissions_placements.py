import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

import club.core.storage
from club.core.migrating import CreateModels


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0010_answer_elsewhere_than_the_club"),
        ("editorial", "0003_check_links"),
        ("members", "0020_add_leave_notices"),
        ("members", "__first__"),
        ("newsletters", "0010_note_erased_addresses"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="Call",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "sans réponse"),
                                    ("answered", "contenu reçu"),
                                    ("declined", "rien cette fois"),
                                    ("taken", "le Club s’en occupe"),
                                    ("silent", "resté sans réponse"),
                                    ("not_asked", "pas sollicité"),
                                    ("cancelled", "sans objet"),
                                ],
                                default="open",
                                max_length=9,
                                verbose_name="état",
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=200, verbose_name="pourquoi")),
                        (
                            "inserts_left",
                            models.PositiveSmallIntegerField(
                                default=0, verbose_name="encarts restants à l’ouverture"
                            ),
                        ),
                        (
                            "opened_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now(), verbose_name="ouvert le"
                            ),
                        ),
                        ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="réglé le")),
                        (
                            "settled_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="réglé par",
                            ),
                        ),
                        (
                            "slot",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="calls",
                                to="newsletters.slot",
                                verbose_name="départ",
                            ),
                        ),
                        (
                            "supplier",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="content_calls",
                                to="members.organisation",
                                verbose_name="fournisseur",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "appel à contenu",
                        "verbose_name_plural": "appels à contenu",
                        "ordering": ["-slot__due_at", "supplier__sort_key"],
                        "indexes": [
                            models.Index(condition=models.Q(("state", "open")), fields=["slot"], name="call_open"),
                            models.Index(fields=["supplier", "-opened_at"], name="call_of_supplier"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("slot", "supplier"), name="call_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "not_asked"), _negated=True),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="call_says_why_not",
                                violation_error_message="Dites pourquoi ce fournisseur n’est pas sollicité.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state", "open"), ("settled_at__isnull", False), _connector="OR"),
                                name="call_settled_has_date",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contributions_callevent" ("id", "inserts_left", "opened_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "settled_at", "settled_by_id", "slot_id", "state", "supplier_id") SELECT new_values."id", new_values."inserts_left", new_values."opened_at", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."reason", new_values."settled_at", new_values."settled_by_id", new_values."slot_id", new_values."state", new_values."supplier_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="059bd164b12bd2040b137706101d8ee941bf09c2",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_f7317",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="contributions_call",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contributions_callevent" ("id", "inserts_left", "opened_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "settled_at", "settled_by_id", "slot_id", "state", "supplier_id") SELECT new_values."id", new_values."inserts_left", new_values."opened_at", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."reason", new_values."settled_at", new_values."settled_by_id", new_values."slot_id", new_values."state", new_values."supplier_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="814c5fbc9e520a05a24159d46417c6bec2627dce",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_de6c2",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="contributions_call",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CallEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "sans réponse"),
                                    ("answered", "contenu reçu"),
                                    ("declined", "rien cette fois"),
                                    ("taken", "le Club s’en occupe"),
                                    ("silent", "resté sans réponse"),
                                    ("not_asked", "pas sollicité"),
                                    ("cancelled", "sans objet"),
                                ],
                                default="open",
                                max_length=9,
                                verbose_name="état",
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=200, verbose_name="pourquoi")),
                        (
                            "inserts_left",
                            models.PositiveSmallIntegerField(
                                default=0, verbose_name="encarts restants à l’ouverture"
                            ),
                        ),
                        (
                            "opened_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now(), verbose_name="ouvert le"
                            ),
                        ),
                        ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="réglé le")),
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
                                to="contributions.call",
                            ),
                        ),
                        (
                            "settled_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="réglé par",
                            ),
                        ),
                        (
                            "slot",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="newsletters.slot",
                                verbose_name="départ",
                            ),
                        ),
                        (
                            "supplier",
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
                    ],
                    options={
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="040299f4ffdea3cd94c3086296ac406e664befed",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_87c51",
                                    table="contributions_callevent",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CallMail",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "step",
                            models.CharField(
                                choices=[
                                    ("first", "appel"),
                                    ("reminder", "premier rappel"),
                                    ("last", "dernier rappel"),
                                    ("escalation", "mot au dirigeant"),
                                ],
                                max_length=10,
                                verbose_name="étape",
                            ),
                        ),
                        ("due_on", models.DateField(verbose_name="prévu le")),
                        (
                            "state",
                            models.CharField(
                                choices=[("planned", "prévu"), ("sent", "parti"), ("not_sent", "pas parti")],
                                default="planned",
                                max_length=8,
                                verbose_name="état",
                            ),
                        ),
                        ("why", models.CharField(blank=True, max_length=200, verbose_name="pourquoi")),
                        ("role", models.CharField(blank=True, max_length=13, verbose_name="écrit au titre de")),
                        ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="réglé le")),
                        (
                            "call",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="mails",
                                to="contributions.call",
                                verbose_name="appel",
                            ),
                        ),
                        (
                            "copy_of",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="copies",
                                to="contributions.callmail",
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
                                related_name="content_call_mails",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="destinataire",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "courriel d’un appel",
                        "verbose_name_plural": "courriels des appels",
                        "ordering": ["due_on", "pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "planned")), fields=["due_on"], name="call_mail_due"
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("copy_of", None)),
                                fields=("call", "step"),
                                name="call_mail_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("copy_of__isnull", False)),
                                fields=("copy_of", "person"),
                                name="call_mail_copied_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "not_sent"), _negated=True),
                                    models.Q(("why", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="call_mail_says_why_not",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CallNote",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("text", models.CharField(max_length=600, verbose_name="ce qui s’est dit")),
                        (
                            "at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now(), verbose_name="noté le"
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="noté par",
                            ),
                        ),
                        (
                            "call",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="notes",
                                to="contributions.call",
                                verbose_name="appel à contenu",
                            ),
                        ),
                        (
                            "supplier",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="content_notes",
                                to="members.organisation",
                                verbose_name="fournisseur",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "note d’appel",
                        "verbose_name_plural": "notes d’appel",
                        "ordering": ["-at", "-pk"],
                        "indexes": [models.Index(fields=["supplier", "-at"], name="call_note_of_supplier")],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contributions_callnoteevent" ("at", "by_id", "call_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "supplier_id", "text") SELECT new_values."at", new_values."by_id", new_values."call_id", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."supplier_id", new_values."text" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="79979997dd32523b2e6dd41022e14f365352f28b",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_e9392",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="contributions_callnote",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contributions_callnoteevent" ("at", "by_id", "call_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "supplier_id", "text") SELECT new_values."at", new_values."by_id", new_values."call_id", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."supplier_id", new_values."text" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="3e08fb8affb4633deff3edd5806a30070e51ea0e",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_c0dc8",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="contributions_callnote",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CallNoteEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("text", models.CharField(max_length=600, verbose_name="ce qui s’est dit")),
                        (
                            "at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now(), verbose_name="noté le"
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
                                verbose_name="noté par",
                            ),
                        ),
                        (
                            "call",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="contributions.call",
                                verbose_name="appel à contenu",
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
                                to="contributions.callnote",
                            ),
                        ),
                        (
                            "supplier",
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
                    ],
                    options={
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="2f1c3507c8bf96fd9a6390dcc51e8b6b37e798d4",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_732bb",
                                    table="contributions_callnoteevent",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Submission",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "brouillon"),
                                    ("submitted", "à lire par le Club"),
                                    ("returned", "à reprendre par le fournisseur"),
                                    ("proposed", "retouché, attend l’accord du fournisseur"),
                                    ("accepted", "accepté"),
                                    ("refused", "refusé"),
                                    ("withdrawn", "retiré par le fournisseur"),
                                ],
                                default="draft",
                                max_length=10,
                                verbose_name="état",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("corporate", "institutionnel"),
                                    ("product", "produit"),
                                    ("technical", "technique"),
                                    ("marketing", "marketing"),
                                    ("commercial", "commercial"),
                                    ("press_release", "communiqué de presse"),
                                    ("white_paper", "livre blanc"),
                                ],
                                default="product",
                                max_length=14,
                                verbose_name="genre",
                            ),
                        ),
                        ("title", models.CharField(blank=True, max_length=80, verbose_name="titre")),
                        ("text", models.CharField(blank=True, max_length=600, verbose_name="texte")),
                        ("image", models.ImageField(blank=True, upload_to="flash/", verbose_name="image")),
                        (
                            "image_alt",
                            models.CharField(blank=True, max_length=140, verbose_name="ce que montre l’image"),
                        ),
                        ("link_url", models.URLField(blank=True, max_length=500, verbose_name="lien")),
                        ("link_label", models.CharField(blank=True, max_length=60, verbose_name="mots du lien")),
                        (
                            "file",
                            models.FileField(
                                blank=True,
                                max_length=120,
                                storage=club.core.storage.PrivateStorage(),
                                upload_to="contributions/",
                                verbose_name="document",
                            ),
                        ),
                        ("file_name", models.CharField(blank=True, max_length=120, verbose_name="nom du document")),
                        (
                            "audience",
                            models.CharField(
                                choices=[
                                    ("both", "tous"),
                                    ("ambassadors", "ambassadeurs"),
                                    ("channel", "experts du Channel"),
                                ],
                                default="both",
                                max_length=12,
                                verbose_name="à qui",
                            ),
                        ),
                        (
                            "territories",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=3),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="territoires",
                            ),
                        ),
                        (
                            "specialities",
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
                                verbose_name="spécialités",
                            ),
                        ),
                        (
                            "expires_on",
                            models.DateField(blank=True, null=True, verbose_name="n’a plus cours après le"),
                        ),
                        ("remark", models.CharField(blank=True, max_length=600, verbose_name="mot du Club")),
                        (
                            "started_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now(), verbose_name="commencé le"
                            ),
                        ),
                        ("saved_at", models.DateTimeField(auto_now=True, verbose_name="enregistré le")),
                        ("submitted_at", models.DateTimeField(blank=True, null=True, verbose_name="remis le")),
                        ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="décidé le")),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="submissions",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="proposé par",
                            ),
                        ),
                        (
                            "call",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="submissions",
                                to="contributions.call",
                                verbose_name="en réponse à",
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="décidé par",
                            ),
                        ),
                        (
                            "resource",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="submission",
                                to="editorial.resource",
                                verbose_name="ressource publiée",
                            ),
                        ),
                        (
                            "supplier",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="submissions",
                                to="members.organisation",
                                verbose_name="fournisseur",
                            ),
                        ),
                        (
                            "wished",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="newsletters.slot",
                                verbose_name="départ souhaité",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "contribution",
                        "ordering": ["-saved_at", "-pk"],
                        "indexes": [
                            models.Index(fields=["state", "submitted_at"], name="submission_queue"),
                            models.Index(fields=["supplier", "-saved_at"], name="submission_of_supplier"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["draft", "withdrawn"]),
                                    models.Q(("submitted_at__isnull", False), models.Q(("title", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="submission_handed_in_has_title",
                                violation_error_message="Un contenu remis a un titre.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "refused"), _negated=True),
                                    models.Q(("remark", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="submission_refused_with_reason",
                                violation_error_message="Dites pourquoi ce contenu est refusé.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("image", ""),
                                    models.Q(("image_alt", ""), _negated=True),
                                    ("state", "draft"),
                                    _connector="OR",
                                ),
                                name="submission_image_is_described",
                                violation_error_message="Dites en une phrase ce que montre l’image.",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="states",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    declare="DECLARE _is_valid_transition BOOLEAN;",
                                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{draft:submitted,draft:withdrawn,submitted:draft,submitted:returned,submitted:proposed,submitted:accepted,submitted:refused,submitted:withdrawn,returned:submitted,returned:withdrawn,proposed:accepted,proposed:submitted,proposed:withdrawn,accepted:proposed,accepted:withdrawn}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                                    hash="f0d1b50e3d52c8492f1f5ab132fb41ddd89ad672",
                                    operation="UPDATE",
                                    pgid="pgtrigger_states_a1379",
                                    table="contributions_submission",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contributions_submissionevent" ("audience", "author_id", "call_id", "decided_at", "decided_by_id", "expires_on", "file", "file_name", "id", "image", "image_alt", "kind", "link_label", "link_url", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remark", "resource_id", "saved_at", "specialities", "started_at", "state", "submitted_at", "supplier_id", "territories", "text", "title", "wished_id") SELECT new_values."audience", new_values."author_id", new_values."call_id", new_values."decided_at", new_values."decided_by_id", new_values."expires_on", new_values."file", new_values."file_name", new_values."id", new_values."image", new_values."image_alt", new_values."kind", new_values."link_label", new_values."link_url", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."remark", new_values."resource_id", new_values."saved_at", new_values."specialities", new_values."started_at", new_values."state", new_values."submitted_at", new_values."supplier_id", new_values."territories", new_values."text", new_values."title", new_values."wished_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="02812d6b4a465ef32bf4f7e048f3a78a38ca7d42",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_c7ed6",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="contributions_submission",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contributions_submissionevent" ("audience", "author_id", "call_id", "decided_at", "decided_by_id", "expires_on", "file", "file_name", "id", "image", "image_alt", "kind", "link_label", "link_url", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remark", "resource_id", "saved_at", "specialities", "started_at", "state", "submitted_at", "supplier_id", "territories", "text", "title", "wished_id") SELECT new_values."audience", new_values."author_id", new_values."call_id", new_values."decided_at", new_values."decided_by_id", new_values."expires_on", new_values."file", new_values."file_name", new_values."id", new_values."image", new_values."image_alt", new_values."kind", new_values."link_label", new_values."link_url", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."remark", new_values."resource_id", new_values."saved_at", new_values."specialities", new_values."started_at", new_values."state", new_values."submitted_at", new_values."supplier_id", new_values."territories", new_values."text", new_values."title", new_values."wished_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="d9e0cb381ef3267c8ae32a81d871307cc9914507",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_8db87",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="contributions_submission",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Placement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[("planned", "prévu"), ("sent", "envoyé"), ("pulled", "retiré")],
                                default="planned",
                                max_length=7,
                                verbose_name="état",
                            ),
                        ),
                        (
                            "rank",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="place parmi les encarts"
                            ),
                        ),
                        (
                            "out_of",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="nombre d’encarts"),
                        ),
                        ("sent_on", models.DateField(blank=True, null=True, verbose_name="envoyé le")),
                        ("pulled_at", models.DateTimeField(blank=True, null=True, verbose_name="retiré le")),
                        ("reason", models.CharField(blank=True, max_length=160, verbose_name="pourquoi")),
                        (
                            "created_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now(), verbose_name="prévu le"
                            ),
                        ),
                        (
                            "block",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="placement",
                                to="newsletters.block",
                                verbose_name="encart",
                            ),
                        ),
                        (
                            "issue",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="placements",
                                to="newsletters.issue",
                                verbose_name="Flash info",
                            ),
                        ),
                        (
                            "supplier",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="placements",
                                to="members.organisation",
                                verbose_name="fournisseur",
                            ),
                        ),
                        (
                            "submission",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="placements",
                                to="contributions.submission",
                                verbose_name="contribution",
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contributions.version",
                                verbose_name="version",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "parution",
                        "ordering": ["-created_at", "-pk"],
                        "indexes": [
                            models.Index(fields=["issue", "state"], name="placement_of_issue"),
                            models.Index(fields=["supplier", "-sent_on"], name="placement_of_supplier"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "pulled"), _negated=True),
                                fields=("submission", "issue"),
                                name="placement_once_an_issue",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "sent"), _negated=True),
                                    models.Q(
                                        ("out_of__isnull", False),
                                        ("rank__isnull", False),
                                        ("rank__lte", models.F("out_of")),
                                        ("sent_on__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="placement_sent_is_proved",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("pulled_at__isnull", False), ("state", "pulled")),
                                    models.Q(models.Q(("state", "pulled"), _negated=True), ("pulled_at", None)),
                                    _connector="OR",
                                ),
                                name="placement_pulled_has_date",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contributions_placementevent" ("block_id", "created_at", "id", "issue_id", "out_of", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pulled_at", "rank", "reason", "sent_on", "state", "submission_id", "supplier_id", "version_id") SELECT new_values."block_id", new_values."created_at", new_values."id", new_values."issue_id", new_values."out_of", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."pulled_at", new_values."rank", new_values."reason", new_values."sent_on", new_values."state", new_values."submission_id", new_values."supplier_id", new_values."version_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="60ec5d973033fa25749f7ae222af316e8bcdbcdf",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_e12bc",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="contributions_placement",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contributions_placementevent" ("block_id", "created_at", "id", "issue_id", "out_of", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pulled_at", "rank", "reason", "sent_on", "state", "submission_id", "supplier_id", "version_id") SELECT new_values."block_id", new_values."created_at", new_values."id", new_values."issue_id", new_values."out_of", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."pulled_at", new_values."rank", new_values."reason", new_values."sent_on", new_values."state", new_values."submission_id", new_values."supplier_id", new_values."version_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="2a7019a3de719671938340b0293b3e6d7a8345bb",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_734a9",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="contributions_placement",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SubmissionEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "brouillon"),
                                    ("submitted", "à lire par le Club"),
                                    ("returned", "à reprendre par le fournisseur"),
                                    ("proposed", "retouché, attend l’accord du fournisseur"),
                                    ("accepted", "accepté"),
                                    ("refused", "refusé"),
                                    ("withdrawn", "retiré par le fournisseur"),
                                ],
                                default="draft",
                                max_length=10,
                                verbose_name="état",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("corporate", "institutionnel"),
                                    ("product", "produit"),
                                    ("technical", "technique"),
                                    ("marketing", "marketing"),
                                    ("commercial", "commercial"),
                                    ("press_release", "communiqué de presse"),
                                    ("white_paper", "livre blanc"),
                                ],
                                default="product",
                                max_length=14,
                                verbose_name="genre",
                            ),
                        ),
                        ("title", models.CharField(blank=True, max_length=80, verbose_name="titre")),
                        ("text", models.CharField(blank=True, max_length=600, verbose_name="texte")),
                        ("image", models.ImageField(blank=True, upload_to="flash/", verbose_name="image")),
                        (
                            "image_alt",
                            models.CharField(blank=True, max_length=140, verbose_name="ce que montre l’image"),
                        ),
                        ("link_url", models.URLField(blank=True, max_length=500, verbose_name="lien")),
                        ("link_label", models.CharField(blank=True, max_length=60, verbose_name="mots du lien")),
                        (
                            "file",
                            models.FileField(
                                blank=True,
                                max_length=120,
                                storage=club.core.storage.PrivateStorage(),
                                upload_to="contributions/",
                                verbose_name="document",
                            ),
                        ),
                        ("file_name", models.CharField(blank=True, max_length=120, verbose_name="nom du document")),
                        (
                            "audience",
                            models.CharField(
                                choices=[
                                    ("both", "tous"),
                                    ("ambassadors", "ambassadeurs"),
                                    ("channel", "experts du Channel"),
                                ],
                                default="both",
                                max_length=12,
                                verbose_name="à qui",
                            ),
                        ),
                        (
                            "territories",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=3),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="territoires",
                            ),
                        ),
                        (
                            "specialities",
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
                                verbose_name="spécialités",
                            ),
                        ),
                        (
                            "expires_on",
                            models.DateField(blank=True, null=True, verbose_name="n’a plus cours après le"),
                        ),
                        ("remark", models.CharField(blank=True, max_length=600, verbose_name="mot du Club")),
                        (
                            "started_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now(), verbose_name="commencé le"
                            ),
                        ),
                        ("saved_at", models.DateTimeField(auto_now=True, verbose_name="enregistré le")),
                        ("submitted_at", models.DateTimeField(blank=True, null=True, verbose_name="remis le")),
                        ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="décidé le")),
                        (
                            "author",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="proposé par",
                            ),
                        ),
                        (
                            "call",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="contributions.call",
                                verbose_name="en réponse à",
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="décidé par",
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
                                to="contributions.submission",
                            ),
                        ),
                        (
                            "resource",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="editorial.resource",
                                verbose_name="ressource publiée",
                            ),
                        ),
                        (
                            "supplier",
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
                            "wished",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="newsletters.slot",
                                verbose_name="départ souhaité",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="15965c276a831eaa4317e7c19192aad9c3e29223",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_25ce7",
                                    table="contributions_submissionevent",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Version",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(verbose_name="numéro")),
                        ("content", models.JSONField(verbose_name="contenu")),
                        (
                            "side",
                            models.CharField(
                                choices=[("supplier", "fournisseur"), ("club", "Club")],
                                max_length=8,
                                verbose_name="de quel côté",
                            ),
                        ),
                        (
                            "at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now(), verbose_name="écrite le"
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="ce qui change")),
                        ("agreed_at", models.DateTimeField(blank=True, null=True, verbose_name="accord donné le")),
                        (
                            "agreed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="accord de",
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
                        (
                            "submission",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="versions",
                                to="contributions.submission",
                                verbose_name="contribution",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "version",
                        "ordering": ["-number"],
                        "constraints": [
                            models.UniqueConstraint(fields=("submission", "number"), name="version_number_once")
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="words_written_once",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."content" IS DISTINCT FROM (NEW."content") OR OLD."number" IS DISTINCT FROM (NEW."number"))',
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                                    hash="869417d36ee46e58ddb4eadaf921a9aa027104ce",
                                    operation="UPDATE",
                                    pgid="pgtrigger_words_written_once_efd81",
                                    table="contributions_version",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contributions_versionevent" ("agreed_at", "agreed_by_id", "at", "by_id", "content", "id", "note", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "side", "submission_id") SELECT old_values."agreed_at", old_values."agreed_by_id", old_values."at", old_values."by_id", old_values."content", old_values."id", old_values."note", old_values."number", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."side", old_values."submission_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                                    hash="ee52b5b93aed2791d51069d27a56c6e441ee278d",
                                    level="STATEMENT",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_857dc",
                                    referencing="REFERENCING OLD TABLE AS old_values ",
                                    table="contributions_version",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlacementEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "state",
                            models.CharField(
                                choices=[("planned", "prévu"), ("sent", "envoyé"), ("pulled", "retiré")],
                                default="planned",
                                max_length=7,
                                verbose_name="état",
                            ),
                        ),
                        (
                            "rank",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="place parmi les encarts"
                            ),
                        ),
                        (
                            "out_of",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="nombre d’encarts"),
                        ),
                        ("sent_on", models.DateField(blank=True, null=True, verbose_name="envoyé le")),
                        ("pulled_at", models.DateTimeField(blank=True, null=True, verbose_name="retiré le")),
                        ("reason", models.CharField(blank=True, max_length=160, verbose_name="pourquoi")),
                        (
                            "created_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now(), verbose_name="prévu le"
                            ),
                        ),
                        (
                            "block",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="newsletters.block",
                                verbose_name="encart",
                            ),
                        ),
                        (
                            "issue",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="newsletters.issue",
                                verbose_name="Flash info",
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
                                to="contributions.placement",
                            ),
                        ),
                        (
                            "supplier",
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
                            "submission",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="contributions.submission",
                                verbose_name="contribution",
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="contributions.version",
                                verbose_name="version",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="62ac68186f18e829f3e0fcf20250c21ff63c79fb",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_4825d",
                                    table="contributions_placementevent",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="VersionEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("number", models.PositiveSmallIntegerField(verbose_name="numéro")),
                        ("content", models.JSONField(verbose_name="contenu")),
                        (
                            "side",
                            models.CharField(
                                choices=[("supplier", "fournisseur"), ("club", "Club")],
                                max_length=8,
                                verbose_name="de quel côté",
                            ),
                        ),
                        (
                            "at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now(), verbose_name="écrite le"
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="ce qui change")),
                        ("agreed_at", models.DateTimeField(blank=True, null=True, verbose_name="accord donné le")),
                        (
                            "agreed_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="accord de",
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
                                to="contributions.version",
                            ),
                        ),
                        (
                            "submission",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="contributions.submission",
                                verbose_name="contribution",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="bf28af13bfc0412e822b8e93bfe77b3d34d245c9",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_13542",
                                    table="contributions_versionevent",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
            ]
        ),
    ]
