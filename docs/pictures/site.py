"""Drives a fresh demo as visitors would and takes the pictures of the public site of this folder.

    python3 run.py demo                                                  # in one window, on an empty .local/
    .venv/bin/python docs/pictures/site.py [http://localhost:8000]       # in another; needs Chromium

Stops with an error when a page is too wide for its screen, answers something else than 200, or a link it follows is
not there.
"""

import shutil
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright
from take import FLAGS, NARROW, WIDE, Journey

SCREENS = {"": WIDE, "-tablette": {"width": 768, "height": 1024}, "-telephone": NARROW}
PAGES = {  # name of the picture → address
    "accueil": "/",
    "conseils": "/reduire-ses-couts/",
    "dossier": "/dossiers/vendre-en-ligne-quand-on-a-une-boutique/",
    "partie": "/dossiers/se-proteger-sans-service-informatique/le-mauvais-jour/",
    "ressources": "/ressources/",
    "annuaire": "/annuaire/",
    "resultats": "/annuaire/?besoin=site+web&lieu=Lyon",
    "agenda": "/agenda/",
    "recherche": "/recherche/?q=facture+electronique",
    "flash-info": "/flash-info/",
    "club": "/le-club/",
    "qui-paie-quoi": "/le-club/qui-paie-quoi/",
    "adherer": "/adherer/",
    "contact": "/contact/",
}
FOLLOWED = {  # name of the picture → the page where the link stands, and the link
    "conseil": ("/reduire-ses-couts/", ".article-line h2 a"),
    "fiche": ("/annuaire/?besoin=site+web&lieu=Lyon", "[aria-labelledby=professionnels] .card h3 a"),
    "conseiller": ("/annuaire/?besoin=site+web&lieu=Lyon", "[aria-labelledby=conseillers] .card h3 a"),
    "rencontre": ("/agenda/", ".agenda h3 a"),
}
COLOURS = 128


def look(page: Page, name: str, address: str) -> None:
    for label, size in SCREENS.items():
        page.set_viewport_size(size)
        answer = page.goto(address)
        if answer.status != 200:
            sys.exit(f"{address} answers {answer.status}")
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            sys.exit(f"{address} does not fit {size['width']} px")
        shot(page, f"{name}{label}")


def shot(page: Page, name: str) -> None:
    file = Path(__file__).parent / f"site-{name}.png"
    page.screenshot(path=file)
    with Image.open(file) as picture:
        small = picture.convert("RGB").quantize(COLOURS)
    small.save(file, optimize=True)
    print(f"  {file.name}", flush=True)


def main() -> None:
    base = sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8000"
    with sync_playwright() as playwright:
        chromium = shutil.which("chromium") or shutil.which("chromium-browser")
        journey = Journey(playwright.chromium.launch(executable_path=chromium, args=FLAGS), base)
        with journey.desk() as page:
            for name, address in PAGES.items():
                look(page, name, address)
            for name, (start, link) in FOLLOWED.items():
                page.goto(start)
                look(page, name, page.locator(link).first.get_attribute("href"))


if __name__ == "__main__":
    main()
