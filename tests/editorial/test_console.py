"""The editors' pages: the list, the form with its rows, what is said of a text, the steps and who may take them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from club.core.models import Reading
from club.core.roles import Role
from club.editorial.actions import publishing, writing
from club.editorial.content import Content
from club.editorial.models import Article, Level
from tests.editorial_factories import make_article, make_draft, make_picture
from tests.editorial_posts import form_of, page_of, save, step
from tests.factories import make_organisation, make_staff, make_user, sign_in

pytestmark = pytest.mark.django_db
LIST = reverse("console:articles:articles")


@pytest.fixture
def editor(client: Client) -> Client:
    client.user = make_staff(Role.EDITORS, first_name="Lucie", last_name="Faivre")  # type: ignore[attr-defined]
    return sign_in(client, client.user)  # type: ignore[attr-defined]


def content_of(article: Article) -> Content:
    return Content.of(writing.latest(article).content)


def test_list_says_where_each_article_stands(editor: Client) -> None:
    article = make_article(title="Payer moins")
    Reading.objects.create(kind="article", number=article.pk, day=timezone.localdate(), count=41)
    save(editor, article, title="Payer encore moins")
    page = editor.get(LIST).content.decode()
    for words in ("Payer moins", "publié, correction en rédaction", "Lucie Faivre", ">41<", "Réduire ses coûts"):
        assert words in page


def test_list_is_narrowed_by_level_stage_theme_and_words(editor: Client) -> None:
    make_draft(title="Un conseil sur le téléphone")
    make_article(Level.NEWS, title="Une actualité", themes=("security",))
    old = make_article(title="Un vieux conseil", themes=("security",))
    Article.objects.filter(pk=old.pk).update(review_by=timezone.localdate())

    def titles(asked: str) -> list[str]:
        return [line["title"] for line in editor.get(f"{LIST}?{asked}").context["lines"]]

    assert titles("level=news") == ["Une actualité"]
    assert titles("stage=draft") == ["Un conseil sur le téléphone"]
    assert titles("stage=refresh") == ["Un vieux conseil"]
    assert titles("theme=security") == ["Un vieux conseil", "Une actualité"]
    assert titles("q=telephone") == ["Un conseil sur le téléphone"]


def test_list_asks_as_much_for_one_row_as_for_three(
    editor: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    editor.get(LIST)
    make_draft()
    with django_assert_num_queries(7):
        editor.get(LIST)
    make_draft()
    make_article()
    with django_assert_num_queries(7):
        editor.get(LIST)


def test_empty_list_says_how_an_article_begins(editor: Client) -> None:
    assert "Écrire le premier" in editor.get(LIST).content.decode()


def test_new_article_opens_its_form_with_an_address(editor: Client) -> None:
    data = {"level": "tip", "title": "Choisir un antivirus : l'essentiel"}
    page = editor.post(reverse("console:articles:new"), data, follow=True)
    article = Article.objects.get()
    assert (article.title, article.slug) == (
        "Choisir un antivirus\u00a0: l’essentiel",
        "choisir-un-antivirus-l-essentiel",
    )
    assert page.redirect_chain[-1][0] == page_of(article)
    assert "Il manque le chapeau." in page.content.decode()


def test_each_save_is_a_revision_that_says_everything(editor: Client) -> None:
    article, member, other = make_draft(), make_organisation(), make_article()
    source = {"label": "Guide", "publisher": "ANSSI", "url": "https://cyber.gouv.fr/", "year": 2021}
    changed = {"sources": [source], "sponsor": member.pk, "related": [other.pk], "themes": ["security", "data"]}
    save(editor, article, title="Nouveau titre", saving="120 € par an", **changed)
    kept = content_of(article)
    assert (kept.title, kept.saving, kept.sponsor) == ("Nouveau titre", "120\u00a0€ par an", member.pk)
    assert (kept.related, kept.themes) == ((other.pk,), ("security", "data"))
    assert (kept.sources[0].label, kept.sources[0].year) == ("Guide", 2021)
    assert writing.latest(article).number == 3


def test_saving_the_form_as_it_stands_changes_nothing(editor: Client) -> None:
    article = make_draft(Level.DOSSIER)
    save(editor, article)
    assert writing.latest(article).number == 2


def test_parts_are_added_moved_and_removed_without_keeping_anything(editor: Client) -> None:
    article = make_draft(Level.DOSSIER)
    gestures = {
        "partie-ajouter": ["Avant de commencer", "Choisir", ""],
        "partie-monter-1": ["Choisir", "Avant de commencer"],
        "partie-descendre-0": ["Choisir", "Avant de commencer"],
        "partie-retirer-0": ["Choisir"],
        "partie-monter-0": ["Avant de commencer", "Choisir"],
        "partie-retirer-9": ["Avant de commencer", "Choisir"],
        "n’importe quoi": ["Avant de commencer", "Choisir"],
    }
    for gesture, titles in gestures.items():
        page = editor.post(page_of(article), form_of(article, title="En cours") | {"geste": gesture})
        assert [part["title"].value() or "" for part in page.context["editing"].parts] == titles
        assert "En cours" in page.content.decode()
    assert writing.latest(article).number == 2


def test_parts_have_addresses_of_their_own(editor: Client) -> None:
    article = make_draft(Level.DOSSIER)
    parts = [{"title": title, "slug": "", "body": "Texte."} for title in ("Choisir", "Choisir", "En entier")]
    save(editor, article, parts=parts)
    assert [part.slug for part in content_of(article).parts] == ["choisir", "choisir-2", "en-entier-2"]


def test_change_of_a_part_s_address_alone_is_kept(editor: Client) -> None:
    article = make_draft(Level.DOSSIER)
    parts = [part | {"slug": f"{part['slug']}-2026"} for part in content_of(article).to_json()["parts"]]
    save(editor, article, parts=parts)
    assert [part.slug for part in content_of(article).parts] == ["avant-2026", "choisir-2026"]


def test_wrong_field_keeps_what_was_typed(editor: Client) -> None:
    article = make_draft()
    page = save(editor, article, title="Mon titre", slug="💡")
    assert (page.status_code, writing.latest(article).number) == (200, 2)
    assert "Mon titre" in page.content.decode()
    taken = make_article()
    page = save(editor, article, title="Mon titre", slug=taken.slug)
    assert "est ou était celle d’un autre article" in page.content.decode()


@pytest.mark.parametrize(("name", "most"), [("title", 90), ("summary", 300), ("saving", 100), ("byline", 120)])
def test_spaces_that_french_adds_count_in_the_length(editor: Client, name: str, most: int) -> None:
    article = make_draft()
    too_long = "Quoi?" * (most // 5)
    page = save(editor, article, **{name: too_long})
    assert (page.status_code, writing.latest(article).number) == (200, 2)
    assert f"au plus {most} caractère" in page.content.decode()
    data = {"level": "tip", "title": "Quoi?" * 18}
    assert editor.post(reverse("console:articles:new"), data).status_code == 200


def test_search_of_the_console_finds_articles(editor: Client) -> None:
    article = make_draft(title="Choisir un antivirus")
    page = editor.get(reverse("console:search"), {"q": "antivirus"}).content.decode()
    assert page_of(article) in page
    client = sign_in(Client(), make_staff(Role.FINANCE))
    assert "Choisir un antivirus" not in client.get(reverse("console:search"), {"q": "antivirus"}).content.decode()


def test_colleague_at_work_is_named_with_the_hour(editor: Client) -> None:
    article = make_draft()
    karim = make_staff(Role.EDITORS, first_name="Karim", last_name="Vasseur")
    Article.objects.filter(pk=article.pk).update(locked_by=karim, locked_at=timezone.now())
    hour = timezone.localtime().strftime("%-H\u00a0h\u00a0%M").replace("\u00a0", " ")
    assert f"Karim Vasseur a cet article ouvert depuis {hour}" in editor.get(page_of(article)).content.decode()


def test_steps_from_review_to_archive(editor: Client) -> None:
    article = make_draft()
    step(editor, article, "submit")
    assert "Rendre avec ce motif" in editor.get(page_of(article)).content.decode()
    step(editor, article, "send_back", reason="Le titre promet trop.")
    assert "Le titre promet trop." in editor.get(page_of(article)).content.decode()
    step(editor, article, "publish", quand="maintenant")
    article.refresh_from_db()
    assert (article.is_public, article.approved_by) == (True, editor.user)  # type: ignore[attr-defined]
    step(editor, article, "confirm", until=timezone.localdate() + timedelta(days=500))
    article.refresh_from_db()
    assert article.review_by == timezone.localdate() + timedelta(days=500)
    step(editor, article, "archive")
    assert "Rouvrir" in editor.get(page_of(article)).content.decode()
    step(editor, article, "reopen")
    article.refresh_from_db()
    assert article.stage == "draft"


def test_publication_waits_for_its_day_and_hour_of_paris(editor: Client) -> None:
    article, tomorrow = make_draft(), timezone.localdate() + timedelta(days=1)
    page = step(editor, article, "publish", quand="plus-tard", day="", hour="")
    assert "Dites le jour et l’heure de la publication." in page.content.decode()
    page = step(editor, article, "publish", quand="plus-tard", day="2020-01-01", hour="09:00")
    assert "Ce jour et cette heure sont passés." in page.content.decode()
    page = step(editor, article, "publish", quand="plus-tard", day=tomorrow.isoformat(), hour="09:30")
    article.refresh_from_db()
    assert timezone.localtime(article.publish_at).strftime("%H:%M") == "09:30"
    assert "à 9 h 30" in page.content.decode()
    step(editor, article, "unschedule")
    article.refresh_from_db()
    assert (article.stage, article.publish_at) == ("draft", None)


def test_text_changed_while_it_waits_is_said_to_wait_no_more(editor: Client) -> None:
    article, tomorrow = make_draft(), timezone.localdate() + timedelta(days=1)
    step(editor, article, "publish", quand="plus-tard", day=tomorrow.isoformat(), hour="09:30")
    save(editor, article)
    article.refresh_from_db()
    assert article.stage == "scheduled"
    page = editor.post(page_of(article), form_of(article, title="Changé"), follow=True).content.decode()
    assert "l’article n’est plus programmé" in page
    article.refresh_from_db()
    assert (article.stage, article.publish_at) == ("draft", None)


def test_page_of_an_article_asks_as_much_for_few_rows_as_for_many(editor: Client) -> None:
    few, many = make_draft(), make_draft(Level.NEWS)
    related, pictures = [make_article().pk for _ in range(3)], [make_picture(480 + i).pk for i in range(3)]
    source = {"label": "Guide", "publisher": "ANSSI", "url": "https://cyber.gouv.fr/", "year": 2021}
    body = "\n\n".join(f"![Une boutique](photo:{pk})" for pk in pictures)
    save(editor, few, related=related[:1], picture=pictures[0], sources=[source], body=body)
    save(editor, many, related=related, picture=pictures[0], sources=[source] * 3, body=body)
    asked = []
    for article in (few, many):
        editor.get(page_of(article))
        with CaptureQueriesContext(connection) as statements:
            editor.get(page_of(article))
        asked.append(len(statements))
    assert asked[0] == asked[1] <= 24


def test_text_written_since_it_was_read_is_not_published_unseen(editor: Client) -> None:
    article = make_draft()
    page = editor.get(page_of(article)).context["publish_form"].initial["seen"]
    save(sign_in(Client(), make_staff(Role.EDITORS, first_name="Karim")), article, title="Glissé entre-temps")
    answer = step(editor, article, "publish", quand="maintenant", seen=page)
    article.refresh_from_db()
    assert not article.is_public
    assert "a écrit dans cet article depuis" in answer.content.decode()


def test_sponsored_text_names_who_may_publish_it(editor: Client) -> None:
    article = make_draft(by=editor.user, sponsor=make_organisation().pk)  # type: ignore[attr-defined]
    reader = make_staff(Role.EDITORS, first_name="Karim", last_name="Vasseur")
    page = editor.get(page_of(article)).content.decode()
    assert "par quelqu’un qui n’y a rien écrit. Peuvent le faire\u00a0: Karim Vasseur." in page
    assert "Publier maintenant" not in page
    step(editor, article, "publish", quand="maintenant")
    article.refresh_from_db()
    assert not article.is_public
    step(sign_in(Client(), reader), article, "publish", quand="maintenant")
    article.refresh_from_db()
    assert article.is_public


def test_second_editor_is_told_and_only_what_both_wrote_is_left_to_settle(editor: Client) -> None:
    article = make_draft(title="Le départ")
    mine = form_of(article, body="Mon texte à moi.")
    karim = make_staff(Role.EDITORS, first_name="Karim", last_name="Vasseur")
    save(sign_in(Client(), karim), article, title="Le titre de Karim", body="Le texte de Karim.")
    page = editor.post(page_of(article), mine)
    words = page.content.decode()
    assert page.status_code == 409
    assert "Karim Vasseur a enregistré cet article pendant que vous l’écriviez" in words
    form = page.context["form"]
    assert (form["title"].value(), form["body"].value(), form["seen"].value()) == (
        "Le titre de Karim",
        "Mon texte à moi.",
        3,
    )
    editor.post(page_of(article), mine | {"seen": 3, "title": form["title"].value()})
    kept = content_of(article)
    assert (kept.title, kept.body) == ("Le titre de Karim", "Mon texte à moi.")
    assert article.revisions.count() == 4


def test_whoever_may_not_publish_is_refused(client: Client) -> None:
    events = sign_in(client, make_staff(Role.EVENTS))
    article = make_draft()
    assert events.get(LIST).status_code == 200
    for name in ("publish", "archive", "reopen", "unschedule", "submit"):
        assert events.post(page_of(article, name), {"seen": 2}).status_code == 403
    article.refresh_from_db()
    assert article.stage == "draft"


def test_archived_article_is_not_written(editor: Client) -> None:
    article = make_article()
    publishing.archive(article=article, by=make_user())
    page = save(editor, article, title="Autre")
    assert "rouvrez-le avant de l’écrire" in page.content.decode()
