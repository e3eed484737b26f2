"""An evening of the Club des Partenaires, from an invitation to its minutes, for ``meetings.py``."""

import re
from urllib.parse import urlsplit

from door import papers, shot, signed_in
from loop import newest_mail
from playwright.sync_api import Page, expect
from take import NARROW, WIDE, Journey

GUEST, CABINET = "Montclair", "cabinet@assemblee.example"
MEMBER = "claire.delmas@ordivance.example"


def invite(journey: Journey, page: Page) -> str:
    """The next evening: its list, its badges, and one more guest, whose cabinet answers. Gives its number."""
    page.goto("/console/events/event/?quand=avenir&kind__exact=partners")
    with page.expect_navigation():
        page.locator("#result_list tbody th a").first.click()
    number = re.search(r"/event/(\d+)/", page.url)[1]
    page.goto(f"/console/agenda/{number}/inscriptions/")
    expect(page.get_by_text("Places proposées").first).to_be_visible()
    shot(page, "inscriptions")
    page.set_viewport_size(NARROW)
    shot(page, "inscriptions-telephone")
    page.set_viewport_size(WIDE)
    page.goto(f"/console/agenda/{number}/papiers/")
    shot(page, "papiers")
    papers(page, number, "badges")
    page.goto(f"/console/agenda/{number}/invites/")
    page.fill("[name=last_name]", GUEST)
    page.fill("[name=first_name]", "Solène")
    page.fill("[name=email]", CABINET)
    page.fill("[name=title]", "députée")
    page.fill("[name=cabinet]", "Cabinet de Solène Montclair")
    page.fill("[name=rank]", "2")
    with page.expect_navigation():
        page.get_by_role("button", name="Ajouter à la liste").click()
    with page.expect_navigation():
        page.get_by_role("button", name=re.compile(f"Envoyer.*{GUEST}")).click()
    expect(page.get_by_text("L’invitation part vers")).to_be_visible()
    _accept(journey)
    page.reload()
    expect(page.get_by_text("Représenté(e) par").first).to_be_visible()
    shot(page, "invites")
    return number


def _accept(journey: Journey) -> None:
    with journey.desk() as page:
        link = newest_mail(page, CABINET, "Club", r"http\S+/agenda/invitation/\S+/")
        page.set_viewport_size(NARROW)
        page.goto(urlsplit(link).path)
        page.fill("[name=represented_by]", "Hugo Vasseur, collaborateur")
        shot(page, "invitation-telephone")
        with page.expect_navigation():
            page.get_by_role("button", name="Accepter l’invitation").click()
        expect(page.get_by_text("Vous avez accepté")).to_be_visible()


def minutes(journey: Journey, number: str) -> None:
    """Put on file by the team, read by somebody who was there."""
    with journey.desk("helene.kerbrat") as page:
        page.goto(f"/console/agenda/{number}/")
        page.get_by_label("Dire qu’elle a eu lieu").check()
        with page.expect_navigation():
            page.get_by_role("button", name="Décider").click()
        page.goto(f"/console/agenda/{number}/documents/")
        page.select_option("[name=kind]", "minutes")
        page.fill("[name=title]", "Compte rendu de la soirée")
        paper = page.request.get(f"/console/agenda/{number}/papiers/accueil.pdf").body()
        file = {"name": "compte-rendu.pdf", "mimeType": "application/pdf", "buffer": paper}
        page.set_input_files("[name=upload]", file)
        with page.expect_navigation():
            page.get_by_role("button", name="Mettre en ligne").click()
        expect(page.get_by_text("Compte rendu de la soirée").first).to_be_visible()
        shot(page, "documents")
        page.goto(f"/console/agenda/{number}/suites/")
        shot(page, "presents", whole=True)
        slug = page.request.get(f"/console/agenda/{number}/").text()
    address = re.search(r'href="/agenda/([\w-]+)/"', slug)[1]
    with signed_in(journey, MEMBER) as page:
        page.goto(f"/espace/rencontres/{address}/")
        with page.expect_response(re.compile("/agenda/documents/")) as answer:
            page.evaluate("fetch(document.querySelector('a[href*=\"/agenda/documents/\"]').href)")
        assert answer.value.ok
        shot(page, "compte-rendu")
