"""Search over everything: each kind, whatever the accents and slips, and nothing that not everybody may read."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache, caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from channel.models import Expert
from club.core.audiences import Audience
from club.core.excerpts import excerpt, marked
from club.core.spelling import rebuild
from club.editorial.actions import publishing, writing
from club.editorial.content import Content
from club.editorial.models import Level
from club.views.everything import KINDS, find
from events.actions import agenda
from tests.directory_factories import make_adviser
from tests.editorial_factories import make_article, make_draft, make_resource
from tests.event_factories import at, make_draft_event, make_event
from tests.factories import (
    make_ambassador,
    make_block,
    make_commune,
    make_expert,
    make_issue,
    make_organisation,
    make_sent_issue,
    make_user,
)

pytestmark = pytest.mark.django_db


def read(client: Client, **query: str) -> str:
    response = client.get("/recherche/", query)
    assert (response.status_code, response.cookies) == (200, {})
    return response.content.decode()


def titles(text: str, kind: str = "") -> dict[str, list[str]]:
    return {
        group.kind: [hit.title.replace("<mark>", "").replace("</mark>", "") for hit in group.hits]
        for group in find(text, kind)
    }


def everything(word: str = "Téléphonie") -> None:
    make_article(title=f"{word} moins chère")
    make_resource(title=f"Catalogue {word}")
    make_expert(name=f"{word} Services", commune=make_commune())
    make_adviser(first_name="Zoé", last_name=word)
    make_block(issue=make_sent_issue(title="Le numéro de mai"), text=f"Une offre de {word} pour les commerces.")
    make_event(title=f"{word}, une matinée")


def test_each_kind_is_found_in_its_group() -> None:
    everything()
    assert titles("téléphonie") == {
        "articles": ["Téléphonie moins chère"],
        "pages": ["Téléphonie et mobilité"],
        "agenda": ["Téléphonie, une matinée"],
        "ressources": ["Catalogue Téléphonie"],
        "professionnels": ["Téléphonie Services"],
        "conseillers": ["Zoé Téléphonie"],
        "flash-info": ["Le numéro de mai"],
    }


@pytest.mark.parametrize("typed", ["telephonie", "TÉLÉPHONIE", "téléphonei", "telephonnie"])
def test_accents_and_slips_are_forgiven(typed: str) -> None:
    everything()
    rebuild()
    assert set(titles(typed)) >= {"articles", "agenda", "ressources", "professionnels", "conseillers", "flash-info"}


def test_words_of_the_text_are_found_in_any_form() -> None:
    make_article(title="Sans rapport", body="## Le geste\n\nRésiliez vos abonnements inutiles.")
    assert titles("abonnement inutile") == {"articles": ["Sans rapport"]}
    assert titles("abonnement introuvable") == {}


def test_nothing_restricted_is_found(client: Client) -> None:
    """Every kind of thing that exists and is not for everybody, under one word."""
    word = "Canarix"
    make_draft(title=f"{word} 1", summary=f"Un chapeau {word} assez long pour passer la vérification.")
    corrected = make_article(title="En ligne")
    last = writing.latest(corrected)
    changed = Content.of(last.content | {"title": f"{word} 2", "body": f"## Titre\n\n{word}"})
    writing.write(article=corrected, seen=last.number, content=changed, by=make_user())
    publishing.archive(article=make_article(title=f"{word} 3"), by=make_user())
    make_resource(title=f"{word} 4", summary=word, audience=[Audience.AMBASSADOR])
    make_resource(title=f"{word} 5", withdrawn_at=timezone.now())
    make_resource(title=f"{word} 6", published_on=timezone.localdate() + timedelta(days=2))
    make_expert(name=f"{word} 7", shown=False)
    make_expert(name=f"{word} 8", state=Expert.State.LEFT)
    make_ambassador(person=make_user(last_name=word))
    make_adviser(["name"], person=make_user(last_name="Petit"), job_title=word, commune=make_commune(name=word))
    make_block(issue=make_issue(title=word), text=word)
    make_block(issue=make_sent_issue(title="Parti"), text=word, audience="ambassadors")
    make_draft_event(title=f"{word} 10")
    make_event(title=f"{word} 11", is_public=False)
    tomorrow = timezone.localdate() + timedelta(days=1)
    make_event(title="Un soir", is_online=True, guest=word, guest_role=word, guest_public_from=tomorrow)
    rebuild()
    assert titles(word) == titles(word.lower()[:-1] + "y") == {}
    assert "Rien à ce nom" in read(client, q=word)
    make_article(title=f"{word} 9")
    assert titles(word) == {"articles": [f"{word} 9"]}


def test_events_are_found_by_place_and_guest_the_nearest_first() -> None:
    at_laval = {"venue": "Salle du port", "commune": make_commune()}
    make_event(title="Il y a un an", days=-365, **at_laval)
    make_event(title="Dans un mois", days=30, **at_laval)
    make_event(title="Hier", days=-1, **at_laval)
    today = timezone.localdate()
    make_event(title="Demain", days=1, **at_laval, guest="Ève Montclair", guest_public_from=today)
    assert titles("laval port") == {"agenda": ["Demain", "Dans un mois", "Hier", "Il y a un an"]}
    assert titles("montclair laval") == {"agenda": ["Demain"]}


def test_event_says_in_the_results_what_has_become_of_it() -> None:
    by = make_user()
    agenda.cancel(event=make_event(title="Canari A"), reason="Faute d’intervenant.", by=by)
    agenda.postpone(event=make_event(title="Canari B"), reason="La salle est fermée.", by=by)
    make_event(title="Canari C", days=-3)
    (group,) = find("canari")
    told = [hit.about.split(" · ")[-1] for hit in sorted(group.hits, key=lambda hit: hit.url)]
    assert told == ["annulée", "reportée", "passée"]


@pytest.mark.parametrize("number", [1, 3])
def test_search_asks_the_same_whatever_there_is(client: Client, number: int) -> None:
    for _ in range(number):
        everything()
    cache.clear()
    caches["here"].clear()
    read(client, q="téléphonie moins")  # what each process keeps
    every = {"téléphonie": 7, "telephonie moins": 7, "vendre en ligne": 7, "zyx": 6}
    assert {text: statements(client, q=text) for text in every} == every
    assert statements(client, q="téléphonie", genre="articles") == 2
    assert statements(client) == 0


def statements(client: Client, **query: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        read(client, **query)
    return len(queries)


def test_second_reading_of_the_words_asks_for_those_kinds_alone_that_hold_something(client: Client) -> None:
    """« vendue » is a word of names: it finds nothing that everybody may read, its neighbour does."""
    make_article(title="Vendre en ligne")
    make_expert(name="Vendre")
    make_expert(name="Vendue", shown=False)
    rebuild()
    assert list(titles("vendue")) == ["articles", "professionnels"]
    assert statements(client, q="vendue") == 1 + 1 + 1 + 2
    assert statements(client, q="vendue", genre="conseillers") == 1 + 1 + 1


def test_filter_keeps_one_kind_and_shows_more_of_it(client: Client) -> None:
    for _ in range(7):
        make_article(Level.NEWS, title="Facture électronique")
    make_resource(title="Facture")
    few, many = find("facture")[0], find("facture", "articles")
    assert (len(few.hits), few.has_more) == (5, True)
    assert [(group.kind, len(group.hits), group.has_more) for group in many] == [("articles", 7, False)]
    page = read(client, q="facture")
    assert "?q=facture&amp;genre=articles" in page
    assert 'content="noindex"' in page
    assert [kind for kind in KINDS if f"genre={kind}" not in page] == []


@pytest.mark.parametrize("small", [True, False])
def test_listings_stand_in_the_order_of_the_directory_which_holds_the_others(
    client: Client, monkeypatch: pytest.MonkeyPatch, small: bool
) -> None:
    monkeypatch.setattr("club.core.ranking.first_letters", lambda on=None: "f")
    if not small:
        monkeypatch.setattr("club.core.ranking.NAMED", 0)
    for letter in "hgfedcba":
        make_expert(name=f"{letter} Canarix")
        make_adviser(first_name="Zoé", last_name=f"{letter} Canarix")
    assert [title[0] for title in titles("canarix")["professionnels"]] == list("fghab")
    assert [title.split()[1] for title in titles("canarix")["conseillers"]] == list("fghab")
    page = read(client, q="canarix")
    assert 'href="/annuaire/?besoin=canarix"' in page
    assert 'href="/annuaire/?besoin=canarix&amp;genre=conseillers"' in page


def test_the_others_of_a_speciality_or_a_brand_are_not_looked_for_where_these_are_questions() -> None:
    """The directory would answer with whoever has the speciality, or carries the brand, whatever their name."""
    make_expert(name="Sans rapport", specialities=["telephony"]).brands.add(make_organisation(name="Canarix"))
    for _ in range(6):
        make_expert(name="Canarix Téléphonie")
        make_adviser(last_name="Téléphonie")
    found = {group.kind: group.more_url for group in find("téléphonie")}
    assert found["professionnels"].endswith("&genre=professionnels")
    assert found["conseillers"].endswith("&genre=conseillers")
    assert all(url.startswith("?q=") for url in found.values() if url)
    assert find("canarix")[0].more_url == "?q=canarix&genre=professionnels"
    assert find("canarix t")[0].more_url == "/annuaire/?besoin=canarix+t"
    assert find("téléphonie", "conseillers")[0].more_url == ""


ODD = ["", "   ", "\0", "a", "' OR 1=1 --", "%_\\", "<script>", "é" * 500, "a b c d e f g h", "!&|:*()"]


@pytest.mark.parametrize("typed", ODD)
def test_whatever_is_typed_answers(client: Client, typed: str) -> None:
    make_article()
    page = read(client, q=typed, genre="inconnu")
    assert "<script>" not in page


def test_words_are_marked_and_the_rest_is_escaped() -> None:
    assert marked("Vos Téléphones <b>", ["telephone"]) == "Vos <mark>Téléphones</mark> &lt;b&gt;"
    assert marked("rien", ["telephone"]) == "rien"
    text = "mot " * 60 + "la FACTURE électronique " + "suite " * 60
    found = excerpt(text, ["factures"])
    assert found.startswith("… mot")
    assert "<mark>FACTURE</mark>" in found
    assert found.endswith(" …")
    assert len(found) < 280


def test_excerpt_of_a_long_text_tells_its_beginning_when_no_word_is_in_it() -> None:
    assert excerpt("court", ["x"]) == "court"
    assert len(excerpt("mot " * 500, ["absent"])) < 250


def test_plan_leads_to_pages_that_answer(client: Client, django_assert_max_num_queries: Any) -> None:
    make_commune()
    make_article()
    make_article(Level.PAGE, title="Notre histoire")
    make_event()
    make_event(days=-400)
    make_event(days=200, is_public=False)
    with django_assert_max_num_queries(5):
        page = client.get("/plan-du-site/").content.decode()
    main = page.partition("<main")[2].partition("</main>")[0]
    addresses = {part.partition('"')[0] for part in main.split('<li><a href="')[1:]}
    assert {"/reduire-ses-couts/", "/annuaire/departements/53/", "/themes/telephony/", "/contact/"} <= addresses
    month, year = f"/agenda/{at(20):%Y/%-m}/", f"/agenda/{at(-400):%Y}/"
    assert {path for path in addresses if path.startswith("/agenda/")} == {"/agenda/", month, year}
    assert "Notre histoire" in main
    assert [path for path in addresses if client.get(path).status_code != 200] == []
