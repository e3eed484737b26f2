"""Who answers for a member's text, however it came to be one; and the day of review that somebody confirmed."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from club.core.roles import Role
from club.editorial.actions import publishing, writing
from club.editorial.content import Content
from club.editorial.errors import EditorialError
from club.editorial.models import Article
from members.models import User
from tests.editorial_factories import make_article, make_draft
from tests.editorial_posts import page_of, step
from tests.factories import make_organisation, make_staff, make_user, sign_in

pytestmark = pytest.mark.django_db


def person() -> User:
    return make_user(is_staff=True)


def rewrite(article: Article, by: User, **changed: object) -> None:
    last = writing.latest(article)
    content = replace(writing.standing(article, Content.of(last.content)), **changed)
    writing.write(article=article, seen=last.number, content=content, by=by)


def publish(article: Article, by: User, **more: object) -> Article:
    return publishing.publish(article=article, by=by, **more)


def test_text_written_before_it_became_a_members_counts_as_written() -> None:
    lucie, karim, helene = person(), person(), person()
    article = make_draft(by=lucie)
    rewrite(article, karim, body="Tout le texte est de Karim.")
    publish(article, karim)
    rewrite(article, lucie, sponsor=make_organisation().pk)
    article.refresh_from_db()
    with pytest.raises(EditorialError, match="ne l’a pas écrit"):
        publish(article, karim)
    assert publish(article, helene).approved_by == helene
    rewrite(article, lucie, body="Une correction.")
    article.refresh_from_db()
    assert publish(article, karim).approved_by == karim  # the rest was answered for by somebody else


@pytest.mark.parametrize("at", [None, timedelta(hours=2)])
def test_mention_of_a_member_does_not_go_by_its_authors_will(at: timedelta | None) -> None:
    lucie, karim = person(), person()
    article = make_draft(by=lucie, sponsor=make_organisation().pk)
    publish(article, karim)
    article.refresh_from_db()
    rewrite(article, lucie, sponsor=None)
    with pytest.raises(EditorialError, match="ne l’a pas écrit"):
        publish(article, lucie, at=at and timezone.now() + at)
    publish(article, person())
    article.refresh_from_db()
    assert article.sponsor is None


def test_page_says_who_may_answer_for_it() -> None:
    lucie, karim = make_staff(Role.EDITORS, last_name="Faivre"), make_staff(Role.EDITORS, last_name="Vasseur")
    article = make_draft(by=lucie, sponsor=make_organisation().pk)
    publish(article, karim)
    article.refresh_from_db()
    rewrite(article, lucie, sponsor=None)
    client = sign_in(Client(), lucie)
    page = client.get(page_of(article)).content.decode()
    assert "il est relu et publié par quelqu’un qui n’y a rien écrit. Peuvent le faire\u00a0: " in page
    step(client, article, "publish", quand="maintenant")
    article.refresh_from_db()
    assert article.sponsor is not None


def test_confirmed_day_outlives_the_correction_that_was_being_written() -> None:
    article, until = make_article(), timezone.localdate() + timedelta(days=600)
    rewrite(article, person(), body="Une correction commencée avant.")
    publishing.confirm(article=article, until=until, by=person())
    article.refresh_from_db()
    publish(article, person())
    article.refresh_from_db()
    assert article.review_by == until


def test_text_confirmed_after_its_day_is_published_again() -> None:
    article = make_article(review_by=timezone.localdate() + timedelta(days=5))
    rewrite(article, person(), body="Une correction commencée avant.")
    with time_machine.travel(timezone.now() + timedelta(days=9), tick=False):
        with pytest.raises(EditorialError, match="La date de relecture est passée"):
            publish(article, person())
        until = timezone.localdate() + timedelta(days=100)
        publishing.confirm(article=article, until=until, by=person())
        article.refresh_from_db()
        publish(article, person())
        article.refresh_from_db()
    assert article.review_by == until


def test_day_chosen_by_a_writer_wins_over_the_confirmed_one() -> None:
    article, sooner = make_article(), timezone.localdate() + timedelta(days=30)
    publishing.confirm(article=article, until=timezone.localdate() + timedelta(days=600), by=person())
    article.refresh_from_db()
    rewrite(article, person(), review_by=sooner)
    publish(article, person())
    article.refresh_from_db()
    assert article.review_by == sooner


def test_old_version_does_not_bring_its_day_of_review_back() -> None:
    article, until = make_article(body="Avant."), timezone.localdate() + timedelta(days=600)
    rewrite(article, person(), body="Après.")
    publish(article, person())
    publishing.confirm(article=article, until=until, by=person())
    article.refresh_from_db()
    writing.restore(article=article, number=2, seen=3, by=person())
    publish(article, person())
    article.refresh_from_db()
    assert (article.body, article.review_by) == ("Avant.", until)


def test_nothing_is_scheduled_past_its_own_day_of_review() -> None:
    article = make_draft(review_by=timezone.localdate() + timedelta(days=5))
    with pytest.raises(EditorialError, match="La date de relecture est passée"):
        publish(article, person(), at=timezone.now() + timedelta(days=6))


@pytest.mark.parametrize(("hour", "stage"), [("02:30", "draft"), ("03:00", "scheduled"), ("01:59", "scheduled")])
def test_hour_that_the_clocks_leave_out_is_asked_again(client: Client, hour: str, stage: str) -> None:
    with time_machine.travel(datetime(2026, 3, 20, 12, tzinfo=ZoneInfo("Europe/Paris"))):
        article = make_draft(review_by=date(2026, 9, 1))
        sign_in(client, make_staff(Role.EDITORS))
        page = step(client, article, "publish", quand="plus-tard", day="2026-03-29", hour=hour)
        assert ("Cette heure n’existe pas" in page.content.decode()) == (stage == "draft")
        article.refresh_from_db()
        assert article.stage == stage
        assert client.get(reverse("console:articles:calendar")).status_code == 200
