"""Several editors save, publish or schedule the same article at the same moment, each in a transaction of his own."""

from datetime import timedelta

import pytest
from django.utils import timezone

from club.editorial.actions import publishing, writing
from club.editorial.content import Content
from club.editorial.models import Article
from tests.at_once import PEOPLE, all_wait_before, at_once, unlock
from tests.editorial_factories import make_content, make_draft
from tests.factories import make_user

pytestmark = pytest.mark.usefixtures("real_database")


def test_of_editors_who_save_at_once_one_gets_through_and_the_others_are_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    article, editors = make_draft(), [make_user() for _ in range(PEOPLE)]
    told: list[str] = []
    all_wait_before(monkeypatch, writing, "tidy")

    def save(number: int) -> None:
        try:
            content = make_content(title=f"Le texte {number}")
            writing.write(article=article, seen=2, content=content, by=editors[number])
        except writing.Conflict as conflict:
            told.append(Content.of(conflict.theirs.content).title)
            raise

    assert at_once(save) == 1
    kept = Content.of(writing.latest(article).content).title
    assert (told, article.revisions.count()) == ([kept] * (PEOPLE - 1), 3)


def test_without_its_lock_a_save_is_stopped_by_the_base_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control: the number of a revision is unique, so that even then nothing is erased."""
    article, editors = make_draft(), [make_user() for _ in range(PEOPLE)]
    unlock(monkeypatch)
    all_wait_before(monkeypatch, writing, "refuse_taken_address")
    refused: list[str] = []

    def save(number: int) -> None:
        try:
            writing.write(article=article, seen=2, content=make_content(), by=editors[number])
        except Exception as error:
            refused.append(type(error).__name__)
            raise writing.EditorialError from error

    at_once(save)
    assert "IntegrityError" in refused
    assert article.revisions.count() == 3


def test_what_is_published_is_what_was_seen_even_if_somebody_saves_at_that_moment() -> None:
    article, author = make_draft(title="Relu"), make_user()

    def act(number: int) -> None:
        if number == 0:
            publishing.publish(article=article, by=author, seen=2)
        else:
            writing.write(article=article, seen=2, content=make_content(title="Pas relu"), by=author)

    at_once(act)
    article.refresh_from_db()
    assert article.live is None or Content.of(article.live.content).title == "Relu"


def test_scheduled_article_is_published_once_by_several_workers() -> None:
    article, hour = make_draft(), timezone.now() + timedelta(hours=1)
    publishing.publish(article=article, by=make_user(), at=hour)
    done: list[int] = []
    at_once(lambda number: done.append(publishing.publish_due(hour)))
    assert sorted(done) == [0] * (PEOPLE - 1) + [1]
    assert Article.objects.get().live.number == 2
