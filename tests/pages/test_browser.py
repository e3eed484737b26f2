"""What only a real browser can tell: keyboard, scripts, narrow screens."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browsing import follow
from tests.pages.conftest import Site

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(("who", "address"), [("", "/"), ("ambassador", "/espace/"), ("staff", "/console/")])
def test_first_key_offers_the_content(site: Site, chromium: Browser, who: str, address: str) -> None:
    page = site.visit(chromium, who=who).new_page()
    page.goto(site.url + address)
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Aller au contenu")
    page.keyboard.press("Enter")
    expect(page.locator("#contenu")).to_be_focused()


def test_map_can_be_skipped(site: Site, chromium: Browser) -> None:
    page = site.visit(chromium).new_page()
    page.goto(site.url)
    page.locator("a[href='#apres-carte']").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site.url}/#apres-carte")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("En tableau")


def test_search_works_without_script(site: Site, chromium: Browser) -> None:
    page = site.visit(chromium, script=False).new_page()
    page.goto(site.url)
    page.get_by_label("J’ai besoin de").fill("un site web")
    page.get_by_label("Près de").fill("Laval")
    follow(page.get_by_role("button", name="Trouver de l’aide"))
    assert page.url == f"{site.url}/annuaire/?besoin=un+site+web&lieu=Laval"
    assert page.locator("h1").inner_text() == "Site web\u00a0: Laval (53)"


def test_menu_opens_on_a_narrow_screen(site: Site, chromium: Browser) -> None:
    page = site.visit(chromium, width=390).new_page()
    page.goto(site.url)
    link = page.get_by_role("navigation", name="Menu principal").get_by_role("link", name="Adhérer")
    assert not link.is_visible()
    page.get_by_role("button", name="Menu").click()
    follow(link)
    assert page.url == f"{site.url}/adherer/"


@pytest.mark.parametrize(
    ("who", "address", "menu"),
    [("", "/", "#menu"), ("ambassador", "/espace/", "#menu"), ("staff", "/console/", "#rail")],
)
def test_menu_left_open_closes_when_the_window_grows(
    site: Site, chromium: Browser, who: str, address: str, menu: str
) -> None:
    page = site.visit(chromium, who=who, width=390).new_page()
    page.goto(site.url + address)
    page.get_by_role("button", name="Menu").click()
    expect(page.locator(f"{menu}:popover-open")).to_have_count(1)
    page.set_viewport_size({"width": 1280, "height": 800})
    page.wait_for_function(f"!document.querySelector('{menu}').matches(':popover-open')")
    expect(page.locator(menu)).to_be_visible()


def test_slash_reaches_the_search_of_the_console(site: Site, chromium: Browser) -> None:
    page = site.visit(chromium, who="staff").new_page()
    page.goto(f"{site.url}/console/")
    page.keyboard.press("/")
    page.keyboard.type("zzyzx")
    page.keyboard.press("Enter")
    page.wait_for_url("**/recherche/?q=zzyzx")


def test_dialog_asks_before_it_acts(site: Site, chromium: Browser) -> None:
    page = site.visit(chromium, who="staff").new_page()
    page.goto(f"{site.url}/console/composants/")
    page.get_by_role("link", name="Ouvrir un dialogue").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.get_by_role("button", name="Annuler").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
