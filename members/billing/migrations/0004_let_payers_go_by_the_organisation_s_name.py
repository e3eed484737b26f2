from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("billing", "0003_keep_how_proposals_are_accepted")]

    operations = [
        migrations.AlterField(
            model_name="payer",
            name="legal_name",
            field=models.CharField(
                blank=True,
                help_text="Vide\u00a0: celle de l’organisation.",
                max_length=160,
                verbose_name="raison sociale",
            ),
        ),
    ]
