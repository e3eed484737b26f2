from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("newsletters", "0008_tell_doubts_apart"),
    ]

    operations = [
        migrations.RemoveField(model_name="slot", name="done_at"),
    ]
