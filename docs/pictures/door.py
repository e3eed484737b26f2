"""The door of an event and its papers, for ``meetings.py``: on a telephone of 390 px, without network, then with."""

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from moved import PARIS_WINTER, Demo
from PIL import Image
from playwright.sync_api import Page, expect
from take import NARROW, Journey

HERE = Path(__file__).parent
ABSENT = 6
CODE = """
from events import links
from events.models import Registration
print(links.badge_url(Registration.objects.coming().filter(event={event}, check_in=None).latest("pk")))
"""


BEGINS = """
from django.utils import timezone
from events.models import Event
print(timezone.localtime(Event.objects.get(pk={event}).starts_at).replace(tzinfo=None).isoformat())
"""


def lighten(picture: Path) -> None:
    """A palette is enough for our pages, and a third of the bytes."""
    with Image.open(picture) as full:
        full.convert("RGB").quantize(256).save(picture, optimize=True)


def shot(page: Page, name: str, *, whole: bool = False) -> None:
    target = HERE / f"rencontres-{name}.png"
    page.screenshot(path=target, full_page=whole)
    lighten(target)
    print(f"  rencontres-{name}.png", flush=True)


def beginning(demo: Demo, event: str) -> datetime:
    """By the clock of Paris."""
    return datetime.fromisoformat(demo.run(BEGINS.format(event=event)))


@contextmanager
def signed_in(journey: Journey, email: str) -> Iterator[Page]:
    """A member’s own browser."""
    with journey.desk() as page:
        page.goto("/compte/connexion/?next=/espace/")
        page.fill("input[name=login]", email)
        page.fill("input[name=password]", "bienvenue-au-club")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        yield page


def check_in(journey: Journey, demo: Demo, event: str, now: datetime, *, taken: bool = False) -> None:
    """Names touched offline, kept through a reload, sent once the network is back; a badge; somebody unannounced.

    ``taken``: with pictures.
    """
    with journey.desk("helene.kerbrat") as page:
        take = (lambda name: shot(page, f"journee-{name}")) if taken else (lambda name: None)
        page.clock.set_fixed_time(now - PARIS_WINTER)
        page.set_viewport_size(NARROW)
        page.goto(f"/console/agenda/{event}/emargement/")
        kept = "async () => (await (await caches.open(`emargement ${location.pathname}`)).keys()).length > 5"
        while not page.evaluate(kept):  # wait_for_function would take the promise for an answer
            page.wait_for_timeout(50)
        take("telephone")
        page.context.set_offline(True)
        rows = page.locator("[data-row] button")
        for _ in range(3):
            rows.first.click()
        expect(page.locator("[data-state]")).to_contain_text("3 entrées à envoyer")
        page.reload()
        expect(page.locator("[data-state]")).to_contain_text("3 entrées à envoyer")
        page.evaluate("scrollTo(0, 0)")
        take("hors-ligne-telephone")
        page.context.set_offline(False)
        expect(page.locator("[data-state]")).to_be_hidden()
        while rows.count() > ABSENT:
            rows.first.click()
        page.get_by_text("Personne non inscrite").click()
        page.get_by_label("Nom", exact=True).fill("Dupuis")
        page.get_by_role("button", name="Noter son entrée").click()
        page.goto(demo.run(CODE.format(event=event)).replace(demo.base, ""))
        take("badge-telephone")
        page.get_by_role("button", name="Noter l’entrée").click()
        expect(page.locator("[data-said]")).to_contain_text("entrée notée")
        page.wait_for_function("() => !Object.values(localStorage).some((one) => one.includes('\"key\"'))")
        page.reload()
        expect(page.locator("[data-count]")).to_have_text(re.compile(r"^\d+ présents sur \d+$"))
        take("arrivees-telephone")


def papers(page: Page, event: str, name: str) -> None:
    """The first sheet of a paper, as a printer sees it."""
    paper = page.request.get(f"/console/agenda/{event}/papiers/{name}.pdf").body()
    assert paper.startswith(b"%PDF-")
    target = HERE / f"rencontres-papier-{name}"
    argv = ["pdftoppm", "-png", "-r", "72", "-singlefile", "-", str(target)]
    subprocess.run(argv, input=paper, check=True)  # noqa: S603
    lighten(target.with_suffix(".png"))
    print(f"  {target.name}.png", flush=True)
