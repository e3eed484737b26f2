"""Versions compared by words, taken up again, and shown for a week behind a link that nobody can make up."""

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from club.core import tokens
from club.core.roles import Role
from club.editorial import previewing
from club.editorial.actions import writing
from club.editorial.comparing import Piece, compare, lines_of
from club.editorial.content import Content
from club.editorial.models import Article, Level, Revision
from tests.editorial_factories import make_article, make_content, make_draft
from tests.editorial_posts import form_of, page_of, save
from tests.factories import make_organisation, make_staff, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    return sign_in(client, make_staff(Role.EDITORS))


def title_of(article: Article) -> str:
    return Content.of(writing.latest(article).content).title


def test_words_that_changed_stand_inside_their_line() -> None:
    before = "Premier.\n\nUn appel suffit.\n\nTroisième.\n\nQuatrième.\n\nCinquième."
    after = before.replace("suffit", "par an suffit")
    assert lines_of(before, after) == [
        [Piece("same", "Premier.")],
        [Piece("same", "")],
        [Piece("same", "Un appel "), Piece("added", "par an "), Piece("same", "suffit.")],
        [Piece("same", "")],
        [Piece("skipped", "5 lignes inchangées")],
    ]


def test_whole_lines_that_come_or_go() -> None:
    assert lines_of("", "Un\nDeux") == [[Piece("added", "Un")], [Piece("added", "Deux")]]
    assert lines_of("Un", "") == [[Piece("removed", "Un")]]


def test_fields_are_compared_in_words_for_people() -> None:
    member, other = make_organisation(name="Cartouches de France"), make_article(title="À lire")
    before = make_content(title="Même")
    after = Content.of(before.to_json() | {"sponsor": member.pk, "related": [other.pk], "themes": ["security"]})
    found = {one.label: one.lines for one in compare(before, after)}
    assert found["Membre pour qui c’est publié"] == [[Piece("added", "Cartouches de France")]]
    assert found["À lire aussi"] == [[Piece("added", "À lire")]]
    assert list(found) == ["Thèmes", "Membre pour qui c’est publié", "À lire aussi"]


def test_page_of_versions_says_who_changed_what(editor: Client) -> None:
    article = make_draft(title="Avant")
    save(editor, article, title="Après", note="Le titre dit vrai.")
    page = editor.get(page_of(article, "revisions") + "?a=3").content.decode()
    for words in ("De la version 2 à la version 3", "[retiré\u00a0: </span>Avant<", "[ajouté\u00a0: </span>Après<"):
        assert words in page
    assert "Le titre dit vrai." in page


def test_page_of_versions_asks_as_much_for_few_as_for_many(
    editor: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    article = make_draft()
    editor.get(page_of(article, "revisions"))
    with django_assert_num_queries(7):
        editor.get(page_of(article, "revisions"))
    save(editor, article, title="Autre")
    save(editor, article, title="Encore")
    editor.get(page_of(article))  # shows what was said of the two saves
    with django_assert_num_queries(7):
        editor.get(page_of(article, "revisions"))


@pytest.mark.parametrize("asked", ["?a=99", "?a=1", "?a=deux", "?a=9999999999999", "?de=1&a=2", "?apres=abc"])
def test_odd_addresses_of_versions_are_harmless(editor: Client, asked: str) -> None:
    assert editor.get(page_of(make_draft(), "revisions") + asked).status_code == 200


def test_old_version_is_taken_up_again_and_the_others_stay(editor: Client) -> None:
    article = make_article(title="Premier")
    save(editor, article, title="Second")
    editor.post(page_of(article, "restore", number=2), {"seen": 3})
    assert (title_of(article), article.revisions.count()) == ("Premier", 4)
    article.refresh_from_db()
    assert article.stage == "draft"


def test_version_is_not_taken_up_over_what_was_not_seen(editor: Client) -> None:
    article = make_draft(title="Premier")
    save(editor, article, title="Second")
    save(editor, article, title="Troisième")
    page = editor.post(page_of(article, "restore", number=2), {"seen": 3}, follow=True)
    assert "vient d’écrire dans cet article" in page.content.decode()
    assert title_of(article) == "Troisième"


# The link


@pytest.mark.parametrize("level", list(Level))
def test_link_shows_a_draft_to_whoever_has_it(level: Level) -> None:
    article = make_draft(level, title="Secret jusqu’à mardi")
    answer = Client().get(previewing.share_link(writing.latest(article)))
    page = answer.content.decode()
    assert "Secret jusqu’à mardi" in page
    assert "Aperçu, non publié" in page
    assert '<meta name="robots" content="noindex">' in page
    assert (answer["X-Robots-Tag"], dict(answer.cookies)) == ("noindex", {})
    assert "no-store" in answer["Cache-Control"]


def test_link_shows_its_own_version_whatever_was_written_since(editor: Client) -> None:
    article = make_draft(title="Version montrée")
    link = previewing.share_link(writing.latest(article))
    save(editor, article, title="Version tue")
    page = Client().get(link).content.decode()
    assert ("Version montrée" in page, "Version tue" in page) == (True, False)


def test_link_ends_after_a_week(monkeypatch: pytest.MonkeyPatch) -> None:
    link = previewing.share_link(writing.latest(make_draft(title="Secret")))
    now = timezone.now().timestamp()
    for later, status in ((previewing.WEEK.total_seconds() - 60, 200), (previewing.WEEK.total_seconds() + 60, 410)):
        monkeypatch.setattr(signing.time, "time", lambda later=later: now + later)
        answer = Client().get(link)
        assert (answer.status_code, "Secret" in answer.content.decode()) == (status, status == 200)


def test_links_made_up_or_made_for_something_else_open_nothing() -> None:
    revision = writing.latest(make_draft(title="Secret"))
    good = previewing.share_link(revision).split("/")[-2]
    other = Revision.objects.exclude(pk=revision.pk).first()
    value, moment, seal = good.split(":")
    forged = signing.dumps(other.pk, salt=previewing.SALT).split(":")[0]
    tried = [
        f"{forged}:{moment}:{seal}",
        f"{value}:{moment}:{seal[:-1]}",
        f"{value}:zzzzzz:{seal}",
        signing.dumps(revision.pk),
        signing.dumps(revision.pk, salt="newsletters.unsubscribe"),
        signing.dumps({"pk": revision.pk}, salt="autre"),
        tokens.sign(previewing.SALT, revision.pk),
        str(revision.pk),
        signing.dumps(999_999, salt=previewing.SALT),
    ]
    for token in tried:
        assert Client().get(reverse("public:articles:preview", args=[token])).status_code == 404, token


def test_preview_is_framed_by_our_own_pages_alone(editor: Client) -> None:
    article = make_draft()
    answer = editor.get(page_of(article, "preview"))
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    shared = Client().get(previewing.share_link(writing.latest(article)))
    assert "frame-ancestors 'none'" in shared["Content-Security-Policy"]


def test_preview_shows_what_is_typed_and_keeps_nothing(editor: Client) -> None:
    article = make_draft(Level.DOSSIER)
    typed = form_of(article, title="", body="## En cours\n\n<script>alert(1)</script>", slug="pas une adresse")
    page = editor.post(page_of(article, "preview_typed"), typed).content.decode()
    assert ("En cours" in page, "<script>alert" in page) == (True, False)
    assert writing.latest(article).number == 2
