"""Drives a fresh demo through a regional meeting and an evening, and takes the pictures named « rencontres-… ».

    python3 run.py demo                                                     # in one window, on an empty .local/
    .venv/bin/python docs/pictures/meetings.py [http://localhost:8000]      # in another; needs Chromium

The meeting in Paris looks for its suppliers, is postponed, gets a new day, finds the suppliers it lacked, takes place
for certain, opens the wishes, gives places out and tells them. Then the next evening of the Club des Partenaires: who
comes, who waits, its badges. Stops with an error as soon as something is not as described.
"""

import re
import shutil
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright
from take import FLAGS, NARROW, WIDE, Journey

REASON = "Quatre fournisseurs seulement ont répondu\u00a0: nous préférons une journée complète."
TITLES = [
    "Recevoir ses premières factures électroniques",
    "Sauvegarder sans y penser",
    "Encaisser en ligne, pas à pas",
]


def shot(page: Page, name: str, *, whole: bool = False) -> None:
    page.screenshot(path=Path(__file__).parent / f"rencontres-{name}.png", full_page=whole)
    print(f"  rencontres-{name}.png", flush=True)


def in_days(number: int) -> str:
    return str((datetime.now(UTC) + timedelta(number)).date())


def press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).first.click()


def postpone_and_seek_again(page: Page) -> None:
    page.goto("/console/rencontres-regionales/")
    shot(page, "regionales")
    with page.expect_navigation():
        page.get_by_role("link", name="Île-de-France").first.click()
    expect(page.get_by_text("cherche ses fournisseurs").first).to_be_visible()
    shot(page, "seuil", whole=True)
    if not page.locator("[name=reason]").is_visible():
        page.locator("summary", has_text="Reporter").click()
    page.fill("[name=reason]", REASON)
    press(page, "Reporter et prévenir tout le monde")
    expect(page.get_by_text(REASON).first).to_be_visible()
    shot(page, "reportee")
    page.fill("[name=day]", in_days(84))
    page.fill("[name=decides_on]", in_days(56))
    press(page, "Chercher de nouveau")
    expect(page.get_by_text("cherche ses fournisseurs").first).to_be_visible()


def find_suppliers(page: Page) -> None:
    """Three more workshops, of three suppliers who have none yet."""
    back = page.url
    for number, title in enumerate(TITLES):
        with page.expect_navigation():
            page.get_by_role("link", name="Noter un atelier").click()
        page.select_option("[name=organisation]", index=12 + number)
        page.fill("[name=title]", title)
        page.select_option("[name=topic]", index=1 + number)
        page.fill("[name=speaker]", "Camille Roussel, responsable des partenariats")
        page.check("[name=sponsored]")
        press(page, "Enregistrer")
        assert page.url == back, page.inner_text("main")
    press(page, "Dire à tous qu’elle a lieu")
    expect(page.get_by_text("aura lieu").first).to_be_visible()
    shot(page, "a-lieu", whole=True)


def give_places_out(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("link", name="Vœux et places").click()
    press(page, "Ouvrir les vœux")
    press(page, "Répartir les places")
    expect(page.get_by_text("Places données, pas encore annoncées")).to_be_visible()
    press(page, "Annoncer à tous")
    expect(page.get_by_text("Places annoncées").first).to_be_visible()
    shot(page, "ateliers", whole=True)
    page.set_viewport_size(NARROW)
    shot(page, "ateliers-telephone")
    page.set_viewport_size(WIDE)


def evening(page: Page) -> None:
    page.goto("/console/events/event/?quand=avenir&kind__exact=partners")
    with page.expect_navigation():
        page.locator("#result_list tbody th a").first.click()
    number = re.search(r"/event/(\d+)/", page.url).group(1)
    page.goto(f"/console/agenda/{number}/inscriptions/")
    expect(page.get_by_text("Places proposées").first).to_be_visible()
    shot(page, "inscriptions")
    page.set_viewport_size(NARROW)
    shot(page, "inscriptions-telephone")
    page.set_viewport_size(WIDE)
    page.goto(f"/console/agenda/{number}/papiers/")
    shot(page, "papiers")
    badges = page.request.get(f"/console/agenda/{number}/papiers/badges.pdf")
    assert badges.body().startswith(b"%PDF-"), badges.status


def main() -> None:
    base = next((argument for argument in sys.argv[1:] if argument.startswith("http")), "http://localhost:8000")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        journey = Journey(browser, base)
        with journey.desk("helene.kerbrat") as page:
            postpone_and_seek_again(page)
            find_suppliers(page)
            give_places_out(page)
            evening(page)
        browser.close()


if __name__ == "__main__":
    main()
