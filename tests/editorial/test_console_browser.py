"""The editors' pages in a real Chromium: axe, narrow screens, marks by buttons, the preview, and without script."""

import re
from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from club.core.roles import Role
from club.editorial.actions import writing
from club.editorial.content import Content
from club.editorial.models import Level
from members.models import User
from tests.browsing import complaints, faults, follow
from tests.editorial_factories import make_article, make_draft, make_picture
from tests.editorial_posts import page_of
from tests.factories import make_staff, sign_in

pytestmark = pytest.mark.slow
Opens = Callable[[User, str], Page]


@pytest.fixture
def opens(page: Page, site: str) -> Opens:
    """Opens an address as somebody of the team."""

    def open_as(user: User, path: str) -> Page:
        session = sign_in(Client(), user).cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])
        page.goto(site + path)
        return page

    return open_as


def test_no_page_has_an_axe_violation(opens: Opens, page: Page) -> None:
    lucie = make_staff(Role.EDITORS, first_name="Lucie", last_name="Faivre")
    karim = make_staff(Role.EDITORS, first_name="Karim", last_name="Vasseur")
    public, dossier = make_article(), make_draft(Level.DOSSIER, by=lucie)
    waits = make_draft(by=karim, body="### Un sous-titre seul\n\nVoir [ici](/nulle-part/).")
    writing.open_for(article=waits, by=karim)
    paths = [reverse("console:articles:articles"), reverse("console:articles:new")]
    paths += [reverse(f"console:articles:{name}") for name in ("pictures", "new_picture", "calendar", "freshness")]
    paths += [page_of(article) for article in (public, dossier, waits)]
    paths += [page_of(public, "revisions") + "?a=2", reverse("console:articles:picture", args=[make_picture().pk])]
    found = []
    for path in paths:
        opens(lucie, path)
        found += faults(page)
    assert found == []


def test_marks_by_buttons_and_the_preview_that_follows(opens: Opens, page: Page) -> None:
    article = make_draft(body="Un mot.")
    with complaints(page) as heard:
        opens(make_staff(Role.EDITORS), page_of(article))
        body = page.locator("#id_body")
        body.evaluate("area => { area.focus(); area.setSelectionRange(3, 6) }")
        page.get_by_role("button", name="Gras").first.click()
        expect(body).to_have_value("Un **mot**.")
        expect(page.frame_locator("iframe[name=apercu]").locator(".prose strong")).to_have_text("mot")
        body.press("Control+i")
        expect(body).to_have_value("Un ***mot***.")
        page.get_by_role("button", name="Titre", exact=True).first.click()
        expect(body).to_have_value("## Un ***mot***.")
        page.locator(".editing-save").get_by_role("button", name="Enregistrer").click()
        expect(page.get_by_text("Version 3 enregistrée.")).to_be_visible(timeout=20_000)
    assert heard == []


def test_finding_leads_to_its_words_by_the_keyboard_and_to_its_field_without_script(
    opens: Opens, page: Page, chromium: Browser, site: str
) -> None:
    lucie, article = make_staff(Role.EDITORS), make_draft(body="Un début.\n\nVoir [ici](https://www.insee.fr/).")
    opens(lucie, page_of(article))
    page.locator(".findings a").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#id_body")).to_be_focused()
    assert page.evaluate("getSelection().toString()") == "[ici]"
    context = chromium.new_context(java_script_enabled=False)
    context.add_cookies(page.context.cookies())
    plain = context.new_page()
    plain.goto(site + page_of(article))
    plain.locator(".findings a").press("Enter")
    expect(plain.locator("#id_body")).to_be_focused()
    expect(plain).to_have_url(re.compile("#id_body$"))
    context.close()


def test_article_is_written_without_script(chromium: Browser, site: str) -> None:
    """Parts added and moved, a picture looked for, the preview in its frame, then saved."""
    article = make_draft(Level.DOSSIER)
    wanted = make_picture(alt="Une balance de marché")
    context = chromium.new_context(java_script_enabled=False)
    session = sign_in(Client(), make_staff(Role.EDITORS)).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])
    page = context.new_page()
    page.goto(site + page_of(article))
    follow(page.get_by_role("button", name="Ajouter une partie"))
    page.locator("#id_part-2-title").fill("Et après")
    page.locator("#id_part-2-body").fill("Relisez chaque année.")
    follow(page.locator("#partie-2").get_by_role("button", name="Monter d’une place"))
    page.locator("#cherche_image").fill("balance")
    follow(page.locator("#image").get_by_role("button", name="Chercher"))
    page.get_by_role("radio", name="Une balance de marché").check()
    page.get_by_role("button", name="Voir l’aperçu").click()
    expect(page.frame_locator("iframe[name=apercu]").get_by_text("Relisez chaque année.")).to_be_visible()
    page.locator(".editing-save").get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("Version 3 enregistrée.")).to_be_visible()
    context.close()
    kept = Content.of(writing.latest(article).content)
    assert [part.title for part in kept.parts] == ["Avant de commencer", "Et après", "Choisir"]
    assert kept.picture == wanted.pk
