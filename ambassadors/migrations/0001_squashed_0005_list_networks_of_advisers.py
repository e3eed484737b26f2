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

import club.core.search
from club.core.migrating import CreateModels


class Migration(migrations.Migration):

    replaces = [('ambassadors', '0001_initial'), ('ambassadors', '0002_keep_only_indexes_that_serve'), ('ambassadors', '0003_publish_by_consent'), ('ambassadors', '0004_date_changes_of_advisers'), ('ambassadors', '0005_list_networks_of_advisers')]

    initial = True

    dependencies = [
        ('core', '0010_answer_elsewhere_than_the_club'),
        ('members', '0017_relay_enquiries_and_reports'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Ambassador',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('job_title', models.CharField(blank=True, max_length=120, verbose_name='fonction')),
                    ('topics', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('website', 'site web'), ('ecommerce', 'vente en ligne'), ('visibility', 'visibilité et référencement'), ('security', 'sécurité et sauvegarde'), ('network', 'réseau et Internet'), ('telephony', 'téléphonie et mobilité'), ('equipment', 'équipement informatique'), ('printing', 'impression et numérisation'), ('management', 'logiciels de gestion'), ('invoicing', 'facture électronique'), ('collaboration', 'messagerie et travail à plusieurs'), ('payment', 'encaissement et paiement'), ('data', 'données personnelles'), ('funding', 'aides et financement')], max_length=16), blank=True, default=list, size=None, verbose_name='sujets')),
                    ('state', models.CharField(choices=[('candidate', 'à valider'), ('validated', 'validé'), ('left', 'parti')], default='validated', max_length=10, verbose_name='état')),
                    ('reconfirmed_on', models.DateField(blank=True, null=True, verbose_name='reconfirmé le')),
                    ('joined_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='inscrit le')),
                    ('commune', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to='core.commune', verbose_name='commune')),
                    ('departement', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='ambassadors', to='core.departement', verbose_name='département (territoire)')),
                    ('network', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ambassadors', to='members.organisation', verbose_name='réseau')),
                    ('person', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='ambassador', to=settings.AUTH_USER_MODEL, verbose_name='personne')),
                    ('listed_name', models.CharField(blank=True, db_default='', default='', editable=False, max_length=170, verbose_name='nom public, famille d’abord')),
                    ('shown', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('name', 'mon nom, mon réseau et mon département'), ('job', 'ma fonction'), ('commune', 'ma commune'), ('topics', 'mes sujets'), ('contact', 'un formulaire pour m’écrire, sans montrer mon adresse')], max_length=7), blank=True, db_default=[], default=list, editable=False, size=None, verbose_name='ce qui est public')),
                    ('sort_key', models.GeneratedField(db_persist=True, expression=django.db.models.functions.comparison.Collate(django.db.models.functions.text.Lower(club.core.search.Unaccent(django.db.models.functions.comparison.Coalesce(models.F('listed_name'), models.Value(''), output_field=models.TextField()))), 'C'), output_field=models.TextField(db_collation='C'), verbose_name='clé de tri')),
                ],
                options={
                    'verbose_name': 'ambassadeur',
                    'ordering': ['person__sort_key', 'pk'],
                    'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['topics'], name='ambassador_topics'), models.Index(fields=['departement', 'state'], name='ambassador_place'), models.Index(fields=['commune'], name='ambassador_commune'), models.Index(condition=models.Q(('state', 'validated'), models.Q(('listed_name', ''), _negated=True)), fields=['departement', 'sort_key', 'id'], name='ambassador_public_place'), models.Index(condition=models.Q(('state', 'validated'), models.Q(('listed_name', ''), _negated=True)), fields=['sort_key', 'id'], name='ambassador_public_sort'), django.contrib.postgres.indexes.GinIndex(condition=models.Q(('state', 'validated'), models.Q(('listed_name', ''), _negated=True)), fields=['sort_key'], name='ambassador_public_search', opclasses=['gin_trgm_ops']), models.Index(condition=models.Q(('state', 'validated'), models.Q(('listed_name', ''), _negated=True)), fields=['network'], name='ambassador_public_network')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('listed_name', ''), ('shown__contains', ['name']), _connector='OR'), name='ambassador_named_by_consent')],
                    'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "ambassadors_ambassadorevent" ("commune_id", "departement_id", "id", "job_title", "joined_on", "listed_name", "network_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reconfirmed_on", "shown", "state", "topics") SELECT new_values."commune_id", new_values."departement_id", new_values."id", new_values."job_title", new_values."joined_on", new_values."listed_name", new_values."network_id", new_values."person_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."reconfirmed_on", new_values."shown", new_values."state", new_values."topics" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='273d9b6d69fd6416f5947581b768504a7a6349ce', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_d3a6a', referencing='REFERENCING NEW TABLE AS new_values ', table='ambassadors_ambassador', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "ambassadors_ambassadorevent" ("commune_id", "departement_id", "id", "job_title", "joined_on", "listed_name", "network_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reconfirmed_on", "shown", "state", "topics") SELECT new_values."commune_id", new_values."departement_id", new_values."id", new_values."job_title", new_values."joined_on", new_values."listed_name", new_values."network_id", new_values."person_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."reconfirmed_on", new_values."shown", new_values."state", new_values."topics" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."commune_id" IS DISTINCT FROM (new_values."commune_id") OR old_values."departement_id" IS DISTINCT FROM (new_values."departement_id") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."job_title" IS DISTINCT FROM (new_values."job_title") OR old_values."joined_on" IS DISTINCT FROM (new_values."joined_on") OR old_values."listed_name" IS DISTINCT FROM (new_values."listed_name") OR old_values."network_id" IS DISTINCT FROM (new_values."network_id") OR old_values."person_id" IS DISTINCT FROM (new_values."person_id") OR old_values."reconfirmed_on" IS DISTINCT FROM (new_values."reconfirmed_on") OR old_values."shown" IS DISTINCT FROM (new_values."shown") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."topics" IS DISTINCT FROM (new_values."topics")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='0455e70e470c9caba6abf0a396a4fd6ae2851880', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_cd46b', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='ambassadors_ambassador', when='AFTER'))],
                },
            ),
            migrations.CreateModel(
                name='AmbassadorEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('job_title', models.CharField(blank=True, max_length=120, verbose_name='fonction')),
                    ('topics', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('website', 'site web'), ('ecommerce', 'vente en ligne'), ('visibility', 'visibilité et référencement'), ('security', 'sécurité et sauvegarde'), ('network', 'réseau et Internet'), ('telephony', 'téléphonie et mobilité'), ('equipment', 'équipement informatique'), ('printing', 'impression et numérisation'), ('management', 'logiciels de gestion'), ('invoicing', 'facture électronique'), ('collaboration', 'messagerie et travail à plusieurs'), ('payment', 'encaissement et paiement'), ('data', 'données personnelles'), ('funding', 'aides et financement')], max_length=16), blank=True, default=list, size=None, verbose_name='sujets')),
                    ('state', models.CharField(choices=[('candidate', 'à valider'), ('validated', 'validé'), ('left', 'parti')], default='validated', max_length=10, verbose_name='état')),
                    ('reconfirmed_on', models.DateField(blank=True, null=True, verbose_name='reconfirmé le')),
                    ('joined_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='inscrit le')),
                    ('commune', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='core.commune', verbose_name='commune')),
                    ('departement', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='core.departement', verbose_name='département (territoire)')),
                    ('network', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='members.organisation', verbose_name='réseau')),
                    ('person', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='personne')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='ambassadors.ambassador')),
                    ('listed_name', models.CharField(blank=True, db_default='', default='', editable=False, max_length=170, verbose_name='nom public, famille d’abord')),
                    ('shown', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('name', 'mon nom, mon réseau et mon département'), ('job', 'ma fonction'), ('commune', 'ma commune'), ('topics', 'mes sujets'), ('contact', 'un formulaire pour m’écrire, sans montrer mon adresse')], max_length=7), blank=True, db_default=[], default=list, editable=False, size=None, verbose_name='ce qui est public')),
                ],
                options={
                    'abstract': False,
                    'indexes': [models.Index(fields=['departement', 'pgh_created_at'], name='ambassador_changed_there')],
                    'constraints': [],
                    'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='8c9be396d0e9f7642f3adca40caa046f8fc115bf', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_5650a', table='ambassadors_ambassadorevent', when='BEFORE'))],
                },
            ),
            migrations.CreateModel(
                name='PublicConsent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('shown', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('name', 'mon nom, mon réseau et mon département'), ('job', 'ma fonction'), ('commune', 'ma commune'), ('topics', 'mes sujets'), ('contact', 'un formulaire pour m’écrire, sans montrer mon adresse')], max_length=7), blank=True, default=list, size=None, verbose_name='montré')),
                    ('wording', models.CharField(max_length=10, verbose_name='texte accepté')),
                    ('given_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='le')),
                    ('ambassador', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='ambassadors.ambassador')),
                ],
                options={
                    'verbose_name': 'accord public',
                    'verbose_name_plural': 'accords publics',
                    'ordering': ['pk'],
                    'indexes': [],
                    'constraints': [],
                    'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='2207d73615629355fb66ddb5b2a9b45939ebd691', operation='UPDATE', pgid='pgtrigger_append_only_8d2c3', table='ambassadors_publicconsent', when='BEFORE'))],
                },
            ),
        ]),
    ]
