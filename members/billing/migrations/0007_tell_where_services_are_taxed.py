import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("billing", "0006_let_allocations_be_reversed"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="proposal",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="proposal",
            name="update_update",
        ),
        migrations.AddField(
            model_name="proposal",
            name="place",
            field=models.CharField(
                choices=[
                    ("fr", "TVA française"),
                    ("eu", "autoliquidation par un client de l’Union européenne"),
                    ("out", "client établi hors de l’Union européenne"),
                ],
                default="fr",
                max_length=3,
                verbose_name="TVA",
            ),
        ),
        migrations.AddField(
            model_name="proposalevent",
            name="place",
            field=models.CharField(
                choices=[
                    ("fr", "TVA française"),
                    ("eu", "autoliquidation par un client de l’Union européenne"),
                    ("out", "client établi hors de l’Union européenne"),
                ],
                default="fr",
                max_length=3,
                verbose_name="TVA",
            ),
        ),
        migrations.AlterField(
            model_name="documentline",
            name="vat",
            field=models.CharField(
                choices=[
                    ("S20", "TVA 20 %"),
                    ("E", "exonérée de TVA"),
                    ("O", "hors du champ de la TVA"),
                    ("AE", "autoliquidation"),
                ],
                max_length=3,
                verbose_name="TVA",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="proposal",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "billing_proposalevent" ("accepted_at", "accepted_by_email", "accepted_by_name", "accepted_by_title", "accepted_means", "activated_at", "application_id", "created_at", "declined_reason", "discount", "discount_approved_by_id", "discount_reason", "ends_on", "evidence", "evidence_sha256", "id", "instalments", "kind", "membership_id", "order_number", "organisation_id", "pdf_sha256", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "prepared_by_id", "previous_id", "seats", "sent_at", "sent_to", "starts_on", "state", "valid_until", "year") SELECT new_values."accepted_at", new_values."accepted_by_email", new_values."accepted_by_name", new_values."accepted_by_title", new_values."accepted_means", new_values."activated_at", new_values."application_id", new_values."created_at", new_values."declined_reason", new_values."discount", new_values."discount_approved_by_id", new_values."discount_reason", new_values."ends_on", new_values."evidence", new_values."evidence_sha256", new_values."id", new_values."instalments", new_values."kind", new_values."membership_id", new_values."order_number", new_values."organisation_id", new_values."pdf_sha256", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."place", new_values."prepared_by_id", new_values."previous_id", new_values."seats", new_values."sent_at", new_values."sent_to", new_values."starts_on", new_values."state", new_values."valid_until", new_values."year" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="c39b8c4e6aa6acfb079ccf6a1e8147bef621513a",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_85526",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="billing_proposal",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="proposal",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "billing_proposalevent" ("accepted_at", "accepted_by_email", "accepted_by_name", "accepted_by_title", "accepted_means", "activated_at", "application_id", "created_at", "declined_reason", "discount", "discount_approved_by_id", "discount_reason", "ends_on", "evidence", "evidence_sha256", "id", "instalments", "kind", "membership_id", "order_number", "organisation_id", "pdf_sha256", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "prepared_by_id", "previous_id", "seats", "sent_at", "sent_to", "starts_on", "state", "valid_until", "year") SELECT new_values."accepted_at", new_values."accepted_by_email", new_values."accepted_by_name", new_values."accepted_by_title", new_values."accepted_means", new_values."activated_at", new_values."application_id", new_values."created_at", new_values."declined_reason", new_values."discount", new_values."discount_approved_by_id", new_values."discount_reason", new_values."ends_on", new_values."evidence", new_values."evidence_sha256", new_values."id", new_values."instalments", new_values."kind", new_values."membership_id", new_values."order_number", new_values."organisation_id", new_values."pdf_sha256", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."place", new_values."prepared_by_id", new_values."previous_id", new_values."seats", new_values."sent_at", new_values."sent_to", new_values."starts_on", new_values."state", new_values."valid_until", new_values."year" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="a11912118496913a57487b343d80fab5452bb031",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_6d409",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="billing_proposal",
                    when="AFTER",
                ),
            ),
        ),
    ]
