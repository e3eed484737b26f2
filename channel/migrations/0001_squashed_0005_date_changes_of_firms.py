"""What the migrations it replaces come to: each table made once, as it stands at the end. An empty base takes this way."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.datetime
import django.db.models.functions.text
import django.utils.timezone
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

import channel.models
import club.core.search
import members.fields
from club.core.migrating import CreateModels


class Migration(migrations.Migration):

    replaces = [('channel', '0001_initial'), ('channel', '0002_keep_only_indexes_that_serve'), ('channel', '0003_list_firms_in_public'), ('channel', '0004_find_firms_at_a_million'), ('channel', '0005_date_changes_of_firms')]

    initial = True

    dependencies = [
        ('core', '0010_answer_elsewhere_than_the_club'),
        ('members', '0017_relay_enquiries_and_reports'),
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
                    ('presentation', models.TextField(blank=True, db_default='', default='', max_length=800, verbose_name='présentation')),
                    ('shown', models.BooleanField(db_default=True, default=True, verbose_name='montrée dans l’annuaire public')),
                ],
                options={
                    'verbose_name': 'expert',
                    'ordering': ['sort_key', 'pk'],
                    'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['search_text'], name='expert_search', opclasses=['gin_trgm_ops']), models.Index(fields=['departement', 'kind', 'state'], name='expert_place'), models.Index(fields=['sort_key', 'id'], name='expert_sort'), models.Index(fields=['commune'], name='expert_commune'), models.Index(condition=models.Q(('shown', True), ('state', 'listed')), fields=['departement', 'sort_key', 'id'], name='expert_public_place'), models.Index(condition=models.Q(('shown', True), ('state', 'listed')), fields=['commune', 'sort_key', 'id'], name='expert_public_commune'), django.contrib.postgres.indexes.GinIndex(fields=['specialities', 'area'], name='expert_needs')],
                    'constraints': [],
                    'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "channel_expertevent" ("area", "commune_id", "departement_id", "id", "joined_on", "kind", "naf_code", "naf_version", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "presentation", "shown", "siret", "specialities", "state", "website") SELECT new_values."area", new_values."commune_id", new_values."departement_id", new_values."id", new_values."joined_on", new_values."kind", new_values."naf_code", new_values."naf_version", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."phone", new_values."presentation", new_values."shown", new_values."siret", new_values."specialities", new_values."state", new_values."website" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='7ac49001172d70b804cdc8a3513433accdebe5ce', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_1a6af', referencing='REFERENCING NEW TABLE AS new_values ', table='channel_expert', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "channel_expertevent" ("area", "commune_id", "departement_id", "id", "joined_on", "kind", "naf_code", "naf_version", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "presentation", "shown", "siret", "specialities", "state", "website") SELECT new_values."area", new_values."commune_id", new_values."departement_id", new_values."id", new_values."joined_on", new_values."kind", new_values."naf_code", new_values."naf_version", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."phone", new_values."presentation", new_values."shown", new_values."siret", new_values."specialities", new_values."state", new_values."website" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."area" IS DISTINCT FROM (new_values."area") OR old_values."commune_id" IS DISTINCT FROM (new_values."commune_id") OR old_values."departement_id" IS DISTINCT FROM (new_values."departement_id") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."joined_on" IS DISTINCT FROM (new_values."joined_on") OR old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."naf_code" IS DISTINCT FROM (new_values."naf_code") OR old_values."naf_version" IS DISTINCT FROM (new_values."naf_version") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."phone" IS DISTINCT FROM (new_values."phone") OR old_values."presentation" IS DISTINCT FROM (new_values."presentation") OR old_values."shown" IS DISTINCT FROM (new_values."shown") OR old_values."siret" IS DISTINCT FROM (new_values."siret") OR old_values."specialities" IS DISTINCT FROM (new_values."specialities") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."website" IS DISTINCT FROM (new_values."website")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='7bf63193964b9994edef4fc1a9be8b6b34ab299c', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_c1d11', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='channel_expert', when='AFTER'))],
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
                    ('presentation', models.TextField(blank=True, db_default='', default='', max_length=800, verbose_name='présentation')),
                    ('shown', models.BooleanField(db_default=True, default=True, verbose_name='montrée dans l’annuaire public')),
                ],
                options={
                    'abstract': False,
                    'indexes': [models.Index(fields=['departement', 'pgh_created_at'], name='expert_changed_there'), models.Index(fields=['pgh_created_at'], name='expert_changed')],
                    'constraints': [],
                    'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='65e34a6cf325c1ae71d9b11e6bc8da7f2c8e76ae', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_5ca75', table='channel_expertevent', when='BEFORE'))],
                },
            ),
            migrations.CreateModel(
                name='Check',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('siret', 'SIRET'), ('website', 'site'), ('phone', 'téléphone')], max_length=7, verbose_name='quoi')),
                    ('on', models.DateField(default=django.utils.timezone.localdate, verbose_name='le')),
                    ('passed', models.BooleanField(default=True, verbose_name='confirmé')),
                    ('note', models.CharField(blank=True, max_length=200, verbose_name='remarque interne')),
                    ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='par')),
                    ('expert', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='checks', to='channel.expert', verbose_name='expert')),
                ],
                options={
                    'verbose_name': 'vérification',
                    'ordering': ['expert', 'kind', '-on'],
                    'indexes': [],
                    'constraints': [models.UniqueConstraint(fields=('expert', 'kind', 'on'), name='check_once_a_day', violation_error_message='Cette vérification est déjà notée ce jour-là.')],
                    'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "channel_checkevent" ("by_id", "expert_id", "id", "kind", "note", "on", "passed", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."by_id", new_values."expert_id", new_values."id", new_values."kind", new_values."note", new_values."on", new_values."passed", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='2a3bbe1fba35410dd635ba8bc5b04c2e4fa255d7', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_250a7', referencing='REFERENCING NEW TABLE AS new_values ', table='channel_check', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "channel_checkevent" ("by_id", "expert_id", "id", "kind", "note", "on", "passed", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."by_id", new_values."expert_id", new_values."id", new_values."kind", new_values."note", new_values."on", new_values."passed", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='b75ba38fe2213fbc66f70b3ed5b10b3819a0c6fa', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_64370', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='channel_check', when='AFTER'))],
                },
            ),
            migrations.CreateModel(
                name='CheckEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('kind', models.CharField(choices=[('siret', 'SIRET'), ('website', 'site'), ('phone', 'téléphone')], max_length=7, verbose_name='quoi')),
                    ('on', models.DateField(default=django.utils.timezone.localdate, verbose_name='le')),
                    ('passed', models.BooleanField(default=True, verbose_name='confirmé')),
                    ('note', models.CharField(blank=True, max_length=200, verbose_name='remarque interne')),
                    ('by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='par')),
                    ('expert', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='channel.expert', verbose_name='expert')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='channel.check')),
                ],
                options={
                    'abstract': False,
                    'indexes': [],
                    'constraints': [],
                    'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d623951c5dc1a129e74f668a2a1a436f710ccf44', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_2f1c6', table='channel_checkevent', when='BEFORE'))],
                },
            ),
            migrations.CreateModel(
                name='Claim',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('first_name', models.CharField(max_length=80, verbose_name='prénom')),
                    ('last_name', models.CharField(max_length=80, verbose_name='nom')),
                    ('job_title', models.CharField(blank=True, max_length=120, verbose_name='fonction')),
                    ('email', members.fields.AddressField(max_length=254, verbose_name='adresse électronique')),
                    ('words', models.TextField(blank=True, max_length=600, verbose_name='comment vérifier')),
                    ('proof', models.CharField(blank=True, choices=[('', 'aucune : à vérifier par l’équipe'), ('domain', 'l’adresse est au domaine du site'), ('contact', 'l’adresse est celle d’un contact connu')], max_length=7, verbose_name='preuve possible')),
                    ('state', models.CharField(choices=[('asked', 'à examiner'), ('accepted', 'acceptée'), ('refused', 'refusée')], default='asked', max_length=8, verbose_name='état')),
                    ('reason', models.CharField(blank=True, max_length=300, verbose_name='motif')),
                    ('asked_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='demandée le')),
                    ('settled_at', models.DateTimeField(blank=True, null=True, verbose_name='réglée le')),
                    ('expert', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='claims', to='channel.expert', verbose_name='expert')),
                    ('settled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'fiche réclamée',
                    'verbose_name_plural': 'fiches réclamées',
                    'ordering': ['pk'],
                    'indexes': [],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'asked')), fields=('expert', 'email'), name='claim_waits_once', violation_error_message='Cette demande est déjà en attente.')],
                    'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "channel_claimevent" ("asked_at", "email", "expert_id", "first_name", "id", "job_title", "last_name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proof", "reason", "settled_at", "settled_by_id", "state", "words") SELECT new_values."asked_at", new_values."email", new_values."expert_id", new_values."first_name", new_values."id", new_values."job_title", new_values."last_name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."proof", new_values."reason", new_values."settled_at", new_values."settled_by_id", new_values."state", new_values."words" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='8c5e166e576a949e4f5d0e294f6cde8e47f0579a', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_cb912', referencing='REFERENCING NEW TABLE AS new_values ', table='channel_claim', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "channel_claimevent" ("asked_at", "email", "expert_id", "first_name", "id", "job_title", "last_name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proof", "reason", "settled_at", "settled_by_id", "state", "words") SELECT new_values."asked_at", new_values."email", new_values."expert_id", new_values."first_name", new_values."id", new_values."job_title", new_values."last_name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."proof", new_values."reason", new_values."settled_at", new_values."settled_by_id", new_values."state", new_values."words" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='92ef517472aa65a0471d23279707e25e31b31762', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_064e0', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='channel_claim', when='AFTER'))],
                },
            ),
            migrations.CreateModel(
                name='ClaimEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('first_name', models.CharField(max_length=80, verbose_name='prénom')),
                    ('last_name', models.CharField(max_length=80, verbose_name='nom')),
                    ('job_title', models.CharField(blank=True, max_length=120, verbose_name='fonction')),
                    ('email', members.fields.AddressField(max_length=254, verbose_name='adresse électronique')),
                    ('words', models.TextField(blank=True, max_length=600, verbose_name='comment vérifier')),
                    ('proof', models.CharField(blank=True, choices=[('', 'aucune : à vérifier par l’équipe'), ('domain', 'l’adresse est au domaine du site'), ('contact', 'l’adresse est celle d’un contact connu')], max_length=7, verbose_name='preuve possible')),
                    ('state', models.CharField(choices=[('asked', 'à examiner'), ('accepted', 'acceptée'), ('refused', 'refusée')], default='asked', max_length=8, verbose_name='état')),
                    ('reason', models.CharField(blank=True, max_length=300, verbose_name='motif')),
                    ('asked_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='demandée le')),
                    ('settled_at', models.DateTimeField(blank=True, null=True, verbose_name='réglée le')),
                    ('expert', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='channel.expert', verbose_name='expert')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='channel.claim')),
                    ('settled_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'abstract': False,
                    'indexes': [],
                    'constraints': [],
                    'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='815232fe80e06bd71b831ca47bc5e2d8714ac65f', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_dbcf8', table='channel_claimevent', when='BEFORE'))],
                },
            ),
        ]),
        migrations.RunSQL(
            sql='CREATE INDEX expert_carried_brand ON channel_expert_brands (organisation_id, expert_id)',
            reverse_sql='DROP INDEX expert_carried_brand',
        ),
    ]
