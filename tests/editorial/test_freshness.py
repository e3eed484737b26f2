"""What waits too long on the site, by age and reading; what comes, week by week; key figures as records."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from club.core.console import waiting_for
from club.core.models import Reading
from club.core.roles import Role
from club.editorial.actions import publishing
from club.editorial.coming import weeks
from club.editorial.console import to_review_count
from club.editorial.freshness import stale, stale_count
from club.editorial.models import Article, Figure, Level
from newsletters import fortnight
from newsletters.models import Slot
from tests.editorial_factories import make_article, make_draft, make_figure
from tests.editorial_posts import step
from tests.factories import make_staff, make_user, sign_in

pytestmark = pytest.mark.django_db
FRESHNESS, CALENDAR = reverse("console:articles:freshness"), reverse("console:articles:calendar")


@pytest.fixture
def editor(client: Client) -> Client:
    client.user = make_staff(Role.EDITORS)  # type: ignore[attr-defined]
    return sign_in(client, client.user)  # type: ignore[attr-defined]


def make_stale(title: str, days: int = 10, read: int = 0, level: Level = Level.TIP) -> Article:
    article = make_article(level, title=title)
    Article.objects.filter(pk=article.pk).update(review_by=timezone.localdate() - timedelta(days=days))
    if read:
        Reading.objects.create(kind="article", number=article.pk, day=timezone.localdate(), count=read)
    return article


def titles() -> list[str]:
    return [one.title for one in stale()[0]]


def test_what_is_old_and_read_comes_first() -> None:
    make_stale("Vieux, peu lu", days=100, read=1)
    make_stale("Récent, très lu", days=3, read=900)
    make_stale("Vieux, jamais lu", days=100)
    make_stale("D’aujourd’hui", days=0)
    make_article(title="Encore juste")
    make_draft(title="Pas public")
    assert titles() == ["Récent, très lu", "Vieux, peu lu", "Vieux, jamais lu", "D’aujourd’hui"]


def test_dead_links_weigh_as_much_as_age(client: Client) -> None:
    make_stale("Vieux de vingt jours", days=20)
    article = make_article(title="Deux liens morts")
    for end in ("a", "b"):
        article.link_checks.create(url=f"https://exemple.fr/{end}", outcome="dead", checked_at=timezone.now())
    assert titles() == ["Deux liens morts", "Vieux de vingt jours"]


def test_every_row_is_reached_page_by_page(
    editor: Client, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for module in ("freshness", "views.console_calendar"):
        monkeypatch.setattr(f"club.editorial.{module}.SHOWN", 2)
    for number in range(1, 5):
        make_stale(f"Texte {number}", days=number)
    make_figure(label="un chiffre", next_update=timezone.localdate() - timedelta(days=9))
    seen = [[one.title for one in editor.get(f"{FRESHNESS}?page={page}").context["rows"]] for page in (1, 2, 3)]
    assert seen == [["2,5 millions un chiffre", "Texte 4"], ["Texte 3", "Texte 2"], ["Texte 1"]]
    for odd in ("0", "99", "-1", "x", "٣٣", "9" * 30):
        assert editor.get(f"{FRESHNESS}?page={odd}").status_code == 200
    page = editor.get(f"{FRESHNESS}?page=2").content.decode()
    assert "3 à 4 sur 5" in page
    assert 'href="?page=1"' in page
    assert 'href="?page=3"' in page
    assert f'name="retour" value="{FRESHNESS}?page=2"' in page
    with django_assert_num_queries(5):
        stale()


def test_archived_article_and_unpublished_figure_wait_for_nobody() -> None:
    publishing.archive(article=make_stale("Archivé"), by=make_user())
    make_figure(is_published=False, next_update=date(2020, 1, 1))
    assert (titles(), stale_count()) == ([], 0)


def test_figure_past_its_update_is_among_them(editor: Client) -> None:
    figure = make_figure(value="2,5 millions", next_update=timezone.localdate() - timedelta(days=5))
    page = editor.get(FRESHNESS).content.decode()
    assert "2,5 millions de très petites entreprises" in page
    assert reverse("admin:editorial_figure_change", args=[figure.pk]) in page


def test_confirming_from_the_list_comes_back_to_it(editor: Client) -> None:
    article = make_stale("Toujours juste")
    until = timezone.localdate() + timedelta(days=300)
    page = step(editor, article, "confirm", until=until, retour=FRESHNESS)
    article.refresh_from_db()
    assert (article.review_by, page.redirect_chain) == (until, [(FRESHNESS, 302)])
    assert "Tout est à jour" in page.content.decode()


@pytest.mark.parametrize("place", ["https://mal.example/", "//mal.example/", "/\\mal.example", "javascript:alert(1)"])
def test_confirming_leads_to_no_other_site(editor: Client, place: str) -> None:
    article = make_stale("Piège")
    page = step(editor, article, "confirm", until=timezone.localdate() + timedelta(days=9), retour=place)
    assert page.redirect_chain == [(reverse("console:articles:edit", args=[article.pk]), 302)]


def test_list_asks_as_much_for_one_as_for_three(
    editor: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_stale("Premier")
    editor.get(FRESHNESS)
    with django_assert_num_queries(8):
        editor.get(FRESHNESS)
    make_stale("Deuxième", read=4)
    make_stale("Troisième", read=2)
    with django_assert_num_queries(8):
        editor.get(FRESHNESS)


def test_calendar_says_what_comes_in_its_week(editor: Client) -> None:
    monday = date(2027, 3, 1)
    hour = timezone.make_aware(datetime(2027, 3, 2, 9, 30))
    draft = make_draft(title="Publication de mardi")
    publishing.publish(article=draft, by=make_user(), at=hour)
    review = make_article(title="Relecture de dimanche")
    Article.objects.filter(pk=review.pk).update(review_by=date(2027, 3, 7))
    make_figure(value="45 %", next_update=date(2027, 3, 8))
    Slot.objects.create(job=fortnight.JOB, due_at=timezone.make_aware(datetime(2027, 3, 4, 10)))
    found = weeks(monday + timedelta(days=3))
    assert [week.monday for week in found[:2]] == [monday, monday + timedelta(weeks=1)]
    assert [one.title for one in found[0].items] == [
        "Publication de mardi",
        "Départ sans numéro encore",
        "Relecture de dimanche",
    ]
    assert [one.title for one in found[1].items] == ["45 % de très petites entreprises"]
    assert editor.get(CALENDAR).status_code == 200


def test_week_begins_and_ends_at_midnight_in_paris() -> None:
    last = timezone.make_aware(datetime(2027, 3, 7, 23, 59))
    draft = make_draft()
    publishing.publish(article=draft, by=make_user(), at=last)
    assert [len(week.items) for week in weeks(date(2027, 3, 1))[:2]] == [1, 0]


def test_editors_are_told_what_waits_for_them(editor: Client) -> None:
    user: Any = editor.user  # type: ignore[attr-defined]
    sent_back, other = make_draft(title="À moi", by=user), make_draft(title="À un autre")
    for article in (sent_back, other):
        publishing.submit(article=article, by=article.author)
        publishing.send_back(article=article, reason="Le titre promet trop.", by=make_user())
    waits = make_draft(title="À lire")
    publishing.submit(article=waits, by=waits.author)
    make_stale("Passé")
    told = {one.title for one in waiting_for(user)}
    assert told == {
        "«\u00a0À moi\u00a0» est à reprendre",
        "«\u00a0À lire\u00a0» attend une relecture",
        "Un contenu est à rafraîchir",
    }
    assert to_review_count() == 1
    assert not {one.title for one in waiting_for(make_staff(Role.FINANCE))} & told


def test_figure_is_not_published_without_its_year_and_source(editor: Client) -> None:
    data = {"key": "tpe", "value": "2,5 millions", "label": "de TPE", "position": 1, "is_published": "on"}
    page = editor.post(reverse("admin:editorial_figure_add"), data)
    assert "Un chiffre publié dit son année, sa source, qui la publie" in page.content.decode()
    assert not Figure.objects.exists()
    data |= {"year": 2008, "source": "Dossier", "publisher": "Le Club", "next_update": "2027-01-01"}
    editor.post(reverse("admin:editorial_figure_add"), data | {"places": ["home"]})
    assert Figure.objects.get().is_published
    assert "2,5 millions" in editor.get(reverse("admin:editorial_figure_changelist") + "?q=TPE").content.decode()


@pytest.mark.parametrize(("asked", "given"), [("0", 1), ("", 1), ("x", 1), ("2", 2), ("9" * 18, 2), ("9" * 30, 1)])
def test_page_asked_for_is_one_that_there_is(
    editor: Client, monkeypatch: pytest.MonkeyPatch, asked: str, given: int
) -> None:
    monkeypatch.setattr("club.editorial.freshness.SHOWN", 1)
    monkeypatch.setattr("club.editorial.views.console_calendar.SHOWN", 1)
    make_stale("Premier", days=9)
    make_stale("Second", days=3)
    page = editor.get(FRESHNESS, {"page": asked}).context
    assert (page["first"], page["final"], [row.title for row in page["rows"]]) == (
        given,
        given,
        [["Premier", "Second"][given - 1]],
    )
