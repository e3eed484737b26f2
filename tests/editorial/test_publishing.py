"""From a draft to the public: what is live, what is only written, who may answer for it, and when."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from club.editorial.actions import publishing, writing
from club.editorial.content import Content
from club.editorial.errors import EditorialError
from club.editorial.models import Article, FormerAddress, Level, Revision
from tests.editorial_factories import make_article, make_content, make_draft
from tests.factories import make_organisation, make_user

pytestmark = pytest.mark.django_db
Stage = Article.Stage


def public() -> list[str]:
    return list(Article.objects.visible_to(None).order_by("pk").values_list("title", flat=True))


def rewrite(article: Article, **changed: object) -> Revision:
    last = writing.latest(article)
    content = Content.of(last.content | changed)
    return writing.write(article=article, seen=last.number, content=content, by=make_user())


def test_draft_is_not_public_and_its_publication_is() -> None:
    draft = make_draft(title="Un brouillon")
    assert public() == []
    publishing.publish(article=draft, by=draft.author)
    draft.refresh_from_db()
    assert public() == ["Un brouillon"]
    assert (draft.stage, draft.live.number, draft.approved_by) == (Stage.PUBLISHED, 2, draft.author)


def test_correction_is_not_read_before_it_is_published() -> None:
    article = make_article(title="Avant")
    first = article.published_at
    rewrite(article, title="Après")
    article.refresh_from_db()
    assert (public(), article.stage, article.stage_words()) == (
        ["Avant"],
        Stage.DRAFT,
        "publié, correction en rédaction",
    )
    publishing.publish(article=article, by=make_user())
    article.refresh_from_db()
    assert (public(), article.published_at) == (["Après"], first)
    assert article.updated_at > first


def test_new_address_leads_from_the_former_one() -> None:
    article = make_article(slug="premiere-adresse")
    rewrite(article, slug="seconde-adresse")
    assert not FormerAddress.objects.exists()
    publishing.publish(article=article, by=make_user())
    assert list(FormerAddress.objects.values_list("slug", "article")) == [("premiere-adresse", article.pk)]
    rewrite(article, slug="premiere-adresse")
    publishing.publish(article=article, by=make_user())
    assert list(FormerAddress.objects.values_list("slug", flat=True)) == ["seconde-adresse"]


def test_address_that_another_article_has_or_had_is_refused() -> None:
    other = make_article(slug="ancienne")
    rewrite(other, slug="actuelle")
    publishing.publish(article=other, by=make_user())
    mine = make_draft()
    for slug in ("ancienne", "actuelle"):
        with pytest.raises(EditorialError, match="est ou était celle d’un autre article"):
            rewrite(mine, slug=slug)


def test_text_of_a_member_is_read_by_somebody_who_wrote_none_of_it() -> None:
    author, second, reader = make_user(), make_user(), make_user()
    article = make_draft(by=author, sponsor=make_organisation().pk)
    last = writing.latest(article)
    content = Content.of(last.content | {"title": "Repris"})
    writing.write(article=article, seen=last.number, content=content, by=second)
    for writer in (author, second):
        with pytest.raises(EditorialError, match="relu par quelqu’un qui ne l’a pas écrit"):
            publishing.publish(article=article, by=writer)
    publishing.publish(article=article, by=reader)
    assert public() == ["Repris"]


def test_base_refuses_a_members_text_read_by_its_author() -> None:
    article = make_article(sponsor=make_organisation().pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(approved_by=article.author)


def test_scheduled_article_appears_at_its_hour_as_it_was_approved() -> None:
    draft, hour = make_draft(title="À neuf heures"), timezone.now() + timedelta(hours=3)
    publishing.publish(article=draft, by=make_user(), at=hour)
    assert (publishing.publish_due(), public()) == (0, [])
    assert publishing.publish_due(hour) == 1
    draft.refresh_from_db()
    assert (public(), draft.published_at, draft.publish_at) == (["À neuf heures"], hour, None)
    assert publishing.publish_due(hour) == 0


def test_text_changed_after_it_was_scheduled_waits_for_a_new_decision() -> None:
    draft, hour = make_draft(), timezone.now() + timedelta(hours=3)
    publishing.publish(article=draft, by=make_user(), at=hour)
    rewrite(draft, title="Changé")
    assert (publishing.publish_due(hour), public()) == (0, [])


def test_archived_article_leaves_the_site_and_comes_back_by_a_publication() -> None:
    article = make_article(title="Revenant")
    publishing.archive(article=article, by=make_user())
    assert public() == []
    with pytest.raises(EditorialError, match="archivé"):
        rewrite(article, title="Autre")
    publishing.reopen(article=article, by=make_user())
    assert public() == []
    publishing.publish(article=article, by=make_user())
    assert public() == ["Revenant"]


def test_review_sends_back_with_its_remark() -> None:
    article = make_draft()
    publishing.submit(article=article, by=article.author)
    with pytest.raises(EditorialError, match="ce qui est à reprendre"):
        publishing.send_back(article=article, reason=" ", by=make_user())
    publishing.send_back(article=article, reason="Le titre promet trop.", by=make_user())
    article.refresh_from_db()
    assert (article.stage, article.remark) == (Stage.DRAFT, "Le titre promet trop.")


def test_nothing_grave_is_published() -> None:
    article = make_draft(Level.DOSSIER, parts=(), summary="")
    with pytest.raises(EditorialError, match=r"Il manque le chapeau\. Un dossier a au moins 2 parties\."):
        publishing.publish(article=article, by=make_user())
    assert public() == []


def test_article_past_its_day_is_to_refresh_until_somebody_confirms_it() -> None:
    article = make_article()
    day = article.review_by
    assert (list(Article.objects.to_refresh(day)), article.stage_words(day)) == ([article], "à rafraîchir")
    publishing.confirm(article=article, until=day + timedelta(days=30), by=make_user())
    assert list(Article.objects.to_refresh(day)) == []


def test_second_editor_is_told_and_loses_nothing() -> None:
    article = make_draft()
    writing.write(article=article, seen=2, content=make_content(title="Le premier"), by=make_user())
    with pytest.raises(writing.Conflict) as conflict:
        writing.write(article=article, seen=2, content=make_content(title="Le second"), by=make_user())
    assert Content.of(conflict.value.theirs.content).title == "Le premier"


def test_same_text_saved_twice_is_one_revision() -> None:
    article, content = make_draft(), make_content()
    first = writing.write(article=article, seen=2, content=content, by=article.author)
    assert writing.write(article=article, seen=2, content=content, by=article.author) == first


def test_old_revision_becomes_the_newest_and_the_others_stay() -> None:
    article = make_draft(title="Premier")
    rewrite(article, title="Second")
    restored = writing.restore(article=article, number=2, seen=3, by=make_user())
    assert (restored.number, Content.of(restored.content).title) == (4, "Premier")
    assert article.revisions.count() == 4


def test_revision_cannot_be_rewritten() -> None:
    article = make_draft()
    with pytest.raises(Exception, match="Cannot update"), transaction.atomic():
        article.revisions.update(note="autre")


def test_colleague_at_work_is_named_for_a_quarter_of_an_hour() -> None:
    article, first, second = make_draft(), make_user(), make_user()
    assert writing.open_for(article=article, by=first) is None
    article.refresh_from_db()
    assert writing.open_for(article=article, by=second) == first
    Article.objects.update(locked_at=timezone.now() - writing.LOCK)
    article.refresh_from_db()
    assert writing.open_for(article=article, by=second) is None


def test_address_parts_words_at_apostrophes() -> None:
    article = writing.create(level=Level.TIP, title="L’atelier d'à côté", by=make_user())
    assert article.slug == "l-atelier-d-a-cote"
