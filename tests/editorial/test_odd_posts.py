"""What no browser sends: the editors' form answers, keeps nothing wrong and never breaks."""

from typing import Any

import pytest
from django.test import Client

from club.core.roles import Role
from club.editorial.actions import writing
from club.editorial.models import Level
from tests.editorial_factories import make_draft
from tests.editorial_posts import form_of, page_of, step
from tests.factories import make_staff, sign_in

pytestmark = pytest.mark.django_db
HUGE, LONG = "9" * 30, "9" * 5000
ODD: list[dict[str, Any]] = [
    {"seen": ""},
    {"seen": "0"},
    {"seen": HUGE},
    {"seen": "deux"},
    {"picture": HUGE},
    {"picture": "autre"},
    {"related": [HUGE, "x", "0"]},
    {"sponsor": HUGE},
    {"themes": ["inconnu"]},
    {"part-TOTAL_FORMS": LONG},
    {"part-TOTAL_FORMS": "100000"},
    {"source-TOTAL_FORMS": ""},
    {"source-0-year": HUGE, "source-0-label": "Guide"},
    {"source-0-url": "javascript:alert(1)", "source-0-label": "Guide", "source-0-publisher": "X"},
    {"part-0-slug": "x" * 99},
    {"body": "x" * 40_000},
    {"review_by": "31/02/2026"},
]


@pytest.fixture
def editor(client: Client) -> Client:
    return sign_in(client, make_staff(Role.EDITORS))


@pytest.mark.parametrize("odd", ODD)
def test_odd_form_is_refused_without_breaking(editor: Client, odd: dict[str, Any]) -> None:
    article = make_draft(Level.DOSSIER)
    posted = form_of(article) | odd
    assert editor.post(page_of(article), posted).status_code == 200
    assert editor.post(page_of(article), posted | {"geste": "partie-ajouter"}).status_code == 200
    assert editor.post(page_of(article), posted | {"geste": "chercher", "cherche_article": "x"}).status_code == 200
    assert editor.post(page_of(article, "preview_typed"), posted).status_code == 200
    assert writing.latest(article).number == 2


@pytest.mark.parametrize(
    "gesture", [f"partie-monter-{LONG}", "partie-", "-", "partie-retirer--1", "source-ajouter-x"]
)
def test_odd_gesture_changes_nothing_that_is_kept(editor: Client, gesture: str) -> None:
    article = make_draft(Level.DOSSIER)
    assert editor.post(page_of(article), form_of(article) | {"geste": gesture}).status_code == 200
    assert writing.latest(article).number == 2


@pytest.mark.parametrize(
    "data", [{"seen": ""}, {"seen": HUGE}, {"quand": "plus-tard", "day": "9999-12-31", "hour": "25:00"}]
)
def test_odd_publication_publishes_nothing(editor: Client, data: dict[str, str]) -> None:
    article = make_draft()
    assert step(editor, article, "publish", **data).status_code == 200
    article.refresh_from_db()
    assert not article.is_public


def test_empty_post_to_any_step_is_answered(editor: Client) -> None:
    article = make_draft()
    for name in ("edit", "preview_typed", "submit", "send_back", "publish", "confirm", "unschedule", "reopen"):
        assert editor.post(page_of(article, name)).status_code in (200, 302), name
