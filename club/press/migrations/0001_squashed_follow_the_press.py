"""What the migrations it replaces come to: each table made once, as it stands at the end. An empty base takes this way."""

import django.contrib.postgres.constraints
import django.contrib.postgres.indexes
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.datetime
import django.db.models.functions.text
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

import club.core.search
from club.core.migrating import CreateModels


class Migration(migrations.Migration):

    replaces = [('press', '0001_follow_the_press')]

    initial = True

    dependencies = [
        ('editorial', '0003_check_links'),
        ('members', '0020_add_leave_notices'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Brief',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('title', models.CharField(max_length=160, verbose_name='titre')),
                    ('source', models.CharField(max_length=120, verbose_name='source')),
                    ('link', models.CharField(blank=True, max_length=1000, verbose_name='adresse')),
                    ('quote', models.CharField(blank=True, max_length=300, verbose_name='citation')),
                    ('published_on', models.DateField(verbose_name='paru le')),
                    ('kept_at', models.DateTimeField(verbose_name='retenu le')),
                    ('remark', models.CharField(blank=True, max_length=500, verbose_name='note au dossier')),
                    ('filed_at', models.DateTimeField(blank=True, null=True, verbose_name='noté au dossier le')),
                    ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
                    ('article', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='editorial.article', verbose_name='article')),
                    ('filed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='noté par')),
                    ('kept_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='retenu par')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='press_briefs', to='members.organisation', verbose_name='partenaire')),
                    ('cluster', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='brief', to='press.cluster', verbose_name='sujet')),
                ],
                options={
                    'verbose_name': 'brève de presse',
                    'verbose_name_plural': 'brèves de presse',
                    'ordering': ['-kept_at', '-pk'],
                    'indexes': [models.Index(fields=['-kept_at', '-id'], name='brief_newest'), models.Index(fields=['organisation', '-kept_at'], name='brief_of_partner')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('filed_at', None), ('filed_by', None)), models.Q(('filed_at__isnull', False), ('filed_by__isnull', False)), _connector='OR'), name='brief_filed_by_somebody')],
                    'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "press_briefevent" ("article_id", "cluster_id", "filed_at", "filed_by_id", "id", "kept_at", "kept_by_id", "link", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_on", "quote", "remark", "source", "title", "version") SELECT new_values."article_id", new_values."cluster_id", new_values."filed_at", new_values."filed_by_id", new_values."id", new_values."kept_at", new_values."kept_by_id", new_values."link", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."published_on", new_values."quote", new_values."remark", new_values."source", new_values."title", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='f097b9c65bf61a646545c6acee6bda665e7dfc96', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_d4fe7', referencing='REFERENCING NEW TABLE AS new_values ', table='press_brief', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "press_briefevent" ("article_id", "cluster_id", "filed_at", "filed_by_id", "id", "kept_at", "kept_by_id", "link", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_on", "quote", "remark", "source", "title", "version") SELECT new_values."article_id", new_values."cluster_id", new_values."filed_at", new_values."filed_by_id", new_values."id", new_values."kept_at", new_values."kept_by_id", new_values."link", new_values."organisation_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."published_on", new_values."quote", new_values."remark", new_values."source", new_values."title", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='937c6dc4f906f0705f18b8f1281a95cc131f86bf', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_06615', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='press_brief', when='AFTER'))],
                },
            ),
            migrations.CreateModel(
                name='Cluster',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('state', models.CharField(choices=[('waiting', 'à lire'), ('kept', 'retenu'), ('rejected', 'écarté')], default='waiting', max_length=8, verbose_name='état')),
                    ('first_at', models.DateTimeField(verbose_name='première parution')),
                    ('reason', models.CharField(blank=True, choices=[('off_topic', 'sans intérêt pour les TPE'), ('wrong_partner', 'ne concerne pas ce partenaire'), ('advertising', 'publicité'), ('known', 'déjà traité'), ('late', 'trop ancien'), ('other', 'autre raison')], max_length=13, verbose_name='raison')),
                    ('reason_words', models.CharField(blank=True, max_length=200, verbose_name='précision')),
                    ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='décidé le')),
                    ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='décidé par')),
                ],
                options={
                    'verbose_name': 'sujet de presse',
                    'verbose_name_plural': 'sujets de presse',
                    'ordering': ['-first_at', '-pk'],
                    'indexes': [models.Index(fields=['state', '-first_at', '-id'], name='cluster_in_order')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('reason', ''), ('state', 'waiting')), models.Q(('decided_at__isnull', False), ('reason', ''), ('state', 'kept')), models.Q(('decided_at__isnull', False), ('state', 'rejected'), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='cluster_decision_whole', violation_error_message='Un sujet écarté l’est pour une raison.')],
                },
            ),
            migrations.CreateModel(
                name='BriefEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('title', models.CharField(max_length=160, verbose_name='titre')),
                    ('source', models.CharField(max_length=120, verbose_name='source')),
                    ('link', models.CharField(blank=True, max_length=1000, verbose_name='adresse')),
                    ('quote', models.CharField(blank=True, max_length=300, verbose_name='citation')),
                    ('published_on', models.DateField(verbose_name='paru le')),
                    ('kept_at', models.DateTimeField(verbose_name='retenu le')),
                    ('remark', models.CharField(blank=True, max_length=500, verbose_name='note au dossier')),
                    ('filed_at', models.DateTimeField(blank=True, null=True, verbose_name='noté au dossier le')),
                    ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
                    ('article', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='editorial.article', verbose_name='article')),
                    ('filed_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='noté par')),
                    ('kept_by', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='retenu par')),
                    ('organisation', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='members.organisation', verbose_name='partenaire')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='press.brief')),
                    ('cluster', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='press.cluster', verbose_name='sujet')),
                ],
                options={
                    'abstract': False,
                    'indexes': [],
                    'constraints': [],
                    'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='7c408aacaa35e03df96fdd01f47b053dad2e2fe9', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_fedc5', table='press_briefevent', when='BEFORE'))],
                },
            ),
            migrations.CreateModel(
                name='Feed',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('url', models.CharField(max_length=500, verbose_name='adresse')),
                    ('title', models.CharField(blank=True, max_length=200, verbose_name='titre')),
                    ('state', models.CharField(choices=[('followed', 'suivi'), ('paused', 'en pause')], default='followed', max_length=8, verbose_name='état')),
                    ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='ajouté le')),
                    ('etag', models.CharField(blank=True, max_length=300, verbose_name='etag')),
                    ('last_modified', models.CharField(blank=True, max_length=100, verbose_name='date de version')),
                    ('body_hash', models.CharField(blank=True, max_length=32, verbose_name='empreinte du contenu')),
                    ('next_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='prochain passage')),
                    ('lease_until', models.DateTimeField(blank=True, null=True, verbose_name='pris jusqu’à')),
                    ('fence', models.PositiveIntegerField(default=0, verbose_name='rang du passage')),
                    ('claims', models.PositiveSmallIntegerField(default=0, verbose_name='passages sans issue')),
                    ('asked_at', models.DateTimeField(blank=True, null=True, verbose_name='dernier passage')),
                    ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='dernière réponse')),
                    ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='dernier contenu lu')),
                    ('failures', models.PositiveSmallIntegerField(default=0, verbose_name='échecs de suite')),
                    ('problem', models.CharField(blank=True, choices=[('silent', 'n’a pas répondu à temps'), ('unknown', 'ce nom de domaine n’existe pas'), ('forbidden', 'cette adresse ne peut pas être appelée'), ('heavy', 'la réponse dépasse 5 Mo'), ('gone', 'cette page n’existe pas ou plus'), ('guarded', 'le serveur refuse l’accès'), ('busy', 'le serveur demande d’attendre'), ('faulty', 'le serveur est en erreur'), ('unreadable', 'ce n’est pas un flux Atom ou RSS lisible'), ('crash', 'sa lecture s’est interrompue trois fois')], max_length=10, verbose_name='panne')),
                    ('detail', models.CharField(blank=True, max_length=200, verbose_name='précision')),
                    ('broken_since', models.DateTimeField(blank=True, null=True, verbose_name='en panne depuis')),
                    ('added_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='ajouté par')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='press_feeds', to='members.organisation', verbose_name='partenaire')),
                ],
                options={
                    'verbose_name': 'flux',
                    'verbose_name_plural': 'flux',
                    'ordering': ['organisation', 'pk'],
                    'indexes': [models.Index(condition=models.Q(('state', 'followed')), fields=['next_at'], name='feed_due')],
                    'constraints': [models.UniqueConstraint(fields=('organisation', 'url'), name='feed_once_per_partner', violation_error_message='Ce flux suit déjà ce partenaire.'), models.CheckConstraint(condition=models.Q(models.Q(('broken_since', None), ('problem', '')), models.Q(('broken_since__isnull', False), models.Q(('problem', ''), _negated=True)), _connector='OR'), name='feed_problem_since')],
                    'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "press_feedevent" ("organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "url") SELECT new_values."organisation_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."state", new_values."url" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='b88339a1a2d9cfdd733abf588b6da5ab1c79ee05', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_d6a75', referencing='REFERENCING NEW TABLE AS new_values ', table='press_feed', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "press_feedevent" ("organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "url") SELECT new_values."organisation_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."state", new_values."url" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."organisation_id" IS DISTINCT FROM (new_values."organisation_id") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."url" IS DISTINCT FROM (new_values."url")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='b95b7febab9c2b6d914a3b7ed467ccdc21d390a5', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_80d8f', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='press_feed', when='AFTER'))],
                },
            ),
            migrations.CreateModel(
                name='FeedEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('url', models.CharField(max_length=500, verbose_name='adresse')),
                    ('state', models.CharField(choices=[('followed', 'suivi'), ('paused', 'en pause')], default='followed', max_length=8, verbose_name='état')),
                    ('organisation', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='members.organisation', verbose_name='partenaire')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='press.feed')),
                ],
                options={
                    'abstract': False,
                    'indexes': [],
                    'constraints': [],
                    'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='255b97abc743f5c44246b0d269f3a556d4209f6b', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_81b15', table='press_feedevent', when='BEFORE'))],
                },
            ),
            migrations.CreateModel(
                name='Story',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('identity', models.CharField(max_length=32, verbose_name='identité')),
                    ('link_key', models.CharField(blank=True, max_length=32, verbose_name='empreinte de l’adresse')),
                    ('title', models.CharField(blank=True, max_length=300, verbose_name='titre')),
                    ('link', models.CharField(blank=True, max_length=1000, verbose_name='adresse')),
                    ('excerpt', models.CharField(blank=True, max_length=300, verbose_name='extrait')),
                    ('source', models.CharField(blank=True, max_length=120, verbose_name='source')),
                    ('published_at', models.DateTimeField(verbose_name='paru le')),
                    ('seen_at', models.DateTimeField(verbose_name='encore dans le flux le')),
                    ('purged_at', models.DateTimeField(blank=True, null=True, verbose_name='effacé le')),
                    ('search_text', models.GeneratedField(db_persist=True, expression=django.db.models.functions.text.Lower(club.core.search.Unaccent(django.db.models.functions.comparison.Coalesce(models.F('title'), models.Value(''), output_field=models.TextField()))), output_field=models.TextField(), verbose_name='recherche')),
                    ('cluster', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='stories', to='press.cluster', verbose_name='sujet')),
                    ('feed', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stories', to='press.feed', verbose_name='flux')),
                ],
                options={
                    'verbose_name': 'article de presse',
                    'verbose_name_plural': 'articles de presse',
                    'ordering': ['published_at', 'pk'],
                    'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['search_text'], name='story_search', opclasses=['gin_trgm_ops']), models.Index(condition=models.Q(('link_key', ''), _negated=True), fields=['link_key'], name='story_address'), models.Index(condition=models.Q(('purged_at', None)), fields=['published_at'], name='story_told'), models.Index(condition=models.Q(('purged_at__isnull', False)), fields=['feed', 'seen_at'], name='story_forgettable')],
                    'constraints': [models.UniqueConstraint(fields=('feed', 'identity'), name='story_once_per_feed'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(models.Q(('link_key', ''), _negated=True), ('cluster__isnull', False)), deferrable=django.db.models.constraints.Deferrable['DEFERRED'], expressions=[('link_key', '='), ('cluster', '<>')], name='story_address_in_one_cluster', violation_error_message='Cette adresse est déjà celle d’un autre sujet.'), models.CheckConstraint(condition=models.Q(models.Q(('cluster__isnull', False), ('purged_at', None)), models.Q(('cluster', None), ('excerpt', ''), ('link', ''), ('purged_at__isnull', False), ('source', ''), ('title', '')), _connector='OR'), name='story_purged_says_nothing')],
                },
            ),
        ]),
    ]
