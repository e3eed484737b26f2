import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0019_take_back_terms_that_never_began"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="LeaveNotice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.TextField(max_length=1000, verbose_name="motif")),
                ("effective_on", models.DateField(verbose_name="prend effet le")),
                ("given_on", models.DateField(verbose_name="donnée le")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "à confirmer"),
                            ("confirmed", "confirmée"),
                            ("aside", "classée sans suite"),
                        ],
                        default="waiting",
                        max_length=9,
                        verbose_name="état",
                    ),
                ),
                ("answer", models.CharField(blank=True, max_length=200, verbose_name="réponse du Club")),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="traitée le")),
                (
                    "departure",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notice",
                        to="members.departure",
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="donnée par",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leave_notices",
                        to="members.organisation",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "démission à confirmer",
                "verbose_name_plural": "démissions à confirmer",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="LeaveNoticeEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("reason", models.TextField(max_length=1000, verbose_name="motif")),
                ("effective_on", models.DateField(verbose_name="prend effet le")),
                ("given_on", models.DateField(verbose_name="donnée le")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "à confirmer"),
                            ("confirmed", "confirmée"),
                            ("aside", "classée sans suite"),
                        ],
                        default="waiting",
                        max_length=9,
                        verbose_name="état",
                    ),
                ),
                ("answer", models.CharField(blank=True, max_length=200, verbose_name="réponse du Club")),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="traitée le")),
                (
                    "departure",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.departure",
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="donnée par",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="members.organisation",
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
                        to="members.leavenotice",
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
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="leavenotice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "waiting")),
                fields=("organisation",),
                name="leave_notice_waits_once",
                violation_error_message="Une démission de cette organisation attend déjà.",
            ),
        ),
        migrations.AddConstraint(
            model_name="leavenotice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "confirmed"), ("departure__isnull", False)),
                    models.Q(models.Q(("state", "confirmed"), _negated=True), ("departure", None)),
                    _connector="OR",
                ),
                name="leave_notice_confirmed_is_a_departure",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="leavenotice",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "members_leavenoticeevent" ("answer", "departure_id", "effective_on", "given_by_id", "given_on", "id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "settled_at", "settled_by_id", "state") SELECT new_values."answer", new_values."departure_id", new_values."effective_on", new_values."given_by_id", new_values."given_on", new_values."id", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."reason", new_values."settled_at", new_values."settled_by_id", new_values."state" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="db3c1b45cd5b8173543cafa40e9614ee8a399f72",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_ecdb5",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="members_leavenotice",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="leavenotice",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "members_leavenoticeevent" ("answer", "departure_id", "effective_on", "given_by_id", "given_on", "id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "settled_at", "settled_by_id", "state") SELECT new_values."answer", new_values."departure_id", new_values."effective_on", new_values."given_by_id", new_values."given_on", new_values."id", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."reason", new_values."settled_at", new_values."settled_by_id", new_values."state" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="8c0dece95774b2b9c6c229acdcedb0d82f4c75a3",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_65919",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="members_leavenotice",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="leavenoticeevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="8cae802e1b8cbf8dbb51e4cbb5f0a102c9c0234d",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_c50fb",
                    table="members_leavenoticeevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
