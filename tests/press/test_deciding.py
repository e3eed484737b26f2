"""What editors decide: keep, reject, read again, split, merge; and what becomes of what they kept."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from club.core.models import OutboxMail
from club.core.roles import Role
from club.editorial.actions import writing
from club.press import uses
from club.press.actions import briefs, clustering, deciding, digesting, forgetting
from club.press.actions.gathering import gather
from club.press.errors import PressError
from club.press.models import Brief, Cluster, Reason, Story
from club.press.panels import press_lines
from newsletters.actions import quoting
from newsletters.errors import FlashError
from tests.factories import make_issue, make_organisation, make_staff
from tests.press_factories import make_brief, make_cluster, make_entry, make_feed, make_story

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 11, 23, 8, 30, tzinfo=ZoneInfo("Europe/Paris"))  # a Monday


def test_kept_story_is_a_brief_of_its_partner_once() -> None:
    story, lucie = make_story(excerpt="Une citation. " * 21), make_staff(Role.EDITORS)
    brief = deciding.keep(cluster=story.cluster, by=lucie)
    assert deciding.keep(cluster=story.cluster, by=lucie) == brief
    assert (brief.organisation, brief.title, brief.link) == (story.feed.organisation, story.title, story.link)
    assert len(brief.quote) <= 300
    typed = deciding.keep(cluster=make_cluster(title='Caisse : "le vrai" prix'), by=lucie)
    assert typed.title == "Caisse\u00a0: «\u00a0le vrai\u00a0» prix"
    with pytest.raises(PressError, match="déjà été retenu"):
        deciding.reject(cluster=story.cluster, by=lucie, reason=Reason.LATE)


def test_rejection_needs_a_reason_and_may_be_taken_back() -> None:
    cluster, lucie = make_cluster(), make_staff(Role.EDITORS)
    with pytest.raises(PressError, match="Dites"):
        deciding.reject(cluster=cluster, by=lucie, reason=Reason.OTHER, words="  ")
    deciding.reject(cluster=cluster, by=lucie, reason=Reason.KNOWN)
    assert not Cluster.objects.waiting().exists()
    deciding.put_back(cluster=cluster, by=lucie)
    assert Cluster.objects.waiting().get() == cluster


def test_brief_that_served_is_not_put_back() -> None:
    brief, lucie = make_brief(), make_staff(Role.EDITORS)
    briefs.file(brief=brief, by=lucie, remark="A rappeler : bon contact")
    with pytest.raises(PressError, match="déjà servi"):
        deciding.put_back(cluster=brief.cluster, by=lucie)
    briefs.unfile(brief=brief, by=lucie)
    deciding.put_back(cluster=brief.cluster, by=lucie)
    assert not Brief.objects.exists()


def test_split_parts_stories_but_never_those_of_one_address() -> None:
    lucie = make_staff(Role.EDITORS)
    first = make_story(title="Kaltera ouvre un atelier à Laval", link="https://a.example/1")
    twin = make_story(title="Un autre titre pour la même page", link="https://a.example/1?utm_source=x")
    alike = make_story(title="Kaltera ouvre un atelier à Laval", link="https://b.example/2")
    assert {first.cluster_id, twin.cluster_id, alike.cluster_id} == {first.cluster_id}
    apart = clustering.split(cluster=first.cluster, stories=[twin.pk], by=lucie)
    assert set(apart.stories.all()) == {first, twin}
    with pytest.raises(PressError, match="au moins un"):
        clustering.split(cluster=apart, stories=[first.pk], by=lucie)


def test_merge_takes_the_stories_and_the_decision() -> None:
    lucie, brief, other = make_staff(Role.EDITORS), make_brief(), make_cluster()
    with pytest.raises(PressError, match="déjà retenu"):
        clustering.merge(other=brief.cluster, into=other, by=lucie)
    clustering.merge(other=other, into=brief.cluster, by=lucie)
    assert brief.cluster.stories.count() == 2
    assert not Cluster.objects.waiting().exists()


def test_nearest_titles_of_these_days_are_offered_and_any_by_its_words() -> None:
    now = timezone.now()
    cluster = make_cluster(title="Kaltera ouvre un atelier de réparation à Laval", published_at=now)
    near = make_cluster(title="Kaltera répare à Laval", published_at=now - timedelta(days=5))
    make_cluster(title="La caisse des marchés est numérique", published_at=now)
    old = make_cluster(title="Kaltera ouvre un atelier à Laval", published_at=now - timedelta(days=20))
    assert list(clustering.alike(cluster)) == [near]
    assert list(clustering.alike(cluster, "kaltera atelier")) == [old]


def test_article_draft_quotes_and_names_its_source_once() -> None:
    brief, lucie = make_brief(), make_staff(Role.EDITORS)
    article = briefs.draft_article(brief=brief, by=lucie)
    assert briefs.draft_article(brief=brief, by=lucie) == article
    content = writing.latest(article).content
    assert content["body"] == f"> {brief.quote}"
    assert content["sources"] == [{"label": brief.title, "publisher": brief.source, "url": brief.link, "year": 2026}]
    brief.refresh_from_db()
    assert [use.words for use in uses.of([brief])[brief.pk]] == ["article"]


def test_long_title_of_an_article_is_cut_between_words() -> None:
    brief = make_brief(title="Une petite entreprise sur quatre " * 4)
    title = briefs.draft_article(brief=brief, by=make_staff(Role.EDITORS)).title
    assert title == "Une petite entreprise sur quatre Une petite entreprise sur quatre Une petite entreprise…"


def test_second_of_two_editors_of_a_brief_sees_the_first() -> None:
    brief, lucie = make_brief(), make_staff(Role.EDITORS)
    words = briefs.Words(organisation=brief.organisation, title="Un titre", source="Le Journal", link="", quote="")
    briefs.write(brief=brief, seen=1, words=words, by=lucie)
    with pytest.raises(briefs.Conflict) as conflict:
        briefs.write(brief=brief, seen=1, words=words, by=lucie)
    assert conflict.value.current.title == "Un titre"


def test_note_stands_in_the_partner_s_file() -> None:
    brief, lucie = make_brief(), make_staff(Role.EDITORS)
    assert [line.text for line in press_lines(brief.organisation)] == ["1 flux suivi"]
    briefs.file(brief=brief, by=lucie, remark="Bon angle")
    first = press_lines(brief.organisation)[0]
    assert first.text == brief.title
    assert first.detail.endswith("\u00a0: Bon angle")
    assert press_lines(make_organisation()) == []


def test_note_is_dated_by_the_day_in_paris() -> None:
    brief = make_brief()
    briefs.file(brief=brief, by=make_staff(Role.EDITORS))
    brief.filed_at = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    assert [use.words for use in uses.of([brief])[brief.pk]] == ["note au dossier, 23 novembre 2026"]


def test_block_of_flash_info_quotes_the_brief_once_an_issue() -> None:
    brief, issue, lucie = make_brief(), make_issue(), make_staff(Role.EDITORS)
    block = quoting.quote(issue=issue, brief=brief, actor=lucie)
    assert (block.supplier, block.sponsored_label) == (brief.organisation, "Vu dans la presse")
    assert brief.quote in block.text
    with pytest.raises(FlashError, match="déjà"):
        quoting.quote(issue=issue, brief=brief, actor=lucie)
    assert issue.blocks.count() == 1
    assert [use.words for use in uses.of([brief])[brief.pk]] == [f"{issue}, en composition"]
    assert not quoting.offered(issue).exists()
    assert quoting.offered(make_issue()).get() == brief


def test_purged_story_keeps_nothing_and_never_returns() -> None:
    feed, entry = make_feed(), make_entry()
    make_story(feed=feed)
    old = timezone.now() - timedelta(days=61)
    gather(feed=feed, entries=[entry])
    Story.objects.filter(identity=entry.identity).update(published_at=old)
    assert forgetting.purge() == 1
    story = Story.objects.get(identity=entry.identity)
    assert (story.title, story.link, story.cluster) == ("", "", None)
    assert Cluster.objects.count() == 1
    gather(feed=feed, entries=[entry])
    gather(feed=make_feed(), entries=[entry])
    assert Cluster.objects.count() == 1


def test_memory_of_a_story_lasts_while_its_feed_shows_it() -> None:
    now = timezone.now()
    story, shown = make_story(), make_story()
    Story.objects.update(published_at=now - timedelta(days=500))
    forgetting.purge(now)
    long_ago = now - timedelta(days=400)
    Story.objects.update(seen_at=long_ago)
    type(shown.feed).objects.filter(pk=shown.feed_id).update(read_at=long_ago)
    type(story.feed).objects.filter(pk=story.feed_id).update(read_at=now)
    forgetting.purge(now)
    assert list(Story.objects.values_list("pk", flat=True)) == [shown.pk]


def test_digest_is_one_mail_per_editor_and_working_day() -> None:
    lucie, _other = make_staff(Role.EDITORS), make_staff(Role.FINANCE)
    assert digesting.send_digests(MORNING) == 0
    make_cluster(title="L’agence ouvre ses portes « demain » & après")
    assert digesting.send_digests(MORNING) == 1
    assert digesting.send_digests(MORNING + timedelta(minutes=30)) == 0
    assert digesting.send_digests(MORNING - timedelta(days=1)) == 0  # a Sunday
    assert digesting.send_digests(MORNING + timedelta(hours=9)) == 0
    mail = OutboxMail.objects.get()
    assert (mail.to_address, mail.subject) == (lucie.email, "Presse : 1 sujet à lire")
    assert "« demain » & après" in mail.text
