"""What the migrations it replaces come to: each table made once, as it stands at the end. An empty base takes this way."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import django.utils.timezone
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

import channel.models
import club.core.search
from club.core.migrating import CreateModels


class Migration(migrations.Migration):

    replaces = [('channel', '0001_initial'), ('channel', '0002_keep_only_indexes_that_serve')]

    initial = True

    dependencies = [
        ('core', '0007_add_search_words'),
        ('members', '0016_keep_addresses_of_applicants_once'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Expert',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=160, verbose_name='nom')),
                    ('kind', models.CharField(choices=[('reseller', 'revendeur'), ('web_agency', 'agence web')], max_length=10, verbose_name='genre')),
                    ('siret', models.CharField(max_length=14, unique=True, validators=[channel.models.validate_siret], verbose_name='SIRET')),
                    ('naf_code', models.CharField(blank=True, max_length=6, verbose_name='code NAF')),
                    ('naf_version', models.CharField(choices=[('rev2', 'NAF rév. 2 (2008)'), ('naf2025', 'NAF 2025')], default='rev2', max_length=8, verbose_name='nomenclature')),
                    ('specialities', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('website', 'site web'), ('ecommerce', 'vente en ligne'), ('visibility', 'visibilité et référencement'), ('security', 'sécurité et sauvegarde'), ('network', 'réseau et Internet'), ('telephony', 'téléphonie et mobilité'), ('equipment', 'équipement informatique'), ('printing', 'impression et numérisation'), ('management', 'logiciels de gestion'), ('invoicing', 'facture électronique'), ('collaboration', 'messagerie et travail à plusieurs'), ('payment', 'encaissement et paiement'), ('data', 'données personnelles'), ('funding', 'aides et financement')], max_length=16), blank=True, default=list, size=None, verbose_name='spécialités')),
                    ('area', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=3), blank=True, default=list, size=None, verbose_name='départements desservis')),
                    ('website', models.URLField(blank=True, verbose_name='site')),
                    ('phone', models.CharField(blank=True, max_length=20, verbose_name='téléphone')),
                    ('state', models.CharField(choices=[('candidate', 'à vérifier'), ('listed', 'référencé'), ('left', 'sorti')], default='listed', max_length=10, verbose_name='état')),
                    ('joined_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='inscrit le')),
                    ('search_text', models.GeneratedField(db_persist=True, expression=django.db.models.functions.text.Lower(club.core.search.Unaccent(django.db.models.functions.comparison.Coalesce(models.F('name'), models.Value(''), output_field=models.TextField()))), output_field=models.TextField(), verbose_name='recherche')),
                    ('sort_key', models.GeneratedField(db_persist=True, expression=django.db.models.functions.comparison.Collate(django.db.models.functions.text.Lower(club.core.search.Unaccent(django.db.models.functions.comparison.Coalesce(models.F('name'), models.Value(''), output_field=models.TextField()))), 'C'), output_field=models.TextField(db_collation='C'), verbose_name='clé de tri')),
                    ('brands', models.ManyToManyField(blank=True, related_name='experts', to='members.organisation', verbose_name='marques distribuées')),
                    ('commune', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to='core.commune', verbose_name='commune')),
                    ('departement', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='experts', to='core.departement', verbose_name='département (territoire)')),
                ],
                options={
                    'verbose_name': 'expert',
                    'ordering': ['sort_key', 'pk'],
                    'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['search_text'], name='expert_search', opclasses=['gin_trgm_ops']), django.contrib.postgres.indexes.GinIndex(fields=['specialities'], name='expert_specialities'), django.contrib.postgres.indexes.GinIndex(fields=['area'], name='expert_area'), models.Index(fields=['departement', 'kind', 'state'], name='expert_place'), models.Index(fields=['sort_key', 'id'], name='expert_sort'), models.Index(fields=['commune'], name='expert_commune')],
                    'constraints': [],
                    'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "channel_expertevent" ("area", "commune_id", "departement_id", "id", "joined_on", "kind", "naf_code", "naf_version", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "siret", "specialities", "state", "website") SELECT new_values."area", new_values."commune_id", new_values."departement_id", new_values."id", new_values."joined_on", new_values."kind", new_values."naf_code", new_values."naf_version", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."phone", new_values."siret", new_values."specialities", new_values."state", new_values."website" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='10006255b89534a3ed4cd587867208401841e095', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_1a6af', referencing='REFERENCING NEW TABLE AS new_values ', table='channel_expert', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "channel_expertevent" ("area", "commune_id", "departement_id", "id", "joined_on", "kind", "naf_code", "naf_version", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "siret", "specialities", "state", "website") SELECT new_values."area", new_values."commune_id", new_values."departement_id", new_values."id", new_values."joined_on", new_values."kind", new_values."naf_code", new_values."naf_version", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."phone", new_values."siret", new_values."specialities", new_values."state", new_values."website" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."area" IS DISTINCT FROM (new_values."area") OR old_values."commune_id" IS DISTINCT FROM (new_values."commune_id") OR old_values."departement_id" IS DISTINCT FROM (new_values."departement_id") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."joined_on" IS DISTINCT FROM (new_values."joined_on") OR old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."naf_code" IS DISTINCT FROM (new_values."naf_code") OR old_values."naf_version" IS DISTINCT FROM (new_values."naf_version") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."phone" IS DISTINCT FROM (new_values."phone") OR old_values."siret" IS DISTINCT FROM (new_values."siret") OR old_values."specialities" IS DISTINCT FROM (new_values."specialities") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."website" IS DISTINCT FROM (new_values."website")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='aabe136e02e3ce426d1ec111d7838fa7619c22bd', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_c1d11', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='channel_expert', when='AFTER'))],
                },
            ),
            migrations.CreateModel(
                name='ExpertContact',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('job_title', models.CharField(blank=True, max_length=120, verbose_name='fonction')),
                    ('is_main', models.BooleanField(default=True, verbose_name='contact principal')),
                    ('expert', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='channel.expert', verbose_name='expert')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='expert_contacts', to=settings.AUTH_USER_MODEL, verbose_name='personne')),
                ],
                options={
                    'verbose_name': 'contact d’expert',
                    'verbose_name_plural': 'contacts d’experts',
                    'indexes': [],
                    'constraints': [models.UniqueConstraint(fields=('expert', 'person'), name='expert_contact_once', violation_error_message='Cette personne est déjà un contact de cet expert.')],
                    'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "channel_expertcontactevent" ("expert_id", "id", "is_main", "job_title", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."expert_id", new_values."id", new_values."is_main", new_values."job_title", new_values."person_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='ffe60a83e5e1b09d7143894e8c8751a697948532', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_702c8', referencing='REFERENCING NEW TABLE AS new_values ', table='channel_expertcontact', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "channel_expertcontactevent" ("expert_id", "id", "is_main", "job_title", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."expert_id", new_values."id", new_values."is_main", new_values."job_title", new_values."person_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='7b5ff5dd1548032a0a4c0148e374293b1f2f1ff6', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_121a0', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='channel_expertcontact', when='AFTER'))],
                },
            ),
            migrations.CreateModel(
                name='ExpertContactEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('job_title', models.CharField(blank=True, max_length=120, verbose_name='fonction')),
                    ('is_main', models.BooleanField(default=True, verbose_name='contact principal')),
                    ('expert', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='channel.expert', verbose_name='expert')),
                    ('person', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='personne')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='channel.expertcontact')),
                ],
                options={
                    'abstract': False,
                    'indexes': [],
                    'constraints': [],
                    'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a864dd1b30f9731fc2d5c3fda3293c88f0969228', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_9eb68', table='channel_expertcontactevent', when='BEFORE'))],
                },
            ),
            migrations.CreateModel(
                name='ExpertEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('name', models.CharField(max_length=160, verbose_name='nom')),
                    ('kind', models.CharField(choices=[('reseller', 'revendeur'), ('web_agency', 'agence web')], max_length=10, verbose_name='genre')),
                    ('siret', models.CharField(max_length=14, validators=[channel.models.validate_siret], verbose_name='SIRET')),
                    ('naf_code', models.CharField(blank=True, max_length=6, verbose_name='code NAF')),
                    ('naf_version', models.CharField(choices=[('rev2', 'NAF rév. 2 (2008)'), ('naf2025', 'NAF 2025')], default='rev2', max_length=8, verbose_name='nomenclature')),
                    ('specialities', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('website', 'site web'), ('ecommerce', 'vente en ligne'), ('visibility', 'visibilité et référencement'), ('security', 'sécurité et sauvegarde'), ('network', 'réseau et Internet'), ('telephony', 'téléphonie et mobilité'), ('equipment', 'équipement informatique'), ('printing', 'impression et numérisation'), ('management', 'logiciels de gestion'), ('invoicing', 'facture électronique'), ('collaboration', 'messagerie et travail à plusieurs'), ('payment', 'encaissement et paiement'), ('data', 'données personnelles'), ('funding', 'aides et financement')], max_length=16), blank=True, default=list, size=None, verbose_name='spécialités')),
                    ('area', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=3), blank=True, default=list, size=None, verbose_name='départements desservis')),
                    ('website', models.URLField(blank=True, verbose_name='site')),
                    ('phone', models.CharField(blank=True, max_length=20, verbose_name='téléphone')),
                    ('state', models.CharField(choices=[('candidate', 'à vérifier'), ('listed', 'référencé'), ('left', 'sorti')], default='listed', max_length=10, verbose_name='état')),
                    ('joined_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='inscrit le')),
                    ('commune', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='core.commune', verbose_name='commune')),
                    ('departement', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='core.departement', verbose_name='département (territoire)')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='channel.expert')),
                ],
                options={
                    'abstract': False,
                    'indexes': [],
                    'constraints': [],
                    'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='65e34a6cf325c1ae71d9b11e6bc8da7f2c8e76ae', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_5ca75', table='channel_expertevent', when='BEFORE'))],
                },
            ),
        ]),
    ]
