"""What the migrations it replaces come to: each table made once, as it stands at the end. An empty base takes this way."""

import uuid

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.datetime
import django.db.models.functions.text
import pgtrigger.compiler
from django.db import migrations, models

import club.core.search
from club.core.migrating import CreateModels


class Migration(migrations.Migration):

    replaces = [('events', '0001_open_the_agenda'), ('events', '0002_drop_the_day_of_creation')]

    initial = True

    dependencies = [
        ('core', '0010_answer_elsewhere_than_the_club'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Event',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('department', models.CharField(choices=[('cercle', 'Cercle de l’économie numérique'), ('partners', 'Club des Partenaires'), ('ambassadors', 'Forum des ambassadeurs'), ('channel', 'Channel Expert')], max_length=12, verbose_name='département du Club')),
                    ('kind', models.CharField(choices=[('partners', 'réunion du Club des Partenaires'), ('cercle', 'réunion du Cercle'), ('regional', 'rencontre régionale'), ('training', 'formation'), ('other', 'autre rendez-vous')], max_length=10, verbose_name='genre')),
                    ('title', models.CharField(max_length=110, verbose_name='titre')),
                    ('slug', models.SlugField(help_text='Ne change plus une fois la rencontre annoncée.', max_length=90, unique=True, verbose_name='adresse')),
                    ('summary', models.CharField(help_text='Une ou deux phrases, lues dans l’agenda.', max_length=300, verbose_name='résumé')),
                    ('description', models.TextField(blank=True, help_text='Avec les marques des articles\xa0: ## titre, - liste, **gras**.', verbose_name='programme')),
                    ('starts_at', models.DateTimeField(help_text='Heure de Paris.', verbose_name='début')),
                    ('ends_at', models.DateTimeField(help_text='Heure de Paris.', verbose_name='fin')),
                    ('is_online', models.BooleanField(default=False, verbose_name='en ligne')),
                    ('venue', models.CharField(blank=True, max_length=120, verbose_name='lieu')),
                    ('address', models.CharField(blank=True, max_length=160, verbose_name='adresse postale')),
                    ('guest', models.CharField(blank=True, max_length=120, verbose_name='invité d’honneur')),
                    ('guest_role', models.CharField(blank=True, max_length=160, verbose_name='sa fonction')),
                    ('guest_public_from', models.DateField(blank=True, help_text='Avant ce jour, le site ne le nomme nulle part.', null=True, verbose_name='nom public à partir du')),
                    ('audience', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('everyone', 'tout le monde'), ('ambassador', 'ambassadeurs'), ('expert', 'experts du Channel'), ('member', 'représentants des membres'), ('executive', 'dirigeants des membres officiels')], max_length=10), default=list, size=None, verbose_name='qui peut venir')),
                    ('is_public', models.BooleanField(default=True, verbose_name='dans l’agenda public')),
                    ('state', models.CharField(choices=[('draft', 'en préparation'), ('open', 'annoncée'), ('full', 'complète'), ('closed', 'inscriptions closes'), ('held', 'tenue'), ('postponed', 'reportée'), ('cancelled', 'annulée')], default='draft', editable=False, max_length=9, verbose_name='état')),
                    ('notice', models.CharField(blank=True, editable=False, max_length=300, verbose_name='pourquoi')),
                    ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='identifiant de calendrier')),
                    ('sequence', models.PositiveIntegerField(default=0, editable=False, verbose_name='changements de date, de lieu ou d’état')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                    ('updated_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='modifiée le')),
                    ('search_text', models.GeneratedField(db_persist=True, expression=django.db.models.functions.text.Lower(club.core.search.Unaccent(club.core.search.Joined(django.db.models.functions.comparison.Coalesce(models.F('title'), models.Value(''), output_field=models.TextField()), django.db.models.functions.comparison.Coalesce(models.F('summary'), models.Value(''), output_field=models.TextField())))), output_field=models.TextField(), verbose_name='recherche')),
                    ('commune', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.commune', verbose_name='commune')),
                    ('departement', models.ForeignKey(blank=True, help_text='Suit la commune dès qu’elle est connue.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.departement', verbose_name='département (territoire)')),
                ],
                options={
                    'verbose_name': 'rencontre',
                    'ordering': ['-starts_at', '-pk'],
                    'indexes': [models.Index(fields=['starts_at', 'id'], name='event_calendar'), django.contrib.postgres.indexes.GinIndex(fields=['search_text'], name='event_search', opclasses=['gin_trgm_ops'])],
                    'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='event_ends_after_it_starts', violation_error_message='Une rencontre finit après avoir commencé.'), models.CheckConstraint(condition=models.Q(('slug__regex', '^[0-9]+$'), _negated=True), name='event_slug_is_no_year', violation_error_message='L’adresse contient au moins une lettre.'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'partners'), _negated=True), ('department', 'partners'), _connector='OR'), name='event_partners_in_its_department', violation_error_message='Une réunion du Club des Partenaires relève de ce département.'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'cercle'), _negated=True), ('department', 'cercle'), _connector='OR'), name='event_cercle_in_its_department', violation_error_message='Une réunion du Cercle relève du Cercle.'), models.CheckConstraint(condition=models.Q(('audience', []), _negated=True), name='event_has_an_audience', violation_error_message='Dites qui peut venir.'), models.CheckConstraint(condition=models.Q(('guest', ''), ('guest_public_from__isnull', False), _connector='OR'), name='event_guest_has_a_day', violation_error_message='Dites à partir de quel jour l’invité peut être nommé.'), models.CheckConstraint(condition=models.Q(('state', 'draft'), ('is_online', True), ('departement__isnull', False), _connector='OR'), name='event_announced_has_a_place', violation_error_message='Une rencontre annoncée a lieu en ligne ou dans un département.'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['postponed', 'cancelled']), _negated=True), models.Q(('notice', ''), _negated=True), _connector='OR'), name='event_called_off_says_why', violation_error_message='Une rencontre reportée ou annulée dit pourquoi.')],
                    'triggers': [pgtrigger.compiler.Trigger(name='states', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{draft:open,open:full,open:closed,open:held,open:postponed,open:cancelled,full:open,full:closed,full:held,full:postponed,full:cancelled,closed:open,closed:full,closed:held,closed:postponed,closed:cancelled,postponed:open,postponed:cancelled}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='dc7c44b980108086c6587a72ab69bb1d73bbd91c', operation='UPDATE', pgid='pgtrigger_states_d213c', table='events_event', when='BEFORE')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "events_eventevent" ("address", "audience", "commune_id", "departement_id", "department", "description", "ends_at", "guest", "guest_public_from", "guest_role", "id", "is_online", "is_public", "kind", "notice", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sequence", "slug", "starts_at", "state", "summary", "title", "uid", "updated_at", "venue", "version") SELECT new_values."address", new_values."audience", new_values."commune_id", new_values."departement_id", new_values."department", new_values."description", new_values."ends_at", new_values."guest", new_values."guest_public_from", new_values."guest_role", new_values."id", new_values."is_online", new_values."is_public", new_values."kind", new_values."notice", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."sequence", new_values."slug", new_values."starts_at", new_values."state", new_values."summary", new_values."title", new_values."uid", new_values."updated_at", new_values."venue", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='349d91a2c3ffa52b74cb6f13bb9529ce3e941557', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_82b94', referencing='REFERENCING NEW TABLE AS new_values ', table='events_event', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "events_eventevent" ("address", "audience", "commune_id", "departement_id", "department", "description", "ends_at", "guest", "guest_public_from", "guest_role", "id", "is_online", "is_public", "kind", "notice", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sequence", "slug", "starts_at", "state", "summary", "title", "uid", "updated_at", "venue", "version") SELECT new_values."address", new_values."audience", new_values."commune_id", new_values."departement_id", new_values."department", new_values."description", new_values."ends_at", new_values."guest", new_values."guest_public_from", new_values."guest_role", new_values."id", new_values."is_online", new_values."is_public", new_values."kind", new_values."notice", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."sequence", new_values."slug", new_values."starts_at", new_values."state", new_values."summary", new_values."title", new_values."uid", new_values."updated_at", new_values."venue", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."address" IS DISTINCT FROM (new_values."address") OR old_values."audience" IS DISTINCT FROM (new_values."audience") OR old_values."commune_id" IS DISTINCT FROM (new_values."commune_id") OR old_values."departement_id" IS DISTINCT FROM (new_values."departement_id") OR old_values."department" IS DISTINCT FROM (new_values."department") OR old_values."description" IS DISTINCT FROM (new_values."description") OR old_values."ends_at" IS DISTINCT FROM (new_values."ends_at") OR old_values."guest" IS DISTINCT FROM (new_values."guest") OR old_values."guest_public_from" IS DISTINCT FROM (new_values."guest_public_from") OR old_values."guest_role" IS DISTINCT FROM (new_values."guest_role") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."is_online" IS DISTINCT FROM (new_values."is_online") OR old_values."is_public" IS DISTINCT FROM (new_values."is_public") OR old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."notice" IS DISTINCT FROM (new_values."notice") OR old_values."sequence" IS DISTINCT FROM (new_values."sequence") OR old_values."slug" IS DISTINCT FROM (new_values."slug") OR old_values."starts_at" IS DISTINCT FROM (new_values."starts_at") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."summary" IS DISTINCT FROM (new_values."summary") OR old_values."title" IS DISTINCT FROM (new_values."title") OR old_values."uid" IS DISTINCT FROM (new_values."uid") OR old_values."updated_at" IS DISTINCT FROM (new_values."updated_at") OR old_values."venue" IS DISTINCT FROM (new_values."venue") OR old_values."version" IS DISTINCT FROM (new_values."version")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='264c9cbd18c81f2c0eacfb8ea8df1fae02c8166b', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_73f59', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='events_event', when='AFTER'))],
                },
            ),
            migrations.CreateModel(
                name='EventEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('department', models.CharField(choices=[('cercle', 'Cercle de l’économie numérique'), ('partners', 'Club des Partenaires'), ('ambassadors', 'Forum des ambassadeurs'), ('channel', 'Channel Expert')], max_length=12, verbose_name='département du Club')),
                    ('kind', models.CharField(choices=[('partners', 'réunion du Club des Partenaires'), ('cercle', 'réunion du Cercle'), ('regional', 'rencontre régionale'), ('training', 'formation'), ('other', 'autre rendez-vous')], max_length=10, verbose_name='genre')),
                    ('title', models.CharField(max_length=110, verbose_name='titre')),
                    ('slug', models.SlugField(db_index=False, help_text='Ne change plus une fois la rencontre annoncée.', max_length=90, verbose_name='adresse')),
                    ('summary', models.CharField(help_text='Une ou deux phrases, lues dans l’agenda.', max_length=300, verbose_name='résumé')),
                    ('description', models.TextField(blank=True, help_text='Avec les marques des articles\xa0: ## titre, - liste, **gras**.', verbose_name='programme')),
                    ('starts_at', models.DateTimeField(help_text='Heure de Paris.', verbose_name='début')),
                    ('ends_at', models.DateTimeField(help_text='Heure de Paris.', verbose_name='fin')),
                    ('is_online', models.BooleanField(default=False, verbose_name='en ligne')),
                    ('venue', models.CharField(blank=True, max_length=120, verbose_name='lieu')),
                    ('address', models.CharField(blank=True, max_length=160, verbose_name='adresse postale')),
                    ('guest', models.CharField(blank=True, max_length=120, verbose_name='invité d’honneur')),
                    ('guest_role', models.CharField(blank=True, max_length=160, verbose_name='sa fonction')),
                    ('guest_public_from', models.DateField(blank=True, help_text='Avant ce jour, le site ne le nomme nulle part.', null=True, verbose_name='nom public à partir du')),
                    ('audience', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('everyone', 'tout le monde'), ('ambassador', 'ambassadeurs'), ('expert', 'experts du Channel'), ('member', 'représentants des membres'), ('executive', 'dirigeants des membres officiels')], max_length=10), default=list, size=None, verbose_name='qui peut venir')),
                    ('is_public', models.BooleanField(default=True, verbose_name='dans l’agenda public')),
                    ('state', models.CharField(choices=[('draft', 'en préparation'), ('open', 'annoncée'), ('full', 'complète'), ('closed', 'inscriptions closes'), ('held', 'tenue'), ('postponed', 'reportée'), ('cancelled', 'annulée')], default='draft', editable=False, max_length=9, verbose_name='état')),
                    ('notice', models.CharField(blank=True, editable=False, max_length=300, verbose_name='pourquoi')),
                    ('uid', models.UUIDField(default=uuid.uuid4, editable=False, verbose_name='identifiant de calendrier')),
                    ('sequence', models.PositiveIntegerField(default=0, editable=False, verbose_name='changements de date, de lieu ou d’état')),
                    ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                    ('updated_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='modifiée le')),
                    ('commune', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='core.commune', verbose_name='commune')),
                    ('departement', models.ForeignKey(blank=True, db_constraint=False, db_index=False, help_text='Suit la commune dès qu’elle est connue.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='core.departement', verbose_name='département (territoire)')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='events.event')),
                ],
                options={
                    'abstract': False,
                    'indexes': [],
                    'constraints': [],
                    'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='43347ccbdab496444ed254deb4882c4dd53f9e9f', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_5b378', table='events_eventevent', when='BEFORE'))],
                },
            ),
        ]),
    ]
