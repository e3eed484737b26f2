"""The brands of the firms there are, then their index."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations

FILL = """
UPDATE channel_expert SET carried = carried WHERE id IN (SELECT expert_id FROM channel_expert_brands)
"""


class Migration(migrations.Migration):
    atomic = False  # built while firms are written
    dependencies = [("channel", "0007_note_carried_brands")]

    operations = [
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        AddIndexConcurrently(model_name="expert", index=GinIndex(fields=["carried"], name="expert_carried")),
    ]
