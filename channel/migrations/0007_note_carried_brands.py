"""The base copies the brands of a firm beside its places, whatever writes them."""

import django.contrib.postgres.fields
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

FUNCTION = """
CREATE FUNCTION channel_copy_brands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE channel_expert SET carried = carried WHERE id IN (SELECT expert_id FROM changed);
    RETURN NULL;
END $$;
CREATE TRIGGER copy_brands_added AFTER INSERT ON channel_expert_brands REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION channel_copy_brands();
CREATE TRIGGER copy_brands_removed AFTER DELETE ON channel_expert_brands REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION channel_copy_brands();
CREATE TRIGGER copy_brands_left AFTER UPDATE ON channel_expert_brands REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION channel_copy_brands();
CREATE TRIGGER copy_brands_moved AFTER UPDATE ON channel_expert_brands REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION channel_copy_brands();
"""
REVERSE = "DROP FUNCTION channel_copy_brands() CASCADE"


class Migration(migrations.Migration):
    dependencies = [("channel", "0006_date_changes_of_ranges")]

    operations = [
        migrations.AddField(
            model_name="expert",
            name="carried",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), db_default=[], default=list, editable=False, size=None
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="expert",
            trigger=pgtrigger.compiler.Trigger(
                name="copy_brands",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    NEW.carried = ARRAY(SELECT organisation_id FROM channel_expert_brands WHERE expert_id = NEW.id ORDER BY 1);\n    RETURN NEW;\n",  # noqa: E501
                    hash="c875f222b77f2a8ea542dc2635b91f2ad5b8a461",
                    operation='INSERT OR UPDATE OF "carried"',
                    pgid="pgtrigger_copy_brands_2bae4",
                    table="channel_expert",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunSQL(FUNCTION, REVERSE),
    ]
