"""Plays a fortnight of the content loop on a demo of its own with the clock moved; takes the pictures « boucle-… ».

    .venv/bin/python docs/pictures/loop.py [PORT]   # on an empty .local/demo; needs Chromium and libfaketime (Debian)

Suppliers are called, one keeps silent and is reminded, its agency answers by its link and agrees to other words, a
story of the press is kept by the keys, the issue is approved, sent, comes back in part, is opened by people and by
machines, and the supplier reads what its insert brought. Stops with an error when something is not as described.
"""

import json
import re
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import HTTPRedirectHandler, Request, build_opener

from moved import Demo
from playwright.sync_api import Page, expect, sync_playwright
from take import FLAGS, NARROW, WIDE, Journey

READERS = 14  # people who open the insert
CODE = """
import json
from django.utils import timezone
from club.contributions import timetable
from newsletters.models import Slot
slot = Slot.objects.filter(due_at__gt=timezone.now()).order_by("due_at")[1]
print(json.dumps([str(slot.due_at.date()), slot.pk, *(str(day) for _, day in timetable.steps(slot.due_at))]))
"""
FOLLOWED = """
import json
from club.contributions.models import CallMail
mail = CallMail.objects.filter(call__slot={slot}, call__state="open", copy_of__isnull=False, state="sent").first()
call = mail.call
print(json.dumps([call.supplier.name, mail.person.email, mail.copy_of.person.email]))
"""
TITLE, BETTER = "Notre nouvelle offre de sauvegarde", "Sauvegarder sans y penser : une copie chaque nuit"


def shot(page: Page, name: str, *, whole: bool = False) -> None:
    page.screenshot(path=Path(__file__).parent / f"boucle-{name}.png", full_page=whole)
    print(f"  boucle-{name}.png", flush=True)


def newest_mail(page: Page, address: str, about: str, pattern: str) -> str:
    """The address that matches ``pattern`` in the newest mail to somebody that speaks ``about`` a supplier.

    The mail stays open.
    """
    for _ in range(120):
        page.goto(f"/demo/boite/?a={quote(address)}")
        for number in re.findall(r'href="(/demo/boite/\d+/)"', page.content())[:20]:
            page.goto(f"{number}?partie=text")
            text = page.inner_text("main")
            if about in text and (found := re.search(pattern, text)):
                return found[0]
        time.sleep(1)
    raise SystemExit(f"no mail to {address} about {about} holds {pattern}")


def read_board(journey: Journey, slot: int, name: str) -> None:
    with journey.desk("lucie.faivre") as page:
        page.goto(f"/console/contributions/appels/{slot}/")
        shot(page, name)


def answer(journey: Journey, agency: str, supplier: str) -> None:
    """The agency, by the link of its copy: no account, no password."""
    with journey.desk() as page:
        link = newest_mail(page, agency, supplier, r"/contribuer/appel/[^\s]+/")
        shot(page, "rappel")
        page.goto(link)
        page.fill("input[name=title]", TITLE)
        page.fill("textarea[name=text]", "Une copie **chaque nuit**, relue par un technicien. Trois mois offerts.")
        page.fill("input[name=link_url]", "https://marque.example/sauvegarde")
        page.get_by_role("button", name="Voir dans le courriel").click()
        expect(page.frame_locator("iframe[name=message]").get_by_role("heading", name=TITLE)).to_be_visible()
        shot(page, "formulaire", whole=True)
        page.set_viewport_size(NARROW)
        shot(page, "formulaire-telephone")
        page.set_viewport_size(WIDE)
        page.get_by_role("button", name="Remettre au Club").click()
        expect(page.get_by_role("heading", name="Le Club vous lit")).to_be_visible()


