"""Drives a fresh demo through the fortnight and takes the pictures of this folder.

    python3 run.py demo                                                  # in one window, on an empty .local/
    .venv/bin/python docs/pictures/take.py [http://localhost:8000]       # in another; needs Chromium

Import of both example files, a new block and its approval by a second account, an issue programmed, watched,
and read in the mailbox. Stops with an error as soon as something is not as described.
"""

import re
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

HERE = Path(__file__).parent
EXAMPLES = HERE.parent / "examples"
TEAM = "@club-economie-numerique.example"
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]


class Journey:
    def __init__(self, browser: Browser, base: str) -> None:
        self.browser, self.base = browser, base

    @contextmanager
    def desk(self, who: str = "") -> Iterator[Page]:
        """A browser of one's own, signed in with password and code when ``who`` is somebody."""
        context = self.browser.new_context(viewport=WIDE, locale="fr-FR", base_url=self.base)
        page = context.new_page()
        page.on("pageerror", lambda error: sys.exit(f"script error: {error}"))
        if who:
            self._sign_in(page, who)
        yield page
        context.close()

    def _sign_in(self, page: Page, who: str) -> None:
        page.goto("/console/")
        page.fill("input[name=login]", who + TEAM)
        page.fill("input[name=password]", "bienvenue-au-club")
        page.keyboard.press("Enter")
        page.wait_for_selector("input[name=code]")
        shown = self.browser.new_page()
        for _ in range(3):  # a code serves once
            shown.goto(f"{self.base}/demo/code/")
            code = re.search(r"\b(\d{3})\s?(\d{3})\b", shown.inner_text("main"))
            page.fill("input[name=code]", "".join(code.groups()))
            with page.expect_navigation():
                page.keyboard.press("Enter")
            if not page.locator("input[name=code]").count():
                break
            time.sleep(31 - time.time() % 30)
        shown.close()
        expect(page.get_by_role("heading", level=1)).to_have_text("Aujourd’hui")


def picture(page: Page, name: str) -> None:
    page.screenshot(path=HERE / f"{name}.png")
    print(f"  {name}.png", flush=True)


def visit(journey: Journey) -> None:
    with journey.desk() as page:
        page.goto("/")
        picture(page, "accueil")
        page.set_viewport_size(NARROW)
        picture(page, "accueil-telephone")


def bring_in(journey: Journey, kind: str, file: str, read: str = "", done: str = "") -> None:
    """A file read in the background, its preview, and the good rows imported. ``read``, ``done``: pictures."""
    with journey.desk("helene.kerbrat") as page:
        picture(page, "aujourdhui")
        page.goto(f"/console/imports/nouveau/?contenu={kind}")
        page.set_input_files("input[name=file]", EXAMPLES / file)
        page.fill("input[name=source_label]", "Fichier transmis par les réseaux")
        page.get_by_role("button", name="Lire le fichier").click()
        confirm = page.get_by_role("button", name=re.compile("^Importer"))
        confirm.wait_for(timeout=180_000)
        if read:
            picture(page, read)
        confirm.click()
        expect(page.get_by_text("Ce que ce fichier a changé")).to_be_visible(timeout=180_000)
        if done:
            picture(page, done)


def compose(journey: Journey) -> None:
    with journey.desk("karim.vasseur") as page:
        page.goto("/console/flash-info/44/encarts/nouveau/")
        page.select_option("select[name=supplier]", index=3)
        page.fill("input[name=title]", "Un atelier gratuit sur la sauvegarde")
        page.fill("textarea[name=text]", "Une heure en ligne pour **mettre ses fichiers à l’abri**.")
        page.fill("input[name=link_url]", "https://exemple.example/atelier")
        shown = page.frame_locator("iframe[name=message]")
        expect(shown.get_by_role("heading", name="Un atelier gratuit sur la sauvegarde")).to_be_visible()
        picture(page, "composer-encart")
        page.get_by_role("button", name="Enregistrer").click()
        page.goto("/console/flash-info/44/")
        expect(page.get_by_text("Un atelier gratuit sur la sauvegarde").first).to_be_visible()
        picture(page, "composer")


def approve(journey: Journey) -> None:
    with journey.desk("antoine.diallo") as page:
        page.goto("/console/flash-info/44/approbation/")
        picture(page, "approuver")
        page.get_by_role("button", name="J’approuve ce numéro").click()
        expect(page.get_by_text("approuvé").first).to_be_visible()


def send(journey: Journey) -> None:
    """The issue that was ready leaves a minute from now, insisting when the day is a Sunday."""
    with journey.desk("lucie.faivre") as page:
        page.goto("/console/flash-info/43/depart/")
        page.fill("input[name=day]", time.strftime("%Y-%m-%d"))
        page.fill("input[name=hour]", page.evaluate(SOON))
        page.check("input[name=insists]")
        picture(page, "programmer")
        page.get_by_role("button", name="Programmer l’envoi").click()
        expect(page.get_by_text("programmé").first).to_be_visible()
        while page.goto("/console/flash-info/43/suivi/").status == 404:  # before the freeze there is nothing to watch
            time.sleep(2)
        time.sleep(6)
        picture(page, "envoi-en-cours")
        expect(page.get_by_text("terminé à")).to_be_visible(timeout=300_000)
        page.reload()
        picture(page, "envoi-termine")


SOON = """() => {
  const parts = new Intl.DateTimeFormat('fr-FR', {timeZone: 'Europe/Paris', hour: '2-digit', minute: '2-digit',
    hourCycle: 'h23'}).formatToParts(new Date(Date.now() + 75000));
  return parts.filter(p => p.type === 'hour' || p.type === 'minute').map(p => p.value).join(':');
}"""


def read(journey: Journey) -> None:
    with journey.desk() as page:
        page.goto("/demo/boite/")
        page.locator("main a[href*='/demo/boite/']").first.click()
        page.wait_for_load_state()
        picture(page, "courriel")


def main() -> None:
    base = sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8000"
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        journey = Journey(playwright.chromium.launch(executable_path=chromium, args=FLAGS), base)
        visit(journey)
        bring_in(journey, "ambassadeurs", "ambassadeurs.xlsx", read="import-ambassadeurs")
        bring_in(journey, "experts", "experts-channel.csv", done="import-experts-fini")
        compose(journey)
        approve(journey)
        send(journey)
        read(journey)


if __name__ == "__main__":
    main()
