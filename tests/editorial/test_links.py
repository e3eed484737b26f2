"""Links of public articles: each week, each address once, what died is said to editors and stops nothing."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from club.core import links, outgoing
from club.core.roles import Role
from club.editorial.actions import checking, publishing
from club.editorial.content import Source
from club.editorial.freshness import stale
from club.editorial.models import Article, LinkCheck
from tests.editorial_factories import make_article, make_draft
from tests.editorial_posts import page_of, save
from tests.factories import make_staff, make_user, sign_in

pytestmark = pytest.mark.django_db
BODY = "Voir [le guide](https://guide.fr/a), [nous](/contact/) et [l’exemple](https://site.example/)."
SOURCES = (Source("Baromètre", "France Num", "https://france.fr/b", 2025), Source("Papier", "Insee", "", 2024))


class Web:
    """Answers what it is told, and remembers who was called."""

    def __init__(self) -> None:
        self.called: list[str] = []
        self.answers: dict[str, int] = {}

    def fetch(self, url: str, **options: object) -> outgoing.Answer:
        self.called.append(url)
        return outgoing.Answer(self.answers.get(url, 200), url, b"", "")


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Web:
    there = Web()
    monkeypatch.setattr(links.outgoing, "fetch", there.fetch)
    return there


def a_week_later() -> None:
    before = timezone.now() - checking.EACH - timedelta(hours=1)
    Article.objects.update(links_checked_at=before)
    LinkCheck.objects.update(checked_at=before)


def test_text_and_sources_are_asked_once_a_week(web: Web) -> None:
    make_article(body=BODY, sources=SOURCES)
    make_article(body=BODY)
    make_draft(body="[Pas public](https://brouillon.fr/)")
    assert checking.check_due() == 2
    assert sorted(web.called) == ["https://france.fr/b", "https://guide.fr/a"]
    assert checking.check_due() == 0
    a_week_later()
    assert checking.check_due() == 2
    assert sorted(web.called) == sorted(["https://france.fr/b", "https://guide.fr/a"] * 2)


def test_new_text_is_asked_at_once_and_former_links_are_forgotten(web: Web) -> None:
    article = make_article(body=BODY)
    checking.check_due()
    save(sign_in(Client(), make_staff(Role.EDITORS)), article, body="Voir [l’autre](https://autre.fr/).")
    publishing.publish(article=article, by=make_user())
    assert checking.check_due() == 1
    assert list(LinkCheck.objects.values_list("url", flat=True)) == ["https://autre.fr/"]


def test_dead_link_stands_on_the_article_and_among_what_is_to_mend(web: Web) -> None:
    editor = sign_in(Client(), make_staff(Role.EDITORS))
    article = make_article(title="Lien mort", body=BODY)
    web.answers["https://guide.fr/a"] = 404
    assert stale() == ([], 0, 1)
    checking.check_due()
    assert [(one.title, one.dead) for one in stale()[0]] == [("Lien mort", 1)]
    page = editor.get(page_of(article)).content.decode()
    assert "Le lien https://guide.fr/a ne mène plus nulle part" in page
    assert "à corriger avant de publier" not in page
    save(editor, article, body="Sans lien.")
    assert "ne mène plus nulle part" not in editor.get(page_of(article)).content.decode()


@pytest.mark.parametrize("status", [200, 403, 503])
def test_site_that_answers_otherwise_is_not_called_dead(web: Web, status: int) -> None:
    make_article(body=BODY)
    web.answers["https://guide.fr/a"] = status
    checking.check_due()
    assert stale() == ([], 0, 1)


def test_round_ends_when_its_time_is_over(web: Web) -> None:
    make_article(body=BODY)
    assert checking.check_due(seconds=0) == 0
    assert web.called == []


def test_archived_article_is_asked_no_more(web: Web) -> None:
    publishing.archive(article=make_article(body=BODY), by=make_user())
    assert checking.check_due() == 0


def test_opening_an_article_leaves_nothing_in_its_history() -> None:
    article = make_draft()
    before = article.events.count()
    sign_in(Client(), make_staff(Role.EDITORS)).get(page_of(article))
    article.refresh_from_db()
    assert (article.locked_by is not None, article.events.count()) == (True, before)
