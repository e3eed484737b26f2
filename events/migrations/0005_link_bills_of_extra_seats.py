import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("billing", "0007_tell_where_services_are_taxed"),
        ("events", "0004_note_news_to_be_told"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="registration",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="registration",
            name="update_update",
        ),
        migrations.AddField(
            model_name="registration",
            name="bill",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="billing.document",
                verbose_name="facture de la place",
            ),
        ),
        migrations.AddField(
            model_name="registrationevent",
            name="bill",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="billing.document",
                verbose_name="facture de la place",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="registration",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "events_registrationevent" ("bill_id", "changed_at", "changes", "clash_accepted", "during", "event_id", "id", "is_excused", "is_extra", "is_listed", "left_because", "organisation_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "registered_at", "set_back", "side", "state", "structure", "way") SELECT new_values."bill_id", new_values."changed_at", new_values."changes", new_values."clash_accepted", new_values."during", new_values."event_id", new_values."id", new_values."is_excused", new_values."is_extra", new_values."is_listed", new_values."left_because", new_values."organisation_id", new_values."person_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."position", new_values."registered_at", new_values."set_back", new_values."side", new_values."state", new_values."structure", new_values."way" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="654307319992a71e38be5a2b7b76ffad9cda4e1b",
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
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "events_registrationevent" ("bill_id", "changed_at", "changes", "clash_accepted", "during", "event_id", "id", "is_excused", "is_extra", "is_listed", "left_because", "organisation_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "registered_at", "set_back", "side", "state", "structure", "way") SELECT new_values."bill_id", new_values."changed_at", new_values."changes", new_values."clash_accepted", new_values."during", new_values."event_id", new_values."id", new_values."is_excused", new_values."is_extra", new_values."is_listed", new_values."left_because", new_values."organisation_id", new_values."person_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."position", new_values."registered_at", new_values."set_back", new_values."side", new_values."state", new_values."structure", new_values."way" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."bill_id" IS DISTINCT FROM (new_values."bill_id") OR old_values."changed_at" IS DISTINCT FROM (new_values."changed_at") OR old_values."changes" IS DISTINCT FROM (new_values."changes") OR old_values."clash_accepted" IS DISTINCT FROM (new_values."clash_accepted") OR old_values."during" IS DISTINCT FROM (new_values."during") OR old_values."event_id" IS DISTINCT FROM (new_values."event_id") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."is_excused" IS DISTINCT FROM (new_values."is_excused") OR old_values."is_extra" IS DISTINCT FROM (new_values."is_extra") OR old_values."is_listed" IS DISTINCT FROM (new_values."is_listed") OR old_values."left_because" IS DISTINCT FROM (new_values."left_because") OR old_values."organisation_id" IS DISTINCT FROM (new_values."organisation_id") OR old_values."person_id" IS DISTINCT FROM (new_values."person_id") OR old_values."position" IS DISTINCT FROM (new_values."position") OR old_values."registered_at" IS DISTINCT FROM (new_values."registered_at") OR old_values."set_back" IS DISTINCT FROM (new_values."set_back") OR old_values."side" IS DISTINCT FROM (new_values."side") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."structure" IS DISTINCT FROM (new_values."structure") OR old_values."way" IS DISTINCT FROM (new_values."way")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="9aafba892f6ee106fd0896d022a8430133f1aeb8",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_87442",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="events_registration",
                    when="AFTER",
                ),
            ),
        ),
    ]
