import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("billing", "0005_note_sirets_and_likely_twins"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="allocation",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="allocation",
            name="update_update",
        ),
        migrations.RemoveConstraint(
            model_name="allocation",
            name="allocation_positive",
        ),
        migrations.AddField(
            model_name="allocation",
            name="reverses",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reversed_by",
                to="billing.allocation",
            ),
        ),
        migrations.AddField(
            model_name="allocationevent",
            name="reverses",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="billing.allocation",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="allocation",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "billing_allocationevent" ("amount", "credit_note_id", "document_id", "id", "on", "payment_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reverses_id") SELECT new_values."amount", new_values."credit_note_id", new_values."document_id", new_values."id", new_values."on", new_values."payment_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."reverses_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="8dab8ef0fff3f3ace76fa92ea36f1e7c4384717e",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_33a0f",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="billing_allocation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="allocation",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "billing_allocationevent" ("amount", "credit_note_id", "document_id", "id", "on", "payment_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reverses_id") SELECT new_values."amount", new_values."credit_note_id", new_values."document_id", new_values."id", new_values."on", new_values."payment_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."reverses_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="b4082cac5078ae206d5937c330aa2ef50c810cf0",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_2bc29",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="billing_allocation",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="allocation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("amount__gt", 0), ("reverses", None)),
                    models.Q(("amount__lt", 0), ("reverses__isnull", False)),
                    _connector="OR",
                ),
                name="allocation_sign",
            ),
        ),
    ]
