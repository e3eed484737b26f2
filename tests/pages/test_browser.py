"""What only a real browser can tell: axe finds nothing, the CSP holds, keyboard and narrow screens do."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from club.urls import PAGES
from tests.pages.conftest import Site

pytestmark = pytest.mark.slow

PUBLIC = [
    "/",
    "/pres-de-chez-vous/",
    "/pres-de-chez-vous/53/",
    "/pres-de-chez-vous/?lieu=Zzyzx",
    "/compte/connexion/",
    "/demo/boite/",
    "/demo/code/",
    *(f"/{address}" for _, address, _ in PAGES),
]
PORTAL = ["/espace/", "/espace/coordonnees/"]
CONSOLE = [
    "/console/",
    "/console/recherche/?q=camille",
    "/console/composants/",
    "/console/members/user/",
    "/console/members/organisation/add/",
    "/console/ambassadors/ambassador/",
    "/console/channel/expert/add/",
    "/console/core/auditentry/",
    "/console/flash-info/",
]
FACES = [("", PUBLIC), ("ambassador", PORTAL), ("staff", CONSOLE)]


def pages_of(site: Site, browser: Browser, width: int) -> Any:
    """Every page at a width, opened by whoever it is for, with what its console complained about."""
    for who, addresses in FACES:
        page = site.visit(browser, who=who, width=width).new_page()
        complaints: list[str] = []
        page.on("console", lambda m, heard=complaints: heard.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error, heard=complaints: heard.append(str(error)))
        for address in addresses:
            complaints.clear()
            answer = page.goto(site.url + address)
            assert answer is not None
            assert answer.status == 200, address
            yield address, page, complaints


def violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{v['id']}: {node['html'][:120]}" for v in found for node in v["nodes"]]


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_and_the_csp_find_nothing(site: Site, chromium: Browser, width: int) -> None:
    found = {}
    for address, page, complaints in pages_of(site, chromium, width):
        if faults := violations(page) + complaints:
            found[address] = faults
    assert found == {}


def test_pages_fit_320_pixels(site: Site, chromium: Browser) -> None:
    wide = {}
    for address, page, _ in pages_of(site, chromium, 320):
        if excess := page.evaluate("document.documentElement.scrollWidth - innerWidth"):
            wide[address] = excess
    assert wide == {}


def test_axe_would_see_a_fault(site: Site, chromium: Browser) -> None:
    """The negative control: a picture without a text and a button without a name are found."""
    page = site.visit(chromium).new_page()
    page.goto(site.url)
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<button></button><img src=x>')")
    assert {fault.partition(":")[0] for fault in violations(page)} == {"button-name", "image-alt"}


@pytest.mark.parametrize(("who", "address"), [("", "/"), ("ambassador", "/espace/"), ("staff", "/console/")])
def test_first_key_offers_the_content(site: Site, chromium: Browser, who: str, address: str) -> None:
    page = site.visit(chromium, who=who).new_page()
    page.goto(site.url + address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Aller au contenu"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "contenu"


def test_map_can_be_skipped(site: Site, chromium: Browser) -> None:
    page = site.visit(chromium).new_page()
    page.goto(site.url)
    page.locator("a[href='#apres-carte']").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "En tableau"


def test_search_works_without_script(site: Site, chromium: Browser) -> None:
    page = site.visit(chromium, script=False).new_page()
    page.goto(site.url)
    page.get_by_label("J’ai besoin de").fill("un site web")
    page.get_by_label("Près de").fill("Laval")
    page.get_by_role("button", name="Trouver de l’aide").click()
    assert page.url == f"{site.url}/pres-de-chez-vous/53/?besoin=website"
    assert "site web" in page.locator(".lead").inner_text()


def test_menu_opens_on_a_narrow_screen(site: Site, chromium: Browser) -> None:
    page = site.visit(chromium, width=390).new_page()
    page.goto(site.url)
    link = page.get_by_role("navigation", name="Menu principal").get_by_role("link", name="Adhérer")
    assert not link.is_visible()
    page.get_by_role("button", name="Menu").click()
    link.click()
    assert page.url == f"{site.url}/adherer/"


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
    assert page.get_by_role("dialog").is_visible()
    page.get_by_role("button", name="Annuler").click()
    assert not page.get_by_role("dialog").is_visible()