def retouch(journey: Journey) -> str:
    """An editor proposes other words. Gives the address of the contribution."""
    with journey.desk("lucie.faivre") as page:
        page.goto("/console/contributions/")
        shot(page, "file")
        page.get_by_role("link", name=TITLE).click()
        page.get_by_role("link", name="Retoucher, avec son accord").click()
        page.fill("input[name=title]", BETTER)
        page.fill("textarea[name=note]", "Un titre qui dit ce que l’on y gagne.")
        page.get_by_role("button", name="Envoyer au fournisseur").click()
        expect(page.get_by_text("compare les deux textes").first).to_be_visible()
        return page.url


def agree(journey: Journey, agency: str) -> None:
    with journey.desk() as page:
        page.goto(newest_mail(page, agency, BETTER.partition(" :")[0], r"/contribuer/suivi/[^\s]+/"))
        shot(page, "accord")
        page.get_by_role("button", name="D’accord avec ce texte").click()
        expect(page.get_by_role("heading", name="Accepté")).to_be_visible()


def keep_a_story(journey: Journey) -> None:
    """With the keys alone: next, keep."""
    with journey.desk("karim.vasseur") as page:
        page.goto("/console/veille/")
        page.keyboard.press("j")
        shot(page, "veille")
        with page.expect_navigation():
            page.keyboard.press("r")
        expect(page.get_by_text(re.compile("[Rr]etenu")).first).to_be_visible()


def compose(journey: Journey, contribution: str, number: int) -> None:
    with journey.desk("karim.vasseur") as page:
        page.goto(contribution)
        page.locator("select[name=issue]").select_option(label=f"Flash info n° {number}")
        page.get_by_role("button", name="Placer").click()
        expect(page.get_by_text("Placé à la fin")).to_be_visible()
        page.goto(f"/console/flash-info/{number}/veille/")
        page.get_by_role("button", name=re.compile("Ajouter")).first.click()
        page.goto(f"/console/flash-info/{number}/")
        for button in page.get_by_role("button", name="Mettre dans cet ordre").all():
            button.click()
        shot(page, "composer", whole=True)


def approve_and_schedule(journey: Journey, number: int, day: datetime) -> None:
    with journey.desk("antoine.diallo") as page:
        page.goto(f"/console/flash-info/{number}/approbation/")
        page.get_by_role("button", name="J’approuve ce numéro").click()
        expect(page.get_by_text("approuvé").first).to_be_visible()
        page.goto(f"/console/flash-info/{number}/depart/")
        page.fill("input[name=day]", f"{day:%Y-%m-%d}")
        page.fill("input[name=hour]", "09:30")
        page.get_by_role("button", name="Programmer l’envoi").click()
        expect(page.get_by_text("programmé").first).to_be_visible()


def watch(journey: Journey, number: int) -> None:
    with journey.desk("lucie.faivre") as page:
        while page.goto(f"/console/flash-info/{number}/suivi/").status == 404:
            time.sleep(3)
        expect(page.get_by_text("terminé à")).to_be_visible(timeout=600_000)
        page.reload()
        shot(page, "envoye")


class Stay(HTTPRedirectHandler):
    def redirect_request(self, *args: object) -> None:
        return None


def follow(link: str, agent: str, method: str = "GET") -> str:
    """Where a link of the message leads."""
    try:
        build_opener(Stay).open(Request(link, headers={"User-Agent": agent}, method=method))  # noqa: S310
    except HTTPError as moved:
        return moved.headers["Location"]
    raise SystemExit(f"{link} leads nowhere")


def open_links(demo: Demo) -> None:
    """People open the insert; a gateway opens everything, another asks with HEAD, a third says what it is."""
    (_, _, body), *_ = demo.mails("/flash-info/lien/")
    text = body.decode().replace("=\r\n", "").replace("=3D", "=")
    links = list(dict.fromkeys(re.findall(r"http://localhost:\d+/flash-info/lien/[0-9a-f-]+/", text)))
    own = next(link for link in links if follow(link, "curl/8") == "https://marque.example/sauvegarde")
    for number in range(READERS):
        follow(own, f"Mozilla/5.0 (Windows NT 10.0; rv:{100 + number}.0) Gecko/20100101 Firefox/{100 + number}.0")
        follow(own, f"Mozilla/5.0 (Windows NT 10.0; rv:{100 + number}.0) Gecko/20100101 Firefox/{100 + number}.0")
    for link in links:
        follow(link, "Mozilla/5.0 (compatible; MSIE 9.0; Windows NT 6.1)")
    follow(own, "Mozilla/5.0 (X11; Linux)", "HEAD")


