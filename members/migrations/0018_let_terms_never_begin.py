import django.contrib.postgres.constraints
import django.db.models.expressions
from django.db import migrations, models

import members.models.memberships


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0017_relay_enquiries_and_reports"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="membership",
            name="membership_terms_apart",
        ),
        migrations.RemoveConstraint(
            model_name="membership",
            name="membership_ends_after_start",
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[("organisation", "="), (members.models.memberships.TermDays(), "&&")],
                name="membership_terms_apart",
                violation_error_message="Cette organisation est déjà membre à ces dates.",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "ends_on__gte",
                        models.ExpressionWrapper(
                            django.db.models.expressions.CombinedExpression(
                                models.F("starts_on"), "-", models.Value(1)
                            ),
                            models.DateField(),
                        ),
                    ),
                    ("planned_end__gte", models.F("ends_on")),
                ),
                name="membership_ends_after_start",
                violation_error_message="L’adhésion finirait avant d’avoir commencé.",
            ),
        ),
    ]
