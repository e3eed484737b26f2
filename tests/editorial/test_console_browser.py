"""The editors' pages in a real Chromium: axe, narrow screens, marks by buttons, the preview, and without script."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from club.core.roles import Role
from club.editorial.actions import writing
from club.editorial.models import Level
from members.models import User
from tests.browsing import complaints, faults
from tests.editorial_factories import make_article, make_draft
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
    paths += [page_of(article) for article in (public, dossier, waits)]
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
