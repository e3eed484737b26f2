"""Every kind of public page with letters twice as large, by the keyboard alone, and without a script."""

import pytest
from django.db import connections
from django.urls import reverse
from playwright.sync_api import Browser, Page

from tests.access_rules import RULES
from tests.pages.conftest import Site

pytestmark = pytest.mark.slow
LETTERS = "size => { document.documentElement.style.fontSize = size }"
TOO_WIDE = "document.documentElement.scrollWidth - innerWidth"
SCREENS = ((1280, 900), (768, 1024), (640, 450), (390, 844))
SEARCHED = ["/annuaire/?lieu=53", "/recherche/?q=informatique", "/recherche/?q=zzyzx", "/annuaire/?lieu=Zzyzx"]
LISTS = ["/", "/annuaire/", "/annuaire/?lieu=53", "/reduire-ses-couts/", "/adherer/"]
FOCUS = """async () => {
  const here = document.activeElement, style = getComputedStyle(here);
  if (here === document.body) return null;
  const seen = () => {
    const box = here.getBoundingClientRect();
    return box.width && box.height && box.bottom > 0 && box.top < innerHeight;
  };
  for (let frames = 0; frames < 9 && !seen(); frames++) await new Promise(requestAnimationFrame);
  const ringed = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  return [here.outerHTML.slice(0, 80), Boolean(seen() && ringed)];
}"""
"""What has the focus, and whether it is in sight, once the page has scrolled to it, with a ring."""


def paths(filled: Site) -> list[str]:
    names = [name for name in sorted(RULES) if name.startswith("public:") and "get" in RULES[name].methods]
    found = [reverse(name, kwargs=RULES[name].arguments()) for name in names]
    connections.close_all()  # beside a running Playwright Django keeps another one
    return [*found, *SEARCHED, *filled.pages.values()]


def pages(page: Page, filled: Site) -> list[str]:
    """The addresses that answer with a page of the site."""
    answers = {path: page.request.get(filled.url + path, max_redirects=0) for path in paths(filled)}
    return [
        path for path, answer in answers.items() if answer.status == 200 and b"<!doctype html>" in answer.body()[:100]
    ]


def test_each_page_fits_and_does_with_letters_twice_as_large(filled: Site, chromium: Browser) -> None:
    """WCAG 1.4.4 and 1.4.10; 640 pixels are a desk whose window is zoomed twice."""
    page = filled.visit(chromium).new_page()
    found, judged = {}, pages(page, filled)
    for path in judged:
        page.goto(filled.url + path)
        for letters in ("100%", "200%"):
            page.evaluate(LETTERS, letters)
            for width, height in SCREENS:
                page.set_viewport_size({"width": width, "height": height})
                if excess := page.evaluate(TOO_WIDE):
                    found[path, letters, width] = excess
    assert found == {}
    assert len(judged) > 25


def test_keyboard_goes_through_each_kind_of_page_and_shows_where_it_is(filled: Site, chromium: Browser) -> None:
    page = filled.visit(chromium).new_page()
    page.emulate_media(reduced_motion="reduce")  # else the page still glides to what has the focus
    found = {}
    for path in [*LISTS, *filled.pages.values()]:
        page.goto(filled.url + path)
        page.keyboard.press("Tab")
        page.wait_for_function("document.activeElement !== document.body")  # a key is heard when the page has time
        stops = [page.evaluate(FOCUS)]
        for _ in range(400):
            page.keyboard.press("Tab")
            if (stop := page.evaluate(FOCUS)) is None:
                break
            stops.append(stop)
        assert page.evaluate(FOCUS) is None, f"the keyboard is held in {path}"
        assert "#contenu" in stops[0][0]
        found[path] = [element for element, is_seen in stops if not is_seen]
    assert {path: unseen for path, unseen in found.items() if unseen} == {}


def test_pages_say_the_same_without_script(filled: Site, chromium: Browser) -> None:
    """Nothing is written by a script: the words of a page are there before any runs."""
    page, plain = (filled.visit(chromium, script=script).new_page() for script in (True, False))
    for path in [*LISTS, "/agenda/", "/recherche/?q=informatique", *filled.pages.values()]:
        page.goto(filled.url + path)
        plain.goto(filled.url + path)
        assert plain.inner_text("main").split() == page.inner_text("main").split(), path


def test_forced_colours_keep_the_map_and_show_where_the_keyboard_is(filled: Site, chromium: Browser) -> None:
    page = filled.visit(chromium).new_page()
    colours = {}
    for forced in ("none", "active"):
        page.emulate_media(forced_colors=forced, reduced_motion="reduce")
        page.goto(filled.url)
        tiles = page.locator(".france a, .france-legend i")
        colours[forced] = tiles.evaluate_all("all => all.map(one => getComputedStyle(one).backgroundColor)")
        page.keyboard.press("Tab")
        assert page.evaluate(FOCUS)[1], forced
    assert colours["active"] == colours["none"]
    assert len(set(colours["active"])) > 1
