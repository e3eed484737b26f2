"""The three levels as visitors read them: only what is live, at its address of today, in few statements."""

from typing import Any

import feedparser
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from club.core.pages import renew
from club.core.roles import Role
from club.editorial.actions import publishing, writing
from club.editorial.content import Content, Source
from club.editorial.models import Article, Level
from tests.editorial_factories import make_article, make_draft, make_picture
from tests.factories import make_organisation, make_staff, make_user, sign_in

pytestmark = pytest.mark.django_db
CANARY = "brouillon-que-personne-ne-lit"


@pytest.fixture(autouse=True)
def _fresh_pages() -> None:
    renew()


def read(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    assert response.cookies == {}
    return response.content.decode()


def rewrite(article: Article, **changed: object) -> None:
    last = writing.latest(article)
    writing.write(article=article, seen=last.number, content=Content.of(last.content | changed), by=make_user())


def test_draft_and_unpublished_correction_are_nowhere(client: Client) -> None:
    make_draft(title=f"Titre {CANARY}", summary=f"Un chapeau {CANARY} assez long pour passer la vérification.")
    article = make_article(title="En ligne")
    rewrite(article, title=f"Correction {CANARY}", body=f"## Titre\n\n{CANARY}")
    addresses = [reverse(f"public:articles:{level}") for level in Level.of_information()]
    addresses += [reverse("public:articles:tip_feed"), reverse("public:articles:theme", args=["telephony"])]
    addresses += [reverse("public:articles:theme_feed", args=["telephony"]), article.get_absolute_url()]
    for address in addresses:
        renew()
        assert CANARY not in read(client, address)
    assert "En ligne" in read(client, reverse("public:articles:tip"))


def test_draft_has_no_address(client: Client) -> None:
    assert client.get(make_draft().get_absolute_url()).status_code == 404


def test_former_address_leads_to_the_one_of_today(client: Client) -> None:
    article = make_article(slug="avant")
    rewrite(article, slug="apres")
    publishing.publish(article=article, by=make_user())
    response = client.get("/reduire-ses-couts/avant/")
    assert (response.status_code, response["Location"]) == (301, "/reduire-ses-couts/apres/")


def test_archived_article_says_so_and_leads_on(client: Client) -> None:
    other = make_article(title="Toujours en ligne")
    gone = make_article(slug="fini", body=f"## Titre\n\n{CANARY}")
    publishing.archive(article=gone, by=make_user())
    response = client.get("/reduire-ses-couts/fini/")
    text = response.content.decode()
    assert response.status_code == 410
    assert CANARY not in text
    assert other.get_absolute_url() in text


def test_page_of_an_archived_article_asks_the_same_whatever_it_leads_to(client: Client) -> None:
    gone, counts = make_article(slug="fini"), []
    publishing.archive(article=gone, by=make_user())
    for _ in range(3):
        make_article(picture=make_picture().pk)
        renew()
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/reduire-ses-couts/fini/").status_code == 410
        counts.append(len(queries))
    assert len(set(counts)) == 1


def test_mark_of_what_is_not_published_tells_nothing(client: Client) -> None:
    """Where a hidden article stands in the order of days is hidden too."""
    for title in ("Le premier", "Le dernier"):
        make_article(title=title)
    middle = make_article(title="Retiré")
    publishing.archive(article=middle, by=make_user())
    Article.objects.filter(pk=middle.pk).update(published_at=Article.objects.get(title="Le premier").published_at)
    address = reverse("public:articles:tip")
    assert "Le dernier" in read(client, f"{address}?apres={middle.pk}")


def test_edit_shows_at_once(client: Client, django_capture_on_commit_callbacks: Any) -> None:
    article = make_article(title="Avant l’édition")
    assert "Avant l’édition" in read(client, article.get_absolute_url())
    rewrite(article, title="Après l’édition")
    with django_capture_on_commit_callbacks(execute=True):
        publishing.publish(article=article, by=make_user())
    assert "Après l’édition" in read(client, article.get_absolute_url())


def test_browser_of_an_editor_keeps_no_page_that_he_may_change(client: Client) -> None:
    article = make_article()
    sign_in(client, make_staff(Role.EDITORS))
    renew()
    kept = [client.get(article.get_absolute_url())["Cache-Control"] for _ in ("rendered", "kept by the server")]
    assert kept == ["no-store, private"] * 2
    assert Client().get(article.get_absolute_url())["Cache-Control"] == "public, no-cache"


def test_article_names_its_sponsor_and_sources(client: Client) -> None:
    member = make_organisation(name="Ordivance", website="https://ordivance.example")
    article = make_article(
        Level.NEWS, sponsor=member.pk, sources=(Source("Baromètre", "France Num", "https://francenum.example", 2025),)
    )
    text = read(client, article.get_absolute_url())
    assert "Publié pour un membre du Club" in text
    assert '<a href="https://ordivance.example">Ordivance</a>' in text
    assert '<a href="https://francenum.example">Baromètre</a>' in text


def test_dossier_is_read_part_by_part_and_whole(client: Client) -> None:
    dossier = make_article(Level.DOSSIER, slug="vendre")
    assert "/dossiers/vendre/avant/" in read(client, "/dossiers/vendre/")
    first, last = read(client, "/dossiers/vendre/avant/"), read(client, "/dossiers/vendre/choisir/")
    assert "Partie 1 sur 2" in first
    assert 'rel="next"' in first
    assert 'rel="next"' not in last
    whole = read(client, "/dossiers/vendre/en-entier/")
    assert "Faites le point." in whole
    assert "Comparez trois devis." in whole
    assert client.get("/dossiers/vendre/inconnue/")["Location"] == dossier.get_absolute_url()


def test_same_theme_is_linked_over_the_levels(client: Client) -> None:
    tip, dossier = make_article(Level.TIP), make_article(Level.DOSSIER)
    make_article(Level.NEWS, themes=("printing",), title="Autre sujet")
    text = read(client, tip.get_absolute_url())
    assert dossier.get_absolute_url() in text
    assert "Autre sujet" not in text


def test_feed_is_atom_with_lasting_identifiers(client: Client) -> None:
    article = make_article(title="Un fil & des mots")
    before = feedparser.parse(client.get(reverse("public:articles:tip_feed")).content)
    rewrite(article, slug="autre-adresse")
    publishing.publish(article=article, by=make_user())
    renew()
    after = feedparser.parse(client.get(reverse("public:articles:tip_feed")).content)
    assert (before.bozo, before.version, [entry.title for entry in before.entries]) == (
        False,
        "atom10",
        ["Un fil & des mots"],
    )
    assert [entry.id for entry in after.entries] == [entry.id for entry in before.entries]
    assert [entry.link for entry in after.entries] != [entry.link for entry in before.entries]


@pytest.mark.parametrize("number", [1, 3])
def test_list_and_article_ask_the_same_whatever_their_size(
    client: Client, django_assert_max_num_queries: Any, number: int
) -> None:
    articles = [make_article(sponsor=make_organisation().pk) for _ in range(number)]
    with django_assert_max_num_queries(1):
        read(client, reverse("public:articles:tip"))
    with django_assert_max_num_queries(3):
        read(client, articles[0].get_absolute_url())
    with django_assert_max_num_queries(0):
        read(client, articles[0].get_absolute_url())


def test_lists_show_the_picture_of_an_article_small_and_without_words(client: Client) -> None:
    """Its words stand on its own page; in a list the title beside it says enough."""
    picture = make_picture(960)
    make_article(Level.TIP, title="Sans image")
    make_article(Level.TIP, title="Avec une image", picture=picture.pk)
    image = f'src="{picture.thumbnail_url}" width="480" height="320" alt="" loading="lazy"'
    for address in ("/reduire-ses-couts/", "/"):
        assert read(client, address).count(image) == 1
        assert read(client, address).count('class="thumbnail"') == 1
