"""Addresses that move: the former ones lead on, whatever happened in between, and nobody takes another's."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from club.core.pages import renew
from club.core.roles import Role
from club.editorial.actions import publishing, writing
from club.editorial.content import Content
from club.editorial.models import Article, Level
from tests.editorial_factories import make_article, make_draft
from tests.editorial_posts import save
from tests.factories import make_staff, make_user, sign_in

pytestmark = pytest.mark.django_db


def moved(article: Article, slug: str) -> Article:
    last = writing.latest(article)
    content = Content(**{**vars(Content.of(last.content)), "slug": slug})
    writing.write(article=article, seen=last.number, content=content, by=make_user(is_staff=True))
    return publishing.publish(article=article, by=make_user(is_staff=True))


def answer(slug: str) -> tuple[int, str]:
    renew()
    got = Client().get(f"/reduire-ses-couts/{slug}/")
    return got.status_code, got.headers.get("Location", "").removeprefix("/reduire-ses-couts/").rstrip("/")


def test_each_former_address_leads_straight_to_the_one_of_today_even_there_and_back() -> None:
    article = make_article(slug="un")
    for slug in ("deux", "trois"):
        moved(article, slug)
    assert [answer(slug) for slug in ("un", "deux", "trois")] == [(301, "trois"), (301, "trois"), (200, "")]
    moved(article, "un")
    assert [answer(slug) for slug in ("un", "deux", "trois")] == [(200, ""), (301, "un"), (301, "un")]


def test_former_address_of_an_archived_article_says_so_too() -> None:
    article = make_article(slug="un")
    moved(article, "deux")
    publishing.archive(article=article, by=make_user())
    assert (answer("un")[0], answer("deux")[0]) == (410, 410)


def test_address_known_before_an_archive_leads_to_the_new_one_after_it() -> None:
    article = make_article(slug="un")
    publishing.archive(article=article, by=make_user())
    publishing.reopen(article=article, by=make_user())
    article.refresh_from_db()
    moved(article, "deux")
    assert [answer(slug) for slug in ("un", "deux")] == [(301, "deux"), (200, "")]


def test_address_taken_while_an_article_waits_for_its_hour_is_said_to_its_writers() -> None:
    waits, lucie = make_article(slug="un"), make_user(is_staff=True)
    last = writing.latest(waits)
    content = Content(**{**vars(Content.of(last.content)), "slug": "convoitee"})
    writing.write(article=waits, seen=last.number, content=content, by=lucie)
    hour = timezone.now() + timedelta(hours=1)
    publishing.publish(article=waits, by=make_user(is_staff=True), at=hour)
    make_article(slug="convoitee", title="Plus rapide")
    assert publishing.publish_due(hour + timedelta(minutes=1)) == 0
    waits.refresh_from_db()
    assert (waits.stage, waits.publish_at, waits.slug) == ("draft", None, "un")
    assert waits.remark.startswith("La publication programmée n’a pas eu lieu.")
    assert "convoitee" in waits.remark
    assert publishing.publish_due(hour + timedelta(minutes=2)) == 0


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("L’été, à 100 € près", "l-ete-a-100-pres"), ("Ça Coûte", "ca-coute"), ("déjà_vu 💡", "deja_vu")],
)
def test_address_is_put_right_rather_than_refused(client: Client, typed: str, kept: str) -> None:
    article = make_draft()
    save(sign_in(client, make_staff(Role.EDITORS)), article, slug=typed)
    assert Content.of(writing.latest(article).content).slug == kept


def test_address_of_emoji_alone_is_asked_again_and_nothing_is_lost(client: Client) -> None:
    article = make_draft()
    page = save(sign_in(client, make_staff(Role.EDITORS)), article, slug="💡", title="Un titre tout neuf")
    assert page.status_code == 200
    assert page.context["form"].errors.keys() == {"slug"}
    assert "Un titre tout neuf" in page.content.decode()
    assert writing.create(level=Level.TIP, title="💡", by=make_user(is_staff=True)).slug == "article"
