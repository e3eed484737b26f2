"""The staff pages of Flash info in a real Chromium: no axe violation, keyboard, dragging, previews, live progress."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from club.core.roles import Role
from members.models import User
from newsletters.actions import composing, scheduling
from newsletters.models import Delivery, Issue
from tests.browsing import faults, follow, violations
from tests.factories import (
    make_ambassador,
    make_block,
    make_delivery,
    make_issue,
    make_sent_issue,
    make_staff,
    sign_in,
)
from tests.newsletters.reach.kit import make_counted, make_reach

pytestmark = pytest.mark.slow
Opens = Callable[[User, str], Page]


@pytest.fixture
def opens(page: Page, site: str) -> Opens:
    """Opens an address as somebody of the team."""

    def open_as(user: User, path: str) -> Page:
        session = sign_in(Client(), user).cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])
        page.goto(site + path)
        return page

    return open_as


def a_composed_issue(**overrides: object) -> Issue:
    make_ambassador()
    issue = make_issue(**overrides)
    make_block(issue=issue, title="Premier", link_url="https://a.example/")
    make_block(issue=issue, title="Deuxième", audience="channel", text="")
    make_block(issue=issue, kind="editorial", supplier=None, title="Troisième")
    return issue


def a_counted_issue() -> Issue:
    issue = make_counted(30, measured=90).issue
    make_reach(issue)
    make_reach(issue, dimension="audience", key="channel")
    return issue


def titles(issue: Issue) -> list[str]:
    return list(issue.blocks.in_order().values_list("title", flat=True))


def test_no_page_has_an_axe_violation(opens: Opens, page: Page) -> None:
    user = make_staff(Role.DIRECTION)
    scheduling.open_slots()
    issue = a_composed_issue()
    block = issue.blocks.in_order().first()
    ready = make_block(kind="editorial", supplier=None).issue
    sending = make_sent_issue(state=Issue.State.SENDING, finished_at=None)
    rows = [make_delivery(issue=sending, state=state) for state in ("sent", "ready", "uncertain", "refused")]
    home, watch = f"/console/flash-info/{issue.number}/", f"/console/flash-info/{sending.number}/suivi/"
    paths = [
        "/console/",
        "/console/flash-info/",
        "/console/flash-info/nouveau/",
        "/console/flash-info/portee/",
        f"/console/flash-info/{a_counted_issue().number}/portee/",
        "/console/flash-info/pourquoi/",
        f"/console/flash-info/pourquoi/?q={rows[3].address}",
        "/console/flash-info/pourquoi/?q=camille",
        "/console/flash-info/pourquoi/?q=personne+du+tout",
        home,
        f"{home}presentation/",
        f"{home}encarts/nouveau/",
        f"{home}encarts/{block.pk}/",
        f"{home}encarts/{block.pk}/retirer/",
        f"{home}approbation/",
        f"/console/flash-info/{ready.number}/approbation/",
        f"/console/flash-info/{ready.number}/depart/",
        f"{home}abandon/",
        watch,
        *(f"{watch}{step}/" for step in ("pause", "annulation", "doutes")),
    ]
    found = {}
    for path in paths:
        opens(user, path)
        if told := faults(page):
            found[path] = told
    assert found == {}


def test_message_itself_has_no_axe_violation(page: Page, site: str) -> None:
    """Its preview is sandboxed and runs no script, axe's included: the same HTML in a page of no site."""
    issue = a_composed_issue()
    answer = sign_in(Client(), make_staff(Role.EVENTS)).get(f"/console/flash-info/{issue.number}/apercu/")
    page.set_content(answer.content.decode())
    landmarks = {"rules": {name: {"enabled": False} for name in ("landmark-one-main", "region")}}  # pages have them
    assert violations(page, **landmarks) == []


