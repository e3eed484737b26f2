"""The door on a telephone in a real Chromium: touched offline, kept through a reload, sent once when the network is
back; a second telephone hears of the first. Badges are read by the page where the browser can, else by the telephone.
"""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from club.core.roles import Role
from events import links
from events.models import CheckIn, Event, Registration
from members.models import User
from tests.browsing import faults, follow
from tests.event_factories import make_guest, make_todays_event
from tests.factories import make_staff, make_user, sign_in

pytestmark = pytest.mark.slow
READER = """
globalThis.shown = "";
globalThis.BarcodeDetector = class {
  static async getSupportedFormats() { return ["qr_code"] }
  async detect(video) {
    if (!video.videoWidth) throw new Error("no picture");
    return shown ? [{ rawValue: shown }] : [];
  }
}
"""
"""Stands for what Chrome has on Android: it sees a real picture of a camera, and reads there what a test shows."""
BY_HAND = "Visez le badge avec l’appareil photo du téléphone et touchez l’adresse qu’il montre"


class Telephones:
    """Each is a browser of its own, 390 px wide, of the same member of the team."""

    def __init__(self, chromium: Browser, site: str) -> None:
        self.chromium, self.site, self.user = chromium, site, make_staff(Role.EVENTS)
        self.opened: list[Page] = []

    def open(self, event: Event, *, script: bool = True, reads: str = "", camera: bool = False) -> Page:
        """``reads``: what the browser has to read codes with, as a script."""
        context = self.chromium.new_context(
            locale="fr-FR", viewport={"width": 390, "height": 844}, java_script_enabled=script
        )
        session = sign_in(Client(), self.user).cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": self.site}])
        context.grant_permissions(["camera"] if camera else [])
        page = context.new_page()
        page.add_init_script(reads or "delete globalThis.BarcodeDetector")
        self.opened.append(page)
        page.goto(self.site + reverse("console:check_in", args=[event.pk]))
        return page


@pytest.fixture
def telephones(chromium: Browser, site: str) -> Iterator[Telephones]:
    found = Telephones(chromium, site)
    yield found
    for page in found.opened:
        page.context.close()


@pytest.fixture
def event(site: str) -> Event:
    """Three people are expected: Anne, Bruno and Chloé."""
    event = make_todays_event()
    for name in ("Anne", "Bruno", "Chloé"):
        make_guest(event, person=make_user(first_name=name, last_name="Martin"))
    return event


def touch(page: Page, name: str) -> None:
    page.get_by_role("button", name=f"Martin {name}").click()


def counts(page: Page, words: str) -> None:
    expect(page.locator("[data-count]")).to_have_text(words)


def kept(page: Page) -> None:
    """The telephone holds what it needs to open the page without network.

    ``wait_for_function`` takes a promise for an answer.
    """
    keys = "async () => (await (await caches.open(`emargement ${location.pathname}`)).keys()).length"
    for _ in range(200):
        if page.evaluate(keys) > 5:
            return
        page.wait_for_timeout(50)
    raise AssertionError("The page is not kept.")