REPORT = """From: mailer-daemon@relais.example
To: {sender}
Subject: Undelivered mail
Content-Type: multipart/report; report-type=delivery-status; boundary="part"

--part
Content-Type: text/plain

The mailbox does not exist.
--part
Content-Type: message/delivery-status

Reporting-MTA: dns; relais.example

Final-Recipient: rfc822; {recipient}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 User unknown

--part--
"""


def send_back(demo: Demo, number: int) -> None:
    """Two messages of the issue come back as RFC 3464 says, into the mailbox that the demo reads."""
    for sender, recipient, _ in demo.mails(f"/flash-info/{number}/")[40:42]:
        report = REPORT.format(sender=sender, recipient=recipient)
        (demo.maildir / "new" / f"{recipient}.loop").write_text(report)
    demo.knock("newsletters", "collect_returns")


def read_reach(journey: Journey, person: str, number: int) -> None:
    with journey.desk("lucie.faivre") as page:
        page.goto(f"/console/flash-info/{number}/retours/")
        shot(page, "retours")
        page.goto(f"/console/flash-info/{number}/portee/")
        shot(page, "portee-equipe")
    with journey.desk() as page:
        page.goto(newest_mail(page, person, BETTER.partition(" :")[0], r"/contribuer/portee/[^\s]+/"))
        expect(page.get_by_role("heading", name=f"{READERS} clics")).to_be_visible()
        shot(page, "portee", whole=True)
        page.set_viewport_size(NARROW)
        shot(page, "portee-telephone")
        assert page.request.get(page.url + "portee.pdf").body().startswith(b"%PDF")


def main() -> None:
    demo = Demo(sys.argv[1] if len(sys.argv) > 1 else "8000")
    with sync_playwright() as playwright:
        journey = Journey(playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS), demo.base)
        try:
            play(demo, journey)
        finally:
            demo.stop()


def play(demo: Demo, journey: Journey) -> None:
    demo.at(None)
    departure, slot, *days = json.loads(demo.run(CODE))
    leaves = datetime.fromisoformat(departure)
    called, reminded, closed = (datetime.fromisoformat(day) + timedelta(hours=10) for day in days)
    demo.at(called)
    demo.knock("club.contributions", "call")
    supplier, agency, person = json.loads(demo.run(FOLLOWED.format(slot=slot)))
    print(f"  {supplier}, {agency}, {person}", flush=True)
    read_board(journey, slot, "appels")
    demo.at(reminded)
    demo.knock("club.contributions", "call")
    answer(journey, agency, supplier)
    demo.at(closed)
    demo.knock("club.contributions", "call")
    read_board(journey, slot, "dernier-jour")
    contribution = retouch(journey)
    agree(journey, agency)
    keep_a_story(journey)
    number = int(demo.run(f"from newsletters import departures; print(departures.expected()[{slot}].number)"))
    compose(journey, contribution, number)
    demo.at(leaves - timedelta(hours=14))
    approve_and_schedule(journey, number, leaves)
    demo.at(leaves + timedelta(hours=9, minutes=29, seconds=30))
    watch(journey, number)
    time.sleep(70)  # whoever opens a message in its first minute is a machine
    open_links(demo)
    send_back(demo, number)
    demo.at(leaves + timedelta(days=1, hours=10))
    demo.knock("newsletters", "judge_clicks", "count_reach_due")
    demo.knock("club.contributions", "settle_placements", "tell_reach")
    read_reach(journey, person, number)


if __name__ == "__main__":
    main()
