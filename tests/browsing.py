"""What a page shows to axe and to narrow screens, judged in a real browser from one load."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

WIDTHS = (1280, 390)
NARROWEST = 320
_RUN = """async (options) => (await axe.run(options)).violations.flatMap(
    fault => fault.nodes.map(node => `${fault.id}: ${node.html.slice(0, 120)}`))"""


def violations(page: Page, **options: Any) -> list[str]:
    """What axe finds, one line per element. ``options``: axe's own."""
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
