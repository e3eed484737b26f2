import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("contributions", "0001_calls_submissions_placements"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="submission",
            name="states",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="submission",
            trigger=pgtrigger.compiler.Trigger(
                name="states",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{draft:submitted,draft:withdrawn,submitted:draft,submitted:returned,submitted:proposed,submitted:accepted,submitted:refused,submitted:withdrawn,returned:submitted,returned:withdrawn,proposed:accepted,proposed:submitted,proposed:withdrawn,accepted:proposed,accepted:returned,accepted:withdrawn}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="582426757193fc4a7d2d3f596e9d1bf4a2bf83ad",
                    operation="UPDATE",
                    pgid="pgtrigger_states_a1379",
                    table="contributions_submission",
                    when="BEFORE",
                ),
            ),
        ),
    ]
