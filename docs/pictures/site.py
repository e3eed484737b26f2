"""Walks through the public site of a fresh demo as a newcomer and takes the pictures of this folder named « site-… ».

    python3 run.py demo                                                  # in one window, on an empty .local/
    .venv/bin/python docs/pictures/site.py [http://localhost:8000]       # in another; needs Chromium

Stops with an error when a page is too wide for its screen, answers something else than 200, or a link it follows is
not there.
"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from take import FLAGS, NARROW, WIDE, Journey

MIDDLE = {"width": 768, "height": 1024}
PAGES = {  # name of the picture → address
    "accueil": "/",
    "conseils": "/reduire-ses-couts/",
    "dossier": "/dossiers/vendre-en-ligne-quand-on-a-une-boutique/",
    "ressources": "/ressources/",
    "annuaire": "/annuaire/",
    "resultats": "/annuaire/?besoin=site+web&lieu=Lyon",
    "agenda": "/agenda/",
    "recherche": "/recherche/?q=facture+electronique",
    "qui-paie-quoi": "/le-club/qui-paie-quoi/",
    "club": "/le-club/",
}
ON_EVERY_SCREEN = {"accueil", "dossier", "resultats", "agenda"}


def look(page: Page, name: str, address: str) -> None:
    for label, size in (("", WIDE), ("-tablette", MIDDLE), ("-telephone", NARROW)):
        page.set_viewport_size(size)
        answer = page.goto(address)
        if answer.status != 200:
            sys.exit(f"{address} answers {answer.status}")
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            sys.exit(f"{address} does not fit {size['width']} px")
        if not label or name in ON_EVERY_SCREEN:
            shot(page, f"{name}{label}")


def shot(page: Page, name: str) -> None:
    page.screenshot(path=Path(__file__).parent / f"site-{name}.png")
    print(f"  site-{name}.png", flush=True)


def walk(journey: Journey) -> None:
    """From the home page to a tip, to the adviser next door, to the page of a firm."""
    with journey.desk() as page:
        page.goto("/")
        page.get_by_role("link", name="S’informer", exact=True).click()
        page.locator(".article-line h2 a").first.click()
        page.wait_for_load_state()
        shot(page, "conseil")
        page.goto("/")
        page.fill("input[name=besoin]", "site web")
        page.fill("input[name=lieu]", "Lyon")
        page.get_by_role("button", name="Trouver de l’aide").click()
        page.wait_for_load_state()
        page.locator("main .card h3 a").last.click()
        page.wait_for_load_state()
        shot(page, "fiche")


def main() -> None:
    base = sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8000"
    with sync_playwright() as playwright:
        chromium = shutil.which("chromium") or shutil.which("chromium-browser")
        journey = Journey(playwright.chromium.launch(executable_path=chromium, args=FLAGS), base)
        with journey.desk() as page:
            for name, address in PAGES.items():
                look(page, name, address)
        walk(journey)


if __name__ == "__main__":
    main()
