"""Drives a fresh demo through a member's year and takes the pictures of this folder named « adhesion-… ».

    python3 run.py demo                                                       # in one window, on an empty .local/
    .venv/bin/python docs/pictures/membership.py [http://localhost:8000]      # in another; needs Chromium

A brand applies with options for 27,000 €, staff admit it, it accepts by a mailed code, the term begins and is
invoiced, the bank's statement is matched and opens the rights that waited for it, a colleague comes with the billing
role, options are added in mid-term, a renewal is prepared, sent and accepted, and a late payer's reminders are read.
Stops with an error as soon as something is not as described.
"""

import re
import shutil
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright
from take import FLAGS, NARROW, WIDE, Journey

HOUSE, ADDRESS = "Armor Bureautique", "jeanne.armel@armor-bureautique.example"
STATEMENT = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt><Id>1</Id>
<Acct><Id><IBAN>FR7630006000011234567890189</IBAN></Id><Ccy>EUR</Ccy></Acct>
<Ntry><Amt Ccy="EUR">32400.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>{day}</Dt></BookgDt>
<AcctSvcrRef>VIR-ARMOR-118</AcctSvcrRef><NtryDtls><TxDtls><RltdPties><Dbtr><Nm>ARMOR BUREAUTIQUE SAS</Nm></Dbtr>
<DbtrAcct><Id><IBAN>FR1420041010050500013M02606</IBAN></Id></DbtrAcct></RltdPties>
<RmtInf><Ustrd>FACTURE {number}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry></Stmt></BkToCstmrStmt></Document>"""


def shot(page: Page, name: str, *, whole: bool = False) -> None:
    page.screenshot(path=Path(__file__).parent / f"adhesion-{name}.png", full_page=whole)
    print(f"  adhesion-{name}.png", flush=True)


def on_a_telephone(page: Page, name: str) -> None:
    page.set_viewport_size(NARROW)
    shot(page, f"{name}-telephone")
    page.set_viewport_size(WIDE)


def mailed(journey: Journey, subject: str, pattern: str) -> str:
    """What ``pattern`` finds in the newest mail with this subject."""
    with journey.desk() as page:
        for _ in range(60):
            page.goto("/demo/boite/")
            found = page.locator("main a", has_text=subject)
            if found.count():
                break
            time.sleep(1)
        found.first.click()
        page.wait_for_load_state()
        page.goto(f"{page.url.partition('?')[0]}?partie=text")
        return re.search(pattern, page.inner_text("main"), re.MULTILINE).group(1)


def apply(journey: Journey) -> None:
    with journey.desk() as page:
        page.goto("/adherer/")
        shot(page, "options")
        page.get_by_role("link", name="Commencer ma demande").first.click()
        page.fill("[name=number]", "732 829 320")
        page.fill("[name=name]", HOUSE)
        page.fill("[name=legal_name]", f"{HOUSE} SAS")
        page.select_option("[name=kind]", label="éditeur de logiciels")
        page.fill("[name=address]", "4 rue des Forges")
        page.fill("[name=postcode]", "35000")
        page.fill("[name=city]", "Rennes")
        page.fill("[name=contact_email]", ADDRESS)
        page.get_by_role("button", name="Garder et continuer").click()
        page.check("[name=formule][value=base-marque]")
        for option, number in (("cercle", 1), ("ateliers", 2), ("encarts", 2)):
            page.fill(f"[name=option-{option}]", str(number))
        page.check("[name=year][value=rolling]")
        page.get_by_role("button", name="Recalculer").click()
        expect(page.get_by_text("27 000,00 €").first).to_be_visible()
        shot(page, "demande", whole=True)
        on_a_telephone(page, "demande")
        page.get_by_role("button", name="Garder et continuer").click()
        page.fill("[name=personne-0-first_name]", "Jeanne")
        page.fill("[name=personne-0-last_name]", "Armel")
        page.fill("[name=personne-0-email]", ADDRESS)
        page.fill("[name=personne-0-job_title]", "Présidente")
        page.check("[name=personne-0-roles][value=executive]")
        page.get_by_role("button", name="Garder et continuer").click()
        for box in page.locator("main form input[type=checkbox]").all():
            box.check()
        page.fill("[name=order_number]", "BC-2026-118")
        page.get_by_role("button", name="Envoyer ma demande").click()
        expect(page.get_by_text("le Club l’étudie")).to_be_visible()


def admit(journey: Journey) -> None:
    with journey.desk("helene.kerbrat") as page:
        page.goto("/console/adhesions/")
        page.get_by_role("link", name=HOUSE).first.click()
        shot(page, "etude", whole=True)
        page.get_by_role("button", name="Admettre").click()
        page.get_by_role("button", name="Préparer la proposition").click()
        page.get_by_role("link", name="Envoyer", exact=True).click()
        page.get_by_role("button", name="Envoyer").click()
        expect(page.get_by_text("Le lien est parti")).to_be_visible()


def accept(journey: Journey, subject: str, name: str, picture_name: str = "") -> None:
    """By the mailed link and the mailed code."""
    path = mailed(journey, subject, r"(/adhesion/proposition/[\w-]+/)")
    with journey.desk() as page:
        page.goto(path)
        page.fill("[name=name]", name)
        page.fill("[name=title]", "Présidente")
        page.check("[name=authority]")
        page.check("[name=consent]")
        page.fill("[name=email]", ADDRESS)
        page.get_by_role("button", name="Recevoir le code").click()
        page.fill("[name=code]", mailed(journey, "Votre code pour accepter", r"^\s*(\d{6})\s*$"))
        if picture_name:
            shot(page, picture_name, whole=True)
        page.get_by_role("button", name="J’accepte").click()
        expect(page.get_by_role("heading", name="Merci")).to_be_visible()


def begin_and_match(journey: Journey) -> None:
    with journey.desk("paul.nguyen") as page:
        shot(page, "aujourdhui")
        page.goto("/console/propositions/")
        page.get_by_role("link", name=HOUSE).first.click()
        page.get_by_role("button", name="Faire commencer l’adhésion").click()
        expect(page.get_by_text("C’est fait").first).to_be_visible()
        number = re.search(r"FA-\d{4}-\d{5}", page.inner_text("main")).group(0)
        page.goto(f"/console/factures/?q={number}")
        page.get_by_role("link", name=number).first.click()
        shot(page, "facture", whole=True)
        page.goto("/console/releves/importer/")
        if page.locator("[name=password]").count():
            page.fill("[name=password]", "bienvenue-au-club")
            page.get_by_role("button", name="Confirmer").click()
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "releve.xml"
            file.write_text(STATEMENT.format(day=time.strftime("%Y-%m-%d"), number=number.replace("-", " ")))
            page.set_input_files("input[type=file]", file)
            page.get_by_role("button", name="Importer").click()
        expect(page.get_by_text(f"Le motif cite {number}")).to_be_visible()
        shot(page, "rapprochement")
        page.get_by_role("button", name=re.compile("Confirmer")).first.click()
        expect(page.get_by_text(f"Rapprochée : {HOUSE}")).to_be_visible()
        page.goto(f"/console/membres/?q={HOUSE.split()[0]}")
        page.get_by_role("link", name=HOUSE).first.click()
        shot(page, "membre", whole=True)


def use_the_portal(journey: Journey) -> None:
    """Signed in by a mailed code: a colleague for the invoices, then more seats from tomorrow."""
    with journey.desk() as page:
        page.goto("/compte/connexion/code/")
        page.fill("main input[type=email]", ADDRESS)
        page.locator("main form button[type=submit]").first.click()
        page.fill("main input[name=code]", mailed(journey, "connexion", r"\b([A-Z]{4}-[A-Z]{4})\b"))
        page.locator("main form button[type=submit]").first.click()
        shot(page, "espace")
        page.get_by_role("link", name=HOUSE, exact=True).click()
        shot(page, "droits", whole=True)
        own = page.url
        page.get_by_role("link", name="Représentants et rôles").click()
        page.get_by_role("link", name="Inviter un collègue").click()
        page.fill("[name=email]", "marc.lefort@armor-bureautique.example")
        page.check("[name=roles][value=billing]")
        page.get_by_role("button", name="Envoyer l’invitation").click()
        invite_accepted(journey)
        page.goto(own)
        page.get_by_role("link", name="Changer d’options").click()
        page.locator("main input[type=number]").last.fill("2")
        page.get_by_role("button", name="Simuler").click()
        shot(page, "changement", whole=True)
        page.check("[name=authority]")
        page.check("[name=consent]")
        page.get_by_role("button", name="Je confirme").click()
        expect(page.get_by_text("C’est fait")).to_be_visible()


def invite_accepted(journey: Journey) -> None:
    path = mailed(journey, "vous invite à représenter", r"(/invitation/[\w-]+/)")
    with journey.desk() as page:
        page.goto(path)
        page.fill("[name=first_name]", "Marc")
        page.fill("[name=last_name]", "Lefort")
        page.get_by_role("button", name="Accepter l’invitation").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Bonjour Marc")
        shot(page, "collegue")


def renew_and_remind(journey: Journey) -> None:
    with journey.desk("helene.kerbrat") as page:
        page.goto("/console/renouvellements/")
        page.get_by_role("button", name="Préparer maintenant").click()
        shot(page, "renouvellements")
        page.get_by_role("button", name=re.compile("Envoyer les")).click()
        page.goto("/console/rappels/")
        shot(page, "rappels")
        page.goto("/console/tableau-de-bord/")
        shot(page, "tableau-de-bord", whole=True)
    accept(journey, "renouvel", "Camille Renouveau")
    with journey.desk("helene.kerbrat") as page:
        page.goto("/console/renouvellements/")
        expect(page.get_by_text(re.compile(r"^1 accepté"))).to_be_visible()
        shot(page, "renouvellement-accepte")


def main() -> None:
    base = sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8000"
    with sync_playwright() as playwright:
        chromium = shutil.which("chromium") or shutil.which("chromium-browser")
        journey = Journey(playwright.chromium.launch(executable_path=chromium, args=FLAGS), base)
        apply(journey)
        admit(journey)
        accept(journey, "proposition à accepter", "Jeanne Armel", "proposition")
        begin_and_match(journey)
        use_the_portal(journey)
        renew_and_remind(journey)


if __name__ == "__main__":
    main()
