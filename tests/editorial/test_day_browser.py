"""An editor's day in a real Chromium without script and without mouse: written, read, scheduled, published, corrected
at a new address, taken up again. Each step is reached with the tabulation key, as somebody who has no mouse does.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Locator, Page, expect

from club.core.roles import Role
from club.editorial.actions import writing
from club.editorial.content import Content
from club.editorial.models import Article
from members.models import User
from tests.editorial_factories import make_draft, make_picture
from tests.editorial_posts import page_of
from tests.factories import make_staff, sign_in

pytestmark = pytest.mark.slow
SUMMARY = "Un antivirus gratuit suffit à beaucoup de boutiques : voici comment choisir le sien."
MOST_STEPS = 150  # of the tabulation key on one page


@contextmanager
def desk(chromium: Browser, site: str, user: User) -> Iterator[Page]:
    context = chromium.new_context(java_script_enabled=False, locale="fr-FR", base_url=site)
    session = sign_in(Client(), user).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])
    yield context.new_page()
    context.close()


def reach(page: Page, wanted: Locator) -> None:
    """Tab until ``wanted`` has the focus; a control that the keyboard never reaches fails here."""
    expect(wanted).to_be_visible()
    for _ in range(MOST_STEPS):
        if wanted.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"the keyboard never reaches {wanted}")


def write(page: Page, field: str, text: str) -> None:
    reach(page, page.locator(field))
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(text)


def press(page: Page, name: str, then: str) -> None:
    """Presses a button; ``then``: words of the page that answers."""
    reach(page, page.get_by_role("button", name=name, exact=True).last)
    page.keyboard.press("Enter")
    expect(page.get_by_text(then).first).to_be_visible(timeout=20_000)


def unfold(page: Page, words: str) -> None:
    reach(page, page.locator("summary", has_text=words))
    page.keyboard.press("Enter")


def test_a_whole_day_without_mouse_nor_script(chromium: Browser, site: str) -> None:
    lucie = make_staff(Role.EDITORS, first_name="Lucie", last_name="Faivre")
    karim = make_staff(Role.EDITORS, first_name="Karim", last_name="Vasseur")
    with desk(chromium, site, lucie) as page:
        page.goto(reverse("console:articles:new"))
        write(page, "#id_title", "Choisir son antivirus")
        press(page, "Commencer à écrire", "Il manque le texte.")
        write(page, "#id_summary", SUMMARY)
        write(page, "#id_body", "## Le geste\n\nComparez trois offres.")
        press(page, "Enregistrer", "Version 2 enregistrée")
        press(page, "Donner à relire", "L’article est à relire")
        console = page.url
    article = Article.objects.get()
    with desk(chromium, site, karim) as page:
        page.goto(console)
        unfold(page, "Publier plus tard")
        page.locator("#later_day").fill(f"{timezone.localdate() + timedelta(days=3):%Y-%m-%d}")
        page.locator("#later_hour").fill("09:30")
        press(page, "Programmer", "L’article paraîtra le")
        press(page, "Publier maintenant", "L’article est en ligne")
        first = article.get_absolute_url()
        write(page, "#id_title", "Choisir un antivirus")
        write(page, "#id_slug", "Un antivirus à 0 €")
        press(page, "Enregistrer", "Version 3 enregistrée")
        press(page, "Publier maintenant", "L’article est en ligne")
        page.goto(first)
        expect(page.get_by_role("heading", level=1)).to_have_text("Choisir un antivirus")
        assert page.url.endswith("/un-antivirus-a-0/")
        page.goto(console)
        reach(page, page.get_by_role("link", name="Versions"))
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Toutes les versions")).to_be_visible()
        press(page, "Reprendre la version 2", "La version 2 est reprise")
        expect(page.locator("#id_title")).to_have_value("Choisir son antivirus")
        press(page, "Publier maintenant", "L’article est en ligne")
        page.goto(f"{site}/reduire-ses-couts/un-antivirus-a-0/")
        expect(page.get_by_role("heading", level=1)).to_have_text("Choisir son antivirus")
        assert page.url == site + first


def test_two_at_once_keep_the_picture_of_one_and_the_link_of_the_other(chromium: Browser, site: str) -> None:
    lucie = make_staff(Role.EDITORS, first_name="Lucie", last_name="Faivre")
    karim = make_staff(Role.EDITORS, first_name="Karim", last_name="Vasseur")
    article, wanted = make_draft(by=lucie), make_picture(alt="Une balance de marché")
    linked = "## Le geste\n\nLisez [le guide de l’Insee](https://www.insee.fr/)."
    with desk(chromium, site, lucie) as first, desk(chromium, site, karim) as second:
        first.goto(page_of(article))
        second.goto(page_of(article))
        first.get_by_role("radio", name="Une balance de marché").check()
        press(first, "Enregistrer", "Version 3 enregistrée")
        write(second, "#id_body", linked)
        press(second, "Enregistrer", "Lucie Faivre a enregistré cet article pendant que vous l’écriviez")
        expect(second.get_by_role("radio", name="Une balance de marché")).to_be_checked()
        expect(second.locator("#id_body")).to_have_value(linked)
        press(second, "Enregistrer", "Version 4 enregistrée")
    kept = Content.of(writing.latest(article).content)
    assert (kept.picture, kept.body) == (wanted.pk, linked)
