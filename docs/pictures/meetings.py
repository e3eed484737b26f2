"""Plays a regional meeting and an evening of the Club on a demo with the clock moved; takes « rencontres-… ».

    .venv/bin/python docs/pictures/meetings.py [PORT]   # on an empty .local/demo

Needs Chromium, libfaketime and pdftoppm (Debian: libfaketime, poppler-utils). The search of a regional meeting is
opened, suppliers are asked, one answers by the link of its mail; it is postponed, gets a new day, finds the suppliers
it lacked, takes place for certain. An ambassador says wishes, places are given and told. On its day people check
in on a telephone, offline then online; the day after it is said to be held, those who came say what they think, a
supplier reads what it brought. ``evening.py`` plays the evening. Stops with an error as soon as something is not as
described.
"""

import re
import sys
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from door import beginning, check_in, papers, shot, signed_in
from evening import invite, minutes
from loop import newest_mail
from moved import Demo
from playwright.sync_api import Page, expect, sync_playwright
from take import FLAGS, NARROW, WIDE, Journey

PLACE = "Nouvelle-Aquitaine"
REASON = "Quatre fournisseurs seulement ont répondu\u00a0: nous préférons une journée complète."
TITLES = [
    "Recevoir ses premières factures électroniques",
    "Sauvegarder sans y penser",
    "Encaisser en ligne, pas à pas",
    "Répondre aux avis des clients",
    "Choisir son premier antivirus",
    "Après le cuivre\u00a0: fibre et téléphone",
    "Une caisse qui parle à la comptabilité",
    "Le bon ordinateur pour dix ans",
]
SPEAKER = "Camille Roussel, responsable des partenariats"
SUPPLIER, AMBASSADOR = "claire.delmas@ordivance.example", "yann.prigent@cc-brenelle.example"


def day(number: int) -> str:
    return str((datetime.now() + timedelta(number)).date())  # noqa: DTZ005 -- the script runs where its reader is


def press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).first.click()


def open_and_ask(page: Page) -> None:
    page.goto("/console/rencontres-regionales/")
    shot(page, "regionales")
    with page.expect_navigation():
        page.get_by_role("link", name=f"Chercher des fournisseurs : Rencontre régionale {PLACE}").click()
    page.fill("[name=decides_on]", day(21))
    press(page, "Ouvrir la recherche")
    expect(page.get_by_text("Personne n’est sollicité encore")).to_be_visible()
    asks = page.get_by_role("button", name=re.compile("^Solliciter "))
    while asks.count():
        with page.expect_navigation():
            asks.first.click()
    expect(page.get_by_text("attendue").first).to_be_visible()


def supplier_answers(journey: Journey) -> None:
    """By the link of its mail, without a password: a workshop when its rights of that year hold one."""
    with journey.desk() as page:
        link = newest_mail(page, SUPPLIER, PLACE, r"http\S+/rencontres-regionales/atelier/\S+/")
        shot(page, "demande")
        page.set_viewport_size(NARROW)
        page.goto(urlsplit(link).path)
        if page.locator("[name=title]").count():
            write_workshop(page, TITLES[0])
            shot(page, "fournisseur-telephone")
            press(page, "Je tiens cet atelier")
            expect(page.get_by_role("heading", name=TITLES[0])).to_be_visible()
        else:
            page.fill("[name=pourquoi]", "Notre adhésion de l’an prochain n’est pas encore signée")
            shot(page, "fournisseur-telephone")
            press(page, "Nous ne venons pas")
            expect(page.get_by_text("Vous avez dit que vous ne veniez pas")).to_be_visible()


def write_workshop(page: Page, title: str, topic: int = 1) -> None:
    page.fill("[name=title]", title)
    page.select_option("[name=topic]", index=topic)
    page.fill("[name=speaker]", SPEAKER)


def note_workshops(page: Page, first: int, last: int) -> None:
    """Those of suppliers who telephoned."""
    back = page.url
    for number in range(first, last):
        with page.expect_navigation():
            page.get_by_role("link", name="Noter un atelier").click()
        names = page.locator("[name=organisation] option").all_inner_texts()
        page.select_option("[name=organisation]", label="Ordivance" if number == 0 else names[number])
        write_workshop(page, TITLES[number], 1 + number)
        page.check("[name=sponsored]")
        press(page, "Enregistrer")
        assert page.url == back, page.inner_text("main")


def postpone_and_seek_again(page: Page) -> None:
    page.reload()
    note_workshops(page, 0, 4)
    shot(page, "seuil")
    page.locator("summary", has_text="Reporter").click()
    page.fill("[name=reason]", REASON)
    press(page, "Reporter et prévenir tout le monde")
    expect(page.get_by_text(REASON).first).to_be_visible()
    shot(page, "reportee")
    page.fill("[name=day]", day(84))
    page.fill("[name=decides_on]", day(56))
    press(page, "Chercher de nouveau")
    expect(page.get_by_text("cherche ses fournisseurs").first).to_be_visible()


