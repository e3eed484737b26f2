"""The brands of the firms there are, a few firms at a time: nobody waits long for one, and a second run is quick."""

from django.db import migrations

RANGE = 5000
"""Firms, by their number, in one transaction."""
LAST = "SELECT coalesce(max(expert_id), 0) FROM channel_expert_brands"
FILL = """
UPDATE channel_expert SET carried = carried
WHERE id BETWEEN %s AND %s AND id IN (SELECT expert_id FROM channel_expert_brands WHERE expert_id BETWEEN %s AND %s)
  AND carried IS DISTINCT FROM
      ARRAY(SELECT organisation_id FROM channel_expert_brands WHERE expert_id = channel_expert.id ORDER BY 1)
"""


def fill(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(LAST)
        for first in range(1, cursor.fetchone()[0] + 1, RANGE):
            cursor.execute(FILL, [first, first + RANGE - 1] * 2)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("channel", "0007_note_carried_brands")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
