"""Drives a fresh demo through an editor's day and takes the pictures of this folder named « redaction-… ».

    python3 run.py demo                                                     # in one window, on an empty .local/
    .venv/bin/python docs/pictures/editing.py [http://localhost:8000]       # in another; needs Chromium

A tip is written for a member, read by a colleague who sends it back, put right, published by him; then corrected
under a new address, and taken up again as it was; two editors write at once and lose nothing. Stops with an error as
soon as something is not as described.
"""

import re
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright
from take import FLAGS, Journey

TITLE = "Un seul chargeur pour tout l’atelier"
SUMMARY = "Une seule prise suffit désormais : de quoi vider un tiroir, et ne plus chercher le bon câble."
BODY = """## Le geste

Depuis fin 2024, les téléphones et les tablettes neufs vendus en Europe se chargent par une prise USB-C.

- Comptez les chargeurs de l’atelier.
- Gardez-en deux, de bonne puissance.

## Ce que cela change

Un chargeur oublié n'arrête plus personne !
"""


def shot(page: Page, name: str, *, whole: bool = False) -> None:
    page.screenshot(path=Path(__file__).parent / f"redaction-{name}.png", full_page=whole)
    print(f"  redaction-{name}.png", flush=True)


def write(journey: Journey) -> str:
    """Lucie writes a text for a member; she may not publish it herself. Gives its address in the console."""
    with journey.desk("lucie.faivre") as page:
        page.goto("/console/contenus/")
        shot(page, "liste")
        page.goto("/console/contenus/nouveau/")
        page.fill("input[name=title]", TITLE)
        page.check("input[name=level][value=tip]")
        page.get_by_role("button", name="Commencer à écrire").click()
        page.wait_for_url("**/console/contenus/*/")
        page.fill("textarea[name=summary]", SUMMARY)
        page.fill("textarea[name=body]", BODY)
        page.select_option("select[name=sponsor]", label="Ordivance")
        save(page)
        expect(page.locator("textarea[name=body]")).to_have_value(re.compile("n’arrête plus personne\u00a0!"))
        expect(page.get_by_role("button", name="Publier maintenant")).to_have_count(0)
        shot(page, "ecrire", whole=True)
        page.get_by_role("button", name="Donner à relire").click()
        page.wait_for_load_state()
        return page.url


def save(page: Page) -> None:
    page.locator("button", has_text="Enregistrer").last.click()
    page.wait_for_load_state()


def online(page: Page) -> str:
    """The public address of the article whose page is open."""
    return page.get_by_role("link", name="Voir en ligne").get_attribute("href")


def review(journey: Journey, address: str) -> None:
    """Karim sends it back; Lucie puts it right; Karim publishes it."""
    with journey.desk("karim.vasseur") as page:
        page.goto(address)
        page.get_by_text("Rendre à qui l’a écrit").click()
        page.fill("textarea[name=reason]", "Dites d’où vient la date.")
        page.get_by_role("button", name="Rendre avec ce motif").click()
    with journey.desk("lucie.faivre") as page:
        page.goto(address)
        expect(page.get_by_text("Dites d’où vient la date.")).to_be_visible()
        page.fill("textarea[name=body]", BODY + "\nC’est la directive européenne 2022/2380.\n")
        save(page)
        page.get_by_role("button", name="Donner à relire").click()
    with journey.desk("karim.vasseur") as page:
        page.goto(address)
        shot(page, "relire")
        page.get_by_role("button", name="Publier maintenant").click()
        page.wait_for_load_state()
        page.goto(online(page))
        expect(page.get_by_text("Publié pour un membre du Club")).to_be_visible()
        shot(page, "publie")


def correct(journey: Journey, address: str) -> None:
    """A correction under a new address: unseen, then published; the former leads to it; the old text comes back."""
    with journey.desk("karim.vasseur") as page:
        page.goto(address)
        public = online(page)
        page.fill("input[name=slug]", f"{page.input_value('input[name=slug]')}-usb")
        page.fill("input[name=title]", f"{TITLE}, ou presque")
        save(page)
        assert page.request.get(public, max_redirects=0).status == 200
    with journey.desk("helene.kerbrat") as page:
        page.goto(address)
        expect(page.get_by_role("button", name="Publier maintenant")).to_be_visible()
        page.get_by_role("button", name="Publier maintenant").click()
        page.wait_for_load_state()
        moved = page.request.get(public, max_redirects=0)
        assert (moved.status, moved.headers["location"]) == (301, f"{public.rstrip('/')}-usb/")
        page.get_by_role("link", name="Versions").click()
        page.wait_for_load_state()
        page.goto(f"{page.url}?de=2&a=4#differences")
        shot(page, "versions")
        page.get_by_role("button", name="Reprendre la version 3").click()
        page.wait_for_load_state()
        page.goto(address)
        expect(page.locator("input[name=title]")).to_have_value(TITLE)
        page.goto("/console/contenus/calendrier/")
        shot(page, "calendrier")
        page.goto("/console/contenus/a-rafraichir/")
        shot(page, "a-rafraichir")


def write_at_once(journey: Journey, address: str) -> None:
    """Both open it, both save: the second reads what the first wrote, and still has what he typed."""
    with journey.desk("lucie.faivre") as first, journey.desk("karim.vasseur") as second:
        first.goto(address)
        second.goto(address)
        first.fill("input[name=effort]", "Cinq minutes")
        save(first)
        second.fill("input[name=saving]", "Un tiroir vidé")
        save(second)
        expect(second.locator("input[name=saving]")).to_have_value("Un tiroir vidé")
        expect(second.get_by_text("Cinq minutes").first).to_be_visible()
        shot(second, "deux-a-la-fois")


def main() -> None:
    base = sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8000"
    with sync_playwright() as playwright:
        chromium = shutil.which("chromium") or shutil.which("chromium-browser")
        journey = Journey(playwright.chromium.launch(executable_path=chromium, args=FLAGS), base)
        address = write(journey)
        review(journey, address)
        correct(journey, address)
        write_at_once(journey, address)


if __name__ == "__main__":
    main()