def go(page: Page) -> None:
    note_workshops(page, 4, 8)
    press(page, "Dire à tous qu’elle a lieu")
    expect(page.get_by_text("aura lieu").first).to_be_visible()
    shot(page, "a-lieu")
    with page.expect_navigation():
        page.get_by_role("link", name="Vœux et places").click()
    press(page, "Ouvrir les vœux")


def wish(journey: Journey) -> None:
    """An ambassador registers by the agenda of the portal, then says what he would rather learn."""
    with signed_in(journey, AMBASSADOR) as page:
        page.set_viewport_size(NARROW)
        page.goto("/espace/rencontres/")
        with page.expect_navigation():
            page.get_by_role("link", name=re.compile(PLACE)).first.click()
        shot(page, "inscription-telephone")
        press(page, "M’inscrire")
        expect(page.get_by_text("Votre place est réservée.")).to_be_visible()
        with page.expect_navigation():
            page.get_by_role("link", name="Mes ateliers").click()
        for field in page.locator("main form select").all():
            rank = int(field.get_attribute("name").rpartition("-")[2])
            field.select_option(index=rank + 2)
        page.locator("main form").scroll_into_view_if_needed()
        shot(page, "voeux-telephone")
        press(page, "Noter mes vœux")
        expect(page.get_by_text("Vos vœux sont notés")).to_be_visible()


def give_places_out(page: Page) -> None:
    page.reload()
    press(page, "Répartir les places")
    expect(page.get_by_text("Places données, pas encore annoncées")).to_be_visible()
    press(page, "Annoncer à tous")
    expect(page.get_by_text("Places annoncées").first).to_be_visible()
    shot(page, "ateliers", whole=True)
    page.set_viewport_size(NARROW)
    shot(page, "ateliers-telephone")
    page.set_viewport_size(WIDE)


def read_places(journey: Journey) -> None:
    with signed_in(journey, AMBASSADOR) as page:
        page.set_viewport_size(NARROW)
        page.goto("/espace/rencontres/")
        with page.expect_navigation():
            page.get_by_role("link", name=re.compile(PLACE)).first.click()
        with page.expect_navigation():
            page.get_by_role("link", name="Mes ateliers").click()
        expect(page.get_by_text("Pourquoi cet atelier").first).to_be_visible()
        shot(page, "pourquoi-telephone")


def held(journey: Journey, demo: Demo, meeting: str, number: str) -> None:
    """Said by the team; written in the *bilan* of each supplier, asked of those who came."""
    with journey.desk("helene.kerbrat") as page:
        page.goto(meeting)
        press(page, "Dire qu’elle a eu lieu")
        expect(page.get_by_text("tenue").first).to_be_visible()
        demo.knock("events", "follow_up")
        page.goto(f"/console/agenda/{number}/suites/")
        expect(page.get_by_role("heading", name="Présents et avis")).to_be_visible()
        papers(page, number, "attestations")
    with journey.desk() as page:
        page.set_viewport_size(NARROW)
        page.goto(urlsplit(newest_mail(page, AMBASSADOR, PLACE, r"http\S+/agenda/suite/\S+/")).path)
        page.get_by_label("5, très utile").check()
        page.get_by_label("Ce que j’emporte").fill("Une grille d’achat à remettre aux commerçants.")
        page.evaluate("scrollTo(0, 0)")
        shot(page, "avis-telephone")
        press(page, "Envoyer mon avis")
        page.locator("[name=wanted]").first.check()
        press(page, "Enregistrer mes choix")
        expect(page.get_by_text("C’est noté.")).to_be_visible()
    with signed_in(journey, SUPPLIER) as page:
        page.goto("/espace/")
        with page.expect_navigation():
            page.get_by_role("link", name="Lire le retour").first.click()
        expect(page.get_by_role("heading", name="Vos ateliers")).to_be_visible()
        shot(page, "retour", whole=True)


def play(demo: Demo, journey: Journey) -> None:
    demo.at(None)
    with journey.desk("helene.kerbrat") as page:
        open_and_ask(page)
        meeting = page.url
        supplier_answers(journey)
        postpone_and_seek_again(page)
        go(page)
        wish(journey)
        give_places_out(page)
        read_places(journey)
        page.goto(meeting)
        press(page, "Envoyer les ateliers et le programme")
        expect(page.get_by_text("confirmée aux participants").first).to_be_visible()
        number = re.search(r"/event/(\d+)/", page.get_by_role("link", name="Sa fiche").get_attribute("href"))[1]
        evening = invite(journey, page)
    on = beginning(demo, evening)
    demo.at(on - timedelta(minutes=15))
    check_in(journey, demo, evening, on)
    demo.at(on + timedelta(hours=16))
    minutes(journey, evening)
    regional = beginning(demo, number)
    demo.at(regional - timedelta(minutes=15))
    check_in(journey, demo, number, regional, taken=True)
    demo.at(regional + timedelta(days=1, minutes=40))
    held(journey, demo, meeting, number)


def main() -> None:
    demo = Demo(sys.argv[1] if len(sys.argv) > 1 else "8000")
    with sync_playwright() as playwright:
        journey = Journey(playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS), demo.base)
        try:
            play(demo, journey)
        finally:
            demo.stop()


if __name__ == "__main__":
    main()
