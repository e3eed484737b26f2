"""What the Club holds again and again; staff change these types, add others, and may leave some unused."""

from datetime import time

from django.db import migrations

SERIES = {"partners": "Réunions du Club des Partenaires", "cercle": "Rencontres du Cercle"}
NETWORK = ["ambassador", "expert"]
TYPES = [
    {
        "name": "Réunion mensuelle du Club des Partenaires",
        "kind": "partners",
        "department": "partners",
        "audience": ["member"],
        "begins_at": time(18, 30),
        "minutes": 150,
        "capacity": 100,
        "seats_each": 2,
        "release_days": 7,
    },
    {
        "name": "Rencontre du Cercle",
        "kind": "cercle",
        "department": "cercle",
        "audience": ["executive"],
        "with_officials": True,
        "begins_at": time(8, 30),
        "minutes": 120,
        "capacity": 40,
        "closing_hours": 48,
    },
    {
        "name": "Rencontre régionale",
        "kind": "regional",
        "department": "partners",
        "audience": [*NETWORK, "member"],
        "begins_at": time(9, 15),
        "minutes": 465,
        "capacity": 200,
        "closing_hours": 48,
        "reminder_days": [14, 2],
    },
    {
        "name": "Formation en ligne",
        "kind": "training",
        "department": "ambassadors",
        "audience": NETWORK,
        "begins_at": time(11),
        "minutes": 90,
        "is_online": True,
        "is_listed": False,
    },
    {
        "name": "Formation en salle",
        "kind": "training",
        "department": "channel",
        "audience": NETWORK,
        "begins_at": time(14),
        "minutes": 210,
        "capacity": 25,
    },
    {
        "name": "Événement public",
        "kind": "other",
        "department": "ambassadors",
        "audience": ["everyone"],
        "begins_at": time(18, 30),
        "minutes": 120,
        "is_listed": False,
    },
]


def write(apps, schema_editor):
    series = apps.get_model("events", "Series")
    types = apps.get_model("events", "EventType")
    named = {kind: series.objects.get_or_create(name=name)[0] for kind, name in SERIES.items()}
    for told in TYPES:
        types.objects.get_or_create(name=told["name"], defaults={**told, "series": named.get(told["kind"])})


def keep_reminders(apps, schema_editor):
    """Regional meetings were reminded fourteen and two days before, whatever was said of them."""
    apps.get_model("events", "Event").objects.filter(kind="regional").update(reminder_days=[14, 2])


class Migration(migrations.Migration):
    dependencies = [("events", "0006_describe_meetings")]
    operations = [
        migrations.RunPython(write, migrations.RunPython.noop),
        migrations.RunPython(keep_reminders, migrations.RunPython.noop),
    ]
