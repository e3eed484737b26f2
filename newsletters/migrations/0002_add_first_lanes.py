from django.db import migrations

LANES = [
    ("autres", "Autres domaines", [], True, 20),
    ("gmail", "Gmail", ["gmail.com", "googlemail.com"], False, 5),
    (
        "microsoft",
        "Microsoft",
        ["outlook.com", "outlook.fr", "hotmail.com", "hotmail.fr", "live.fr", "live.com", "msn.com"],
        False,
        5,
    ),
    ("orange", "Orange", ["orange.fr", "wanadoo.fr"], False, 3),
    ("free", "Free", ["free.fr", "aliceadsl.fr", "libertysurf.fr"], False, 3),
    ("sfr", "SFR", ["sfr.fr", "neuf.fr", "cegetel.net", "club-internet.fr", "numericable.fr"], False, 3),
    ("laposte", "La Poste", ["laposte.net"], False, 3),
    ("yahoo", "Yahoo", ["yahoo.fr", "yahoo.com", "ymail.com"], False, 3),
]


def add_first_lanes(apps, schema_editor):
    Lane = apps.get_model("newsletters", "Lane")
    for code, label, domains, is_default, connections in LANES:
        Lane.objects.get_or_create(
            code=code,
            defaults={
                "label": label,
                "domains": domains,
                "is_default": is_default,
                "connections": connections,
                "speed": connections,
            },
        )


class Migration(migrations.Migration):
    dependencies = [("newsletters", "0001_initial")]

    operations = [migrations.RunPython(add_first_lanes, migrations.RunPython.noop)]
