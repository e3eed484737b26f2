"""An editor's day through the pages alone: written, reviewed, scheduled, corrected, moved, restored, archived."""

from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from club.core.pages import renew
from club.core.roles import Role
from club.editorial.actions import publishing
from club.editorial.models import Article
from tests.editorial_posts import page_of, save, step
from tests.factories import make_organisation, make_staff, sign_in

pytestmark = pytest.mark.django_db


def seen_by_visitors(address: str) -> tuple[int, str]:
    renew()  # what a publication does once its transaction is over
    answer = Client().get(address)
    return answer.status_code, answer.headers.get("Location") or unescape(answer.content.decode())


def editor(first: str, last: str) -> Client:
    return sign_in(Client(), make_staff(Role.EDITORS, first_name=first, last_name=last))


ADDRESS, NEW_ADDRESS = "/reduire-ses-couts/choisir-son-antivirus/", "/reduire-ses-couts/antivirus/"
BODY = "## Le geste\n\nComparez trois offres."
SUMMARY = "Un antivirus gratuit suffit à beaucoup de boutiques : voici comment choisir le sien."


def test_an_editors_day() -> None:
    lucie, karim = editor("Lucie", "Faivre"), editor("Karim", "Vasseur")
    article = written_for_a_member(lucie)
    reviewed_by_another(lucie, karim, article)
    scheduled_and_out(karim, article)
    corrected_at_a_new_address(lucie, karim, article)
    restored(lucie, karim, article)
    step(karim, article, "archive")
    assert seen_by_visitors(ADDRESS)[0] == 410


def written_for_a_member(lucie: Client) -> Article:
    """What is missing is said at each save, and stops the next step."""
    lucie.post(reverse("console:articles:new"), {"level": "tip", "title": "Choisir son antivirus"})
    article = Article.objects.get()
    assert "Il manque le texte." in lucie.get(page_of(article)).content.decode()
    assert "À corriger avant la publication" in step(lucie, article, "submit").content.decode()
    save(lucie, article, summary=SUMMARY, body=BODY, themes=["security"], sponsor=make_organisation().pk)
    return article


def reviewed_by_another(lucie: Client, karim: Client, article: Article) -> None:
    step(lucie, article, "submit")
    step(karim, article, "send_back", reason="Dites le prix.")
    assert "Dites le prix." in lucie.get(page_of(article)).content.decode()
    save(lucie, article, body=f"{BODY}\n\nComptez 40 € par an.")
    step(lucie, article, "submit")
    assert "quelqu’un qui n’y a rien écrit" in lucie.get(page_of(article)).content.decode()


def scheduled_and_out(karim: Client, article: Article) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    step(karim, article, "publish", quand="plus-tard", day=tomorrow.isoformat(), hour="09:00")
    assert seen_by_visitors(ADDRESS)[0] == 404
    article.refresh_from_db()
    publishing.publish_due(article.publish_at)
    status, page = seen_by_visitors(ADDRESS)
    assert (status, "Comptez 40\u00a0€ par an." in page, "Publié pour un membre" in page) == (200, True, True)


def corrected_at_a_new_address(lucie: Client, karim: Client, article: Article) -> None:
    """Visitors read the former text at the former address until somebody publishes."""
    save(lucie, article, slug="antivirus", body=f"{BODY}\n\nComptez 50 € par an.")
    assert "Comptez 40\u00a0€" in seen_by_visitors(ADDRESS)[1]
    step(karim, article, "publish", quand="maintenant")
    assert seen_by_visitors(ADDRESS) == (301, NEW_ADDRESS)
    assert "Comptez 50\u00a0€" in seen_by_visitors(NEW_ADDRESS)[1]


def restored(lucie: Client, karim: Client, article: Article) -> None:
    """An old version is taken up again with its address; the others stay."""
    lucie.post(page_of(article, "restore", number=3), {"seen": 4})
    step(karim, article, "publish", quand="maintenant")
    assert "Comptez 40\u00a0€" in seen_by_visitors(ADDRESS)[1]
    assert seen_by_visitors(NEW_ADDRESS) == (301, ADDRESS)
    assert [one.number for one in article.revisions.order_by("number")] == [1, 2, 3, 4, 5]
