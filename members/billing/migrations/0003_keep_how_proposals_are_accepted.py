import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("billing", "0002_mark_reversals"),
        ("members", "0012_write_status_rules"),
    ]

    operations = [
        migrations.CreateModel(
            name="AcceptanceCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(max_length=254, verbose_name="adresse")),
                ("code_hash", models.CharField(max_length=64, verbose_name="empreinte du code")),
                ("sent_at", models.DateTimeField(verbose_name="envoyé le")),
                ("expires_at", models.DateTimeField(verbose_name="valable jusqu’à")),
                ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="essais")),
                ("proved_at", models.DateTimeField(blank=True, null=True, verbose_name="saisi le")),
            ],
            options={
                "verbose_name": "code d’acceptation",
                "verbose_name_plural": "codes d’acceptation",
                "ordering": ["-pk"],
            },
        ),
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
            name="ends",
            field=models.ManyToManyField(
                blank=True, related_name="+", to="members.membershipline", verbose_name="options qui prennent fin"
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="sent_to",
            field=models.EmailField(blank=True, max_length=254, verbose_name="envoyée à"),
        ),
        migrations.AddField(
            model_name="proposalevent",
            name="sent_to",
            field=models.EmailField(blank=True, max_length=254, verbose_name="envoyée à"),
        ),
        migrations.AlterField(
            model_name="proposal",
            name="accepted_means",
            field=models.CharField(
                blank=True,
                choices=[
                    ("link", "par le lien reçu"),
                    ("form", "formulaire signé"),
                    ("order", "bon de commande"),
                    ("space", "dans l’espace membres"),
                ],
                max_length=5,
                verbose_name="moyen",
            ),
        ),
        migrations.AlterField(
            model_name="proposalevent",
            name="accepted_means",
            field=models.CharField(
                blank=True,
                choices=[
                    ("link", "par le lien reçu"),
                    ("form", "formulaire signé"),
                    ("order", "bon de commande"),
                    ("space", "dans l’espace membres"),
                ],
                max_length=5,
                verbose_name="moyen",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="proposal",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "billing_proposalevent" ("accepted_at", "accepted_by_email", "accepted_by_name", "accepted_by_title", "accepted_means", "activated_at", "application_id", "created_at", "declined_reason", "discount", "discount_approved_by_id", "discount_reason", "ends_on", "evidence", "evidence_sha256", "id", "instalments", "kind", "membership_id", "order_number", "organisation_id", "pdf_sha256", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prepared_by_id", "previous_id", "seats", "sent_at", "sent_to", "starts_on", "state", "valid_until", "year") SELECT new_values."accepted_at", new_values."accepted_by_email", new_values."accepted_by_name", new_values."accepted_by_title", new_values."accepted_means", new_values."activated_at", new_values."application_id", new_values."created_at", new_values."declined_reason", new_values."discount", new_values."discount_approved_by_id", new_values."discount_reason", new_values."ends_on", new_values."evidence", new_values."evidence_sha256", new_values."id", new_values."instalments", new_values."kind", new_values."membership_id", new_values."order_number", new_values."organisation_id", new_values."pdf_sha256", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."prepared_by_id", new_values."previous_id", new_values."seats", new_values."sent_at", new_values."sent_to", new_values."starts_on", new_values."state", new_values."valid_until", new_values."year" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="55a3f9d58434eb598e0b1a7188ea18c7802d17d9",
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
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "billing_proposalevent" ("accepted_at", "accepted_by_email", "accepted_by_name", "accepted_by_title", "accepted_means", "activated_at", "application_id", "created_at", "declined_reason", "discount", "discount_approved_by_id", "discount_reason", "ends_on", "evidence", "evidence_sha256", "id", "instalments", "kind", "membership_id", "order_number", "organisation_id", "pdf_sha256", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prepared_by_id", "previous_id", "seats", "sent_at", "sent_to", "starts_on", "state", "valid_until", "year") SELECT new_values."accepted_at", new_values."accepted_by_email", new_values."accepted_by_name", new_values."accepted_by_title", new_values."accepted_means", new_values."activated_at", new_values."application_id", new_values."created_at", new_values."declined_reason", new_values."discount", new_values."discount_approved_by_id", new_values."discount_reason", new_values."ends_on", new_values."evidence", new_values."evidence_sha256", new_values."id", new_values."instalments", new_values."kind", new_values."membership_id", new_values."order_number", new_values."organisation_id", new_values."pdf_sha256", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."prepared_by_id", new_values."previous_id", new_values."seats", new_values."sent_at", new_values."sent_to", new_values."starts_on", new_values."state", new_values."valid_until", new_values."year" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="d3da400d1c0c44e7944a77239323ad6f4f41fd61",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_6d409",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="billing_proposal",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="acceptancecode",
            name="proposal",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="codes", to="billing.proposal"
            ),
        ),
    ]