def cut(page: Page) -> None:
    """No network, after a reload too: there Chromium forgets it for what a worker lets pass."""
    page.route("**/*", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.context.set_offline(True)


def restore(page: Page) -> None:
    page.unroute("**/*")
    page.context.set_offline(False)


def sent(page: Page) -> None:
    """Nothing waits on the telephone any more."""
    page.wait_for_function(
        "() => JSON.parse(localStorage[`emargement:${document.querySelector('[data-door]').dataset.door}`])"
        ".queue.length === 0"
    )


def test_entries_of_a_telephone_without_network_arrive_once(telephones: Telephones, event: Event) -> None:
    page, second = telephones.open(event), telephones.open(event)
    counts(page, "0 présent sur 3")
    kept(page)
    cut(page)
    touch(page, "Anne")
    touch(page, "Bruno")
    counts(page, "2 présents sur 3")
    expect(page.locator("[data-state]")).to_contain_text("2 entrées à envoyer")
    page.reload()  # the telephone was put away
    counts(page, "2 présents sur 3")
    page.get_by_text("Personne non inscrite").click()
    page.get_by_label("Nom", exact=True).fill("Dupuis")
    page.get_by_role("button", name="Noter son entrée").click()
    counts(page, "3 présents sur 4")
    assert CheckIn.objects.count() == 0
    touch(second, "Bruno")  # at the other door, before the first is back
    counts(second, "1 présent sur 3")
    sent(second)
    restore(page)
    expect(page.locator("[data-state]")).to_be_hidden()
    expect(page.locator("[data-said]")).to_contain_text("Bruno Martin\u00a0: entrée déjà notée à")
    counts(page, "3 présents sur 4")
    names = [entry.registration.person.get_full_name() for entry in CheckIn.objects.all()]
    assert sorted(names) == ["Anne Martin", "Bruno Martin", "Dupuis"]
    page.reload()
    counts(page, "3 présents sur 4")


def test_names_leave_a_telephone_whose_session_is_over(telephones: Telephones, event: Event) -> None:
    page = telephones.open(event)
    kept(page)
    page.context.set_offline(True)
    touch(page, "Anne")
    page.context.clear_cookies()
    page.context.set_offline(False)
    expect(page.locator("[data-state]")).to_contain_text("Votre session a pris fin. 1 entrée à envoyer, gardée ici.")
    follow(page.get_by_role("link", name="Se reconnecter"))
    expect(page).to_have_url(
        f"{telephones.site}/compte/connexion/?next={reverse('console:check_in', args=[event.pk])}"
    )
    assert page.evaluate("caches.keys()") == []
    session = sign_in(Client(), telephones.user).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": telephones.site}])
    page.goto(telephones.site + reverse("console:check_in", args=[event.pk]))
    counts(page, "1 présent sur 3")
    sent(page)
    assert CheckIn.objects.get().registration.person.first_name == "Anne"


def test_door_works_without_script_and_for_everybody(telephones: Telephones, event: Event) -> None:
    plain = telephones.open(event, script=False)
    follow(plain.get_by_role("button", name="Martin Chloé"))
    expect(plain.locator("[data-count]")).to_have_text("1 présent sur 3")
    page = telephones.open(event)
    page.get_by_label("Chercher un nom").fill("chloe")
    expect(page.locator("[data-row]:visible")).to_have_count(1)
    assert page.locator("[data-row]:visible").inner_text().split("\n")[0] == "Martin Chloé"
    page.get_by_label("Chercher un nom").fill("")
    assert User.objects.filter(last_name="Martin").count() == 3
    assert faults(page) == []


def test_telephone_lets_go_of_what_is_past_and_of_nothing_else(telephones: Telephones, event: Event) -> None:
    page = telephones.open(event)
    kept(page)
    shelf, path = f"emargement:{event.pk}", page.evaluate("location.pathname")
    other = make_todays_event()
    page.goto(telephones.site + reverse("console:check_in", args=[other.pk]))
    kept(page)
    forget = page.get_by_role("button", name="Effacer de ce téléphone")
    forget.click()
    expect(page.locator("[data-said]")).to_contain_text("ne sont plus gardés")
    assert page.evaluate("caches.keys()") == [f"emargement {path}"]
    refused = {"key": "1", "name": "Anne", "at": "2026-01-01T18:00:00Z", "words": "Badge inconnu."}
    page.evaluate(
        "([key, refused]) => (localStorage[key] = JSON.stringify("
        "{ ...JSON.parse(localStorage[key]), until: '2026-01-02T00:00:00Z', refused: [refused] }))",
        [shelf, refused],
    )
    page.reload()
    page.wait_for_function("async name => !(await caches.has(name))", arg=f"emargement {path}")
    assert page.evaluate("key => JSON.parse(localStorage[key]).refused[0].name", shelf) == "Anne"


def says(page: Page, words: str) -> None:
    expect(page.locator("[data-said]")).to_contain_text(words)


def badge_of(name: str, site: str = "") -> str:
    """What the code of somebody’s badge says; on ``site``, what a camera opens."""
    address = links.badge_url(Registration.objects.get(person__first_name=name))
    return address.replace(settings.SITE_URL, site) if site else address


def test_badges_shown_to_the_camera_are_one_entry_each(telephones: Telephones, event: Event) -> None:
    page = telephones.open(event, reads=READER, camera=True)
    page.get_by_role("button", name="Lire un badge").click()
    expect(page.locator("video")).to_be_visible()
    elsewhere = links.badge_url(make_guest(make_todays_event()))
    for code, words in [
        (badge_of("Anne"), "Anne Martin\u00a0: entrée notée."),
        ("https://ailleurs.example/menu", "Ce code n’est pas celui d’un badge du Club."),
        (badge_of("Bruno"), "Bruno Martin\u00a0: entrée notée."),
        (elsewhere, "Ce badge est celui d’une autre rencontre."),
        (badge_of("Anne"), "Anne Martin\u00a0: entrée déjà notée à"),
    ]:
        page.evaluate("code => (shown = code)", code)
        says(page, words)
    counts(page, "2 présents sur 3")
    sent(page)
    assert list(CheckIn.objects.values_list("means", flat=True)) == [CheckIn.Means.CODE] * 2
    page.get_by_role("button", name="Fermer la caméra").click()
    expect(page.locator("video")).to_be_hidden()


def test_page_says_what_to_do_where_it_cannot_read(telephones: Telephones, event: Event) -> None:
    blind, refused = telephones.open(event), telephones.open(event, reads=READER)
    for page, why in [
        (blind, "Ce navigateur ne lit pas les codes lui-même."),
        (refused, "La caméra n’est pas permise à cette page."),
    ]:
        page.get_by_role("button", name="Lire un badge").click()
        says(page, f"{why} {BY_HAND}")
        expect(page.locator("video")).to_be_hidden()


def test_badge_opened_by_the_telephone_s_own_camera_enters_offline_too(telephones: Telephones, event: Event) -> None:
    page = telephones.open(event)
    kept(page)
    page.goto(badge_of("Anne", telephones.site))
    page.get_by_role("button", name="Noter l’entrée").click()
    says(page, "Anne Martin\u00a0: entrée notée.")
    sent(page)
    page.context.set_offline(True)
    page.goto(badge_of("Bruno", telephones.site))
    page.get_by_role("button", name="Noter l’entrée\u00a0: Bruno Martin").click()
    counts(page, "2 présents sur 3")
    page.context.set_offline(False)
    sent(page)
    assert list(CheckIn.objects.values_list("means", flat=True)) == [CheckIn.Means.CODE] * 2
