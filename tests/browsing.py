"""What a page shows to axe and to narrow screens, judged in a real browser from one load."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Locator, Page

WIDTHS = (1280, 390)
NARROWEST = 320
_NAME_OF_FOCUS = "(document.activeElement?.labels?.[0] ?? document.activeElement ?? document.body).textContent"
_RUN = """async (options) => (await axe.run(options)).violations.flatMap(
    fault => fault.nodes.map(node => `${fault.id}: ${node.html.slice(0, 120)}`))"""


def follow(target: Locator) -> None:
    """Clicks on what opens another page, and waits until that one has loaded: half a page has no focus, no script."""
    with target.page.expect_navigation():
        target.click()


def enter(target: Locator) -> None:
    """The same by the Enter key."""
    with target.page.expect_navigation():
        target.press("Enter")


def reach(page: Page, name: str) -> None:
    """By the Tab key alone, to the field, link or button of that name."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate(_NAME_OF_FOCUS).strip().startswith(name):
            return
    raise AssertionError(f"{name} is out of reach of the keyboard")


def reach_and_enter(page: Page, name: str) -> None:
    """By the keyboard alone, to the page which that button or link opens."""
    reach(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def violations(page: Page, **options: Any) -> list[str]:
    """What axe finds, one line per element. ``options``: axe's own."""
    page.wait_for_load_state()
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return page.evaluate(_RUN, {"resultTypes": ["violations"], **options})


def faults(page: Page) -> list[str]:
    """Axe's violations on a desk and on a telephone, and anything that does not fit 320 pixels."""
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"{page.url} at {width} px: {violation}" for violation in violations(page)]
    page.set_viewport_size({"width": NARROWEST, "height": 900})
    if excess := page.evaluate("document.documentElement.scrollWidth - innerWidth"):
        found.append(f"{page.url} is {excess} px too wide for {NARROWEST}")
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    return found


@contextmanager
def complaints(page: Page) -> Iterator[list[str]]:
    """What the browser's console says meanwhile: errors of scripts and of the content policy."""
    heard: list[str] = []

    def hear(message: Any) -> None:
        if message.type == "error":
            heard.append(message.text)

    page.on("console", hear)
    yield heard
    page.remove_listener("console", hear)
