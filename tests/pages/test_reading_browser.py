"""Every kind of public page with letters twice as large, by the keyboard alone, and without a script."""

import pytest
from django.db import connections
from django.urls import reverse
from playwright.sync_api import Browser, Page

from tests.access_rules import RULES
from tests.pages.conftest import Site

pytestmark = pytest.mark.slow
TWICE = "document.documentElement.style.fontSize = '200%'"
TOO_WIDE = "document.documentElement.scrollWidth - innerWidth"
ZOOMED = ({"width": 1280, "height": 900}, {"width": 640, "height": 450})
SEARCHED = ["/annuaire/?lieu=53", "/recherche/?q=informatique", "/recherche/?q=zzyzx", "/annuaire/?lieu=Zzyzx"]
FOCUS = """() => {
  const here = document.activeElement, style = getComputedStyle(here), box = here.getBoundingClientRect();
  if (here === document.body) return null;
  const seen = box.width && box.height && box.bottom > 0 && box.top < innerHeight;
  const ringed = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  return [here.outerHTML.slice(0, 80), Boolean(seen && ringed)];
}"""


def paths() -> list[str]:
    names = [name for name in sorted(RULES) if name.startswith("public:") and "get" in RULES[name].methods]
    found = [reverse(name, kwargs=RULES[name].arguments()) for name in names]
    connections.close_all()  # beside a running Playwright Django keeps another one
    return [*found, *SEARCHED]


def pages(page: Page, site: Site) -> list[str]:
    """The addresses that answer with a page of the site."""
    answers = {path: page.request.get(site.url + path) for path in paths()}
    return [
        path for path, answer in answers.items() if answer.status == 200 and b"<!doctype html>" in answer.body()[:100]
    ]


def test_letters_twice_as_large_fit_every_page(site: Site, chromium: Browser) -> None:
    """WCAG 1.4.4, on a desk; 640 pixels are a desk whose window is zoomed twice besides."""
    page = site.visit(chromium).new_page()
    found, judged = {}, pages(page, site)
    for path in judged:
        page.goto(site.url + path)
        page.evaluate(TWICE)
        for size in ZOOMED:
            page.set_viewport_size(size)
            if excess := page.evaluate(TOO_WIDE):
                found[path, size["width"]] = excess
    assert found == {}
    assert len(judged) > 25


@pytest.mark.parametrize("path", ["/", "/annuaire/", "/annuaire/?lieu=53", "/reduire-ses-couts/", "/adherer/"])
def test_keyboard_goes_through_the_page_and_shows_where_it_is(site: Site, chromium: Browser, path: str) -> None:
    page = site.visit(chromium).new_page()
    page.emulate_media(reduced_motion="reduce")  # else the page still glides to what has the focus
    page.goto(site.url + path)
    stops = []
    for _ in range(400):
        page.keyboard.press("Tab")
        if (stop := page.evaluate(FOCUS)) is None:
            break
        stops.append(stop)
    assert page.evaluate(FOCUS) is None, "the keyboard is held in the page"
    assert "#contenu" in stops[0][0]
    assert [element for element, is_seen in stops if not is_seen] == []


def test_pages_say_the_same_without_script(site: Site, chromium: Browser) -> None:
    """Nothing is written by a script: the words of a page are there before any runs."""
    page, plain = (site.visit(chromium, script=script).new_page() for script in (True, False))
    for path in ("/", "/annuaire/?lieu=53", "/agenda/", "/reduire-ses-couts/", "/recherche/?q=informatique"):
        page.goto(site.url + path)
        plain.goto(site.url + path)
        assert plain.inner_text("main").split() == page.inner_text("main").split(), path
