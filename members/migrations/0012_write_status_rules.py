"""The rules of status that the Club starts with; staff may reorder, adjust or switch them off."""

from django.db import migrations

RULES = [
    (10, "left", None, "withdrawn"),
    (20, "in_term", None, "active"),
    (30, "ended_since", 60, "grace"),
    (40, "coming", None, "candidate"),
    (50, "applying", None, "candidate"),
    (60, "ended", None, "lapsed"),
]


def write(apps, schema_editor):
    rule = apps.get_model("members", "StatusRule")
    for position, condition, days, status in RULES:
        rule.objects.get_or_create(
            position=position, defaults={"condition": condition, "days": days, "status": status}
        )


class Migration(migrations.Migration):
    dependencies = [("members", "0011_add_memberships")]
    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