def test_blocks_are_dragged_into_place(opens: Opens, page: Page) -> None:
    issue = a_composed_issue()
    opens(make_staff(Role.EDITORS), f"/console/flash-info/{issue.number}/")
    grip = page.locator(".grip").first.bounding_box()
    last = page.locator("[data-block]").last.bounding_box()
    page.mouse.move(grip["x"] + 5, grip["y"] + 5)
    page.mouse.down()
    page.mouse.move(grip["x"] + 5, last["y"] + last["height"] - 4, steps=12)
    with page.expect_navigation():
        page.mouse.up()
    assert titles(issue) == ["Deuxième", "Troisième", "Premier"]


def test_blocks_are_moved_by_keyboard(opens: Opens, page: Page) -> None:
    issue = a_composed_issue()
    opens(make_staff(Role.EDITORS), f"/console/flash-info/{issue.number}/")
    page.get_by_role("button", name="Descendre\u00a0: Premier").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert titles(issue) == ["Deuxième", "Premier", "Troisième"]
    expect(page.locator("li:target")).to_contain_text("Premier")


def test_preview_follows_the_typing_and_back_leaves_the_form(opens: Opens, page: Page) -> None:
    issue = a_composed_issue()
    user = make_staff(Role.EDITORS)
    opens(user, f"/console/flash-info/{issue.number}/")
    follow(page.get_by_role("link", name="Premier", exact=True))
    page.get_by_label("Titre").fill("Un titre tout neuf")
    shown = page.frame_locator("iframe[name=message]")
    expect(shown.get_by_role("heading", name="Un titre tout neuf")).to_be_visible()
    page.get_by_label("Titre").fill("Un autre titre")
    expect(shown.get_by_role("heading", name="Un autre titre")).to_be_visible()
    assert titles(issue)[0] == "Premier"
    page.go_back()
    expect(page.get_by_role("heading", name="Encarts")).to_be_visible()


def test_preview_modes_change_without_leaving_the_page(opens: Opens, page: Page) -> None:
    issue = a_composed_issue()
    opens(make_staff(Role.EVENTS), f"/console/flash-info/{issue.number}/")
    page.get_by_role("link", name="Texte seul").click()
    expect(page.frame_locator("iframe[name=message]").locator("pre")).to_contain_text("PREMIER")
    page.get_by_role("link", name="Téléphone").click()
    expect(page.frame_locator("iframe[name=message]").get_by_role("heading", name="Premier")).to_be_visible()
    assert page.locator("iframe[name=message]").bounding_box()["width"] <= 390


def test_progress_moves_by_itself_and_the_page_settles_at_the_end(opens: Opens, page: Page) -> None:
    issue = make_sent_issue(state=Issue.State.SENDING, finished_at=None)
    rows = [make_delivery(issue=issue, state="ready") for _ in range(4)]
    opens(make_staff(Role.EDITORS), f"/console/flash-info/{issue.number}/suivi/")
    expect(page.locator(".big-number")).to_contain_text("0\u00a0%")
    Delivery.objects.filter(pk__in=[row.pk for row in rows[:2]]).update(state="sent")
    expect(page.locator(".big-number")).to_contain_text("50\u00a0%", timeout=10_000)
    Delivery.objects.filter(pk__in=[row.pk for row in rows]).update(state="sent")
    Issue.objects.filter(pk=issue.pk).update(state=Issue.State.SENT)
    expect(page.get_by_role("link", name="Pause")).to_have_count(0, timeout=10_000)
    expect(page.locator(".big-number")).to_contain_text("100\u00a0%")


def test_whole_journey_by_keyboard(opens: Opens, page: Page) -> None:
    """Tab and Enter alone: open an issue, write a block, see it."""
    opens(make_staff(Role.EDITORS), "/console/flash-info/nouveau/")
    page.get_by_label("Titre").focus()
    page.keyboard.type("Au clavier")
    page.keyboard.press("Tab")
    page.keyboard.type("Objet")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.get_by_role("link", name="Ajouter").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.get_by_label("Genre").focus()
    page.keyboard.press("End")  # agenda: the Club itself speaks
    page.get_by_label("Titre").focus()
    page.keyboard.type("Écrit au clavier")
    page.keyboard.press("Tab")
    page.keyboard.type("Bonjour.")
    page.get_by_role("button", name="Enregistrer").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert composing.Block.objects.get().title == "Écrit au clavier"
