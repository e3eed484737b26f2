"""What is said of a text at each save leads to the field to put right, in the page and under the keyboard."""

import re
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from club.core.roles import Role
from club.editorial.checks import findings
from club.editorial.content import Part, Source
from club.editorial.models import Level
from tests.editorial_factories import make_content, make_draft
from tests.editorial_posts import page_of
from tests.factories import make_staff, sign_in

pytestmark = pytest.mark.django_db
BAD = "### Seul\n\nVoir [ici](/nulle-part/), [la loi](www.legifrance.gouv.fr) et ![rien](photo:999)."


def found(level: Level = Level.TIP, **content: object) -> list[tuple[str, str]]:
    said = findings(make_content(level, **content), level, known_pictures=set())
    return [(finding.field, finding.words) for finding in said]


def test_each_finding_names_its_field_and_the_words_to_look_for() -> None:
    assert found(body=BAD) == [
        ("id_body", "Seul"),
        ("id_body", "[ici]"),
        ("id_body", "/nulle-part/"),
        ("id_body", "](www.legifrance.gouv.fr"),
        ("id_body", "](photo:999)"),
    ]
    assert found(summary="", body="", review_by=timezone.localdate(), themes=()) == [
        ("id_summary", ""),
        ("id_body", ""),
        ("id_review_by", ""),
        ("id_themes_0", ""),
    ]
    parts = (Part("Un", "un", "Un texte."), Part("Deux", "deux", "[lien](/)"))
    sources = (Source("Une loi", "L’État", year=2024), Source("Un rapport", "Bercy"))
    said = [("id_part-1-body", "[lien]"), ("id_source-1-year", "")]
    assert found(Level.DOSSIER, parts=parts, sources=sources) == said
    assert found(Level.DOSSIER, parts=(Part("Un", "un", ""),), sources=sources[:1]) == [
        ("parties", ""),
        ("id_part-0-body", ""),
    ]
    assert found(Level.NEWS) == [("id_source-0-label", "")]


@pytest.mark.parametrize("address", ["javascript:alert(1)", "www.exemple.fr", "//evil.example", "data:text/html,x"])
def test_link_that_would_be_shown_as_it_was_typed_stops_the_publication(address: str) -> None:
    said = findings(make_content(body=f"Voir [le guide]({address})."), Level.TIP, known_pictures=set())
    assert [(finding.grave, finding.words) for finding in said] == [(True, f"]({address}".removesuffix("(1)"))]


@pytest.mark.parametrize(
    ("mark", "said"),
    [
        ("[le guide](https://x.fr/a b)", "L’adresse « https://x.fr/a b » du lien « le guide » ne se lit pas"),
        ("[le **guide**](www.x.fr)", "L’adresse « www.x.fr » du lien « le guide » ne se lit pas"),
        ("[le guide]()", "Le lien « le guide » n’a pas d’adresse"),
    ],
)
def test_link_that_cannot_be_read_is_told_why(mark: str, said: str) -> None:
    told = findings(make_content(body=f"Voir {mark}."), Level.TIP, known_pictures=set())
    assert [(one.grave, one.sentence.split("\u00a0: ")[0].replace("\u00a0", " ")) for one in told] == [(True, said)]


@pytest.mark.parametrize("prose", ["Voir [1](p. 3).", "Un chiffre [2] (Insee).", "Il dit [sic] (et le pense)."])
def test_prose_between_brackets_is_no_link(prose: str) -> None:
    assert findings(make_content(body=prose), Level.TIP, known_pictures=set()) == []


@pytest.mark.parametrize("level", [Level.TIP, Level.DOSSIER])
def test_every_link_leads_to_something_of_the_page(client: Client, level: Level) -> None:
    content = {"body": BAD, "summary": "Court.", "themes": (), "sources": (Source("Une loi", "L’État"),)}
    article = make_draft(level, **content | ({"parts": (Part("Un", "un", ""),)} if level.has_parts else {}))
    sign_in(client, make_staff(Role.EDITORS))
    page = unescape(client.get(page_of(article)).content.decode())
    listed = page[page.index('class="findings"') : page.index("mots, ")]
    targets = re.findall(r'href="#([^"]+)"', listed)
    assert len(targets) == listed.count("<li") >= 7
    assert [one for one in targets if f'id="{one}"' not in page] == []


def test_dead_link_leads_to_its_source(client: Client) -> None:
    url = "https://www.insee.fr/fr/mort"
    article = make_draft(
        sources=(Source("Vivante", "Insee", "https://www.insee.fr/", 2024), Source("M", "I", url, 2024))
    )
    article.link_checks.create(url=url, outcome="dead", checked_at=timezone.now())
    sign_in(client, make_staff(Role.EDITORS))
    said = client.get(page_of(article)).context["findings"]
    assert [(finding.field, finding.words) for finding in said] == [("id_source-1-url", url)]
