"""A session that ends while somebody writes: the text comes back with the refusal, and goes through after login."""

import re
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from club.core.roles import Role
from club.editorial.actions import writing
from club.editorial.models import Article
from tests.editorial_factories import make_draft
from tests.editorial_posts import form_of, page_of, save
from tests.factories import make_staff, sign_in

pytestmark = pytest.mark.django_db
OURS = {"Origin": "http://testserver"}
TEXT = "\nUn long texte, avec « guillemets » & <b>marques</b>.\n\n" + "Encore une phrase. " * 10


def fields_of(page: str) -> dict[str, list[str]]:
    """What the form of a page would send: its hidden fields and its texts."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    found += re.findall(r'<textarea [^>]*name="([^"]+)"[^>]*>\n(.*?)</textarea>', page, re.S)
    sent: dict[str, list[str]] = {}
    for name, text in found:
        sent.setdefault(name, []).append(unescape(text))
    return sent


def written(article: Article) -> dict[str, object]:
    return writing.latest(article).content


@pytest.mark.parametrize("how", ["idle", "signed out"])
def test_text_comes_back_and_is_kept_after_a_new_login(how: str) -> None:
    article, lucie = make_draft(), make_staff(Role.EDITORS)
    client = sign_in(Client(), lucie)
    client.get(page_of(article))
    posted = form_of(article, body=TEXT, themes=["telephony", "security"])
    with time_machine.travel(timezone.now() + timedelta(minutes=31 if how == "idle" else 0), tick=False):
        if how == "signed out":
            client.logout()
        refused = client.post(page_of(article), posted, headers=OURS)
        page = refused.content.decode()
        assert (refused.status_code, refused["Cache-Control"]) == (403, "no-store")
        assert "Votre session a pris fin, votre texte est là" in page
        assert written(article)["body"] != TEXT
        again = client.post(page_of(article), fields_of(page), headers=OURS)
        assert "votre texte est là" in again.content.decode()  # sent too soon: still there
        sign_in(client, lucie)
        assert client.post(page_of(article), fields_of(again.content.decode()), headers=OURS).status_code == 302
    assert written(article)["body"] == writing.tidy(writing.Content(title="", slug="", body=TEXT)).body
    assert written(article)["themes"] == ["security", "telephony"]


def test_page_older_than_the_login_is_sent_again_with_a_fresh_proof() -> None:
    article = make_draft()
    client = sign_in(Client(enforce_csrf_checks=True), make_staff(Role.EDITORS))
    client.get(page_of(article))
    stale = form_of(article, body=TEXT) | {"csrfmiddlewaretoken": "x" * 64}
    refused = client.post(page_of(article), stale, headers=OURS)
    assert "Encore un geste" in refused.content.decode()
    assert client.post(page_of(article), fields_of(refused.content.decode()), headers=OURS).status_code == 302
    assert "Un long texte" in str(written(article)["body"])


@pytest.mark.parametrize("origin", [{}, {"Origin": "https://evil.example"}, {"Origin": "null"}])
def test_form_of_another_site_is_not_given_back(origin: dict[str, str]) -> None:
    article = make_draft()
    client = sign_in(Client(enforce_csrf_checks=True), make_staff(Role.EDITORS))
    forged = form_of(article, body="Texte d’un autre site. " * 9)
    refused = client.post(page_of(article), forged, headers=origin)
    assert refused.status_code == 403
    assert "Texte d’un autre site" not in refused.content.decode()
    visitor = Client().post(page_of(article), forged, headers=origin)
    assert (visitor.status_code, visitor["Location"].split("?")[0]) == (302, "/compte/connexion/")


def test_other_pages_ask_to_sign_in_as_ever() -> None:
    article = make_draft()
    answer = Client().post(page_of(article, "submit"), headers=OURS)
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/compte/connexion/")
    assert save(Client(), article).status_code == 302
