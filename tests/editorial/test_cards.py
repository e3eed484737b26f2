"""The picture for social networks: drawn after publication, named by its words, and never in the way."""

from io import BytesIO
from typing import Any

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.test import Client
from PIL import Image

from club.core import doorbell
from club.core.pages import renew
from club.editorial import cards
from club.editorial.models import Article
from club.editorial.tasks import draw_cards
from tests.editorial_factories import make_article, make_draft

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_pages() -> None:
    renew()


def picture_of(client: Client, article: Article) -> str:
    text = client.get(article.get_absolute_url()).content.decode()
    return text.partition('<meta property="og:image" content="')[2].partition('"')[0]


def test_picture_comes_after_publication_and_shows_at_once(client: Client) -> None:
    article = make_article(title="Payer moins au téléphone")
    assert picture_of(client, article) == f"{settings.SITE_URL}/static/img/card.png"
    draw_cards()
    address = picture_of(client, article)
    response = client.get(address.removeprefix(settings.SITE_URL))
    image = Image.open(BytesIO(b"".join(response.streaming_content)))
    assert (image.format, image.size) == ("PNG", (1200, 630))
    assert "immutable" in response["Cache-Control"]


def test_picture_follows_the_words_and_is_drawn_once() -> None:
    article = make_article(title="Avant")
    assert (cards.draw(article), cards.draw(article)) == (True, False)
    before = cards.card_of(article)
    article.title = 'Après, <b>avec</b> #set page() "guillemets" et $ 2 + 2 $'
    assert cards.card_of(article) == ""
    assert cards.draw(article)
    assert cards.card_of(article) != before


def test_draft_has_no_picture() -> None:
    draft = make_draft(title="Brouillon canari")
    draw_cards()
    assert cards.card_of(draft) == ""


def test_publication_neither_waits_for_the_picture_nor_fails_with_it(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    rung: list[str] = []
    monkeypatch.setattr(cards, "draw", lambda _: pytest.fail("drawn while publishing"))
    monkeypatch.setattr(doorbell, "_send", lambda task, _ids: rung.append(task))
    with django_capture_on_commit_callbacks(execute=True):
        article = make_article()
    assert article.is_public
    assert rung == ["editorial.draw_cards"]


def test_longest_title_fits(tmp_path: Any) -> None:
    """Ninety characters, the widest there are, keep clear of the mark at the foot of the picture."""
    article = Article(level="news", title=("Mammouth WWW " * 7)[:90])
    cards.draw(article)
    with default_storage.open(cards._name(article)) as file:
        foot = Image.open(file).convert("RGB").crop((450, 500, 1200, 630))
    assert foot.getcolors() == [(foot.width * foot.height, (10, 51, 40))]
