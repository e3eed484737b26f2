"""An issue from nothing to its departure in a Chromium whose scripts are off: the buttons are there and work."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from club.core.roles import Role
from newsletters.actions import scheduling
from newsletters.models import Issue
from tests.browsing import enter, follow
from tests.factories import make_ambassador, make_organisation, make_staff, sign_in

pytestmark = pytest.mark.slow


class Desk:
    """A browser of a member of the team; ``page`` is its tab."""

    def __init__(self, chromium: Browser, site: str, role: Role) -> None:
        session = sign_in(Client(), make_staff(role)).cookies[settings.SESSION_COOKIE_NAME].value
        self.context = chromium.new_context(
            locale="fr-FR", viewport={"width": 390, "height": 844}, base_url=site, java_script_enabled=False
        )
        self.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])
        self.page: Page = self.context.new_page()


@pytest.fixture
def desks(chromium: Browser, site: str) -> Iterator[tuple[Page, Page]]:
    """Of the editor and of the direction."""
    found = [Desk(chromium, site, role) for role in (Role.EDITORS, Role.DIRECTION)]
    yield found[0].page, found[1].page
    for desk in found:
        desk.context.close()


def press(page: Page, name: str) -> None:
    enter(page.get_by_role("button", name=name, exact=True).first)


def add_block(page: Page, title: str) -> None:
    follow(page.get_by_role("link", name="Ajouter").first)
    page.get_by_label("Genre").select_option(label="produit")
    page.get_by_label("Membre qui s’exprime").select_option(label="Belvédère")
    page.get_by_label("Titre").fill(title)
    page.get_by_label("Texte").fill("Une caisse qui se souvient.")
    press(page, "Enregistrer")


def test_issue_is_written_approved_and_scheduled(desks: tuple[Page, Page]) -> None:
    make_ambassador()
    make_organisation(name="Belvédère")
    scheduling.open_slots()
    editor, director = desks

    editor.goto("/console/flash-info/nouveau/")
    editor.get_by_label("Titre").fill("Bien s’équiper")
    editor.get_by_label("Objet").fill("La caisse")
    enter(editor.locator("form:has([name=subject]) button[type=submit]").first)
    add_block(editor, "Premier")
    add_block(editor, "Deuxième")
    press(editor, "Monter\u00a0: Deuxième")
    issue = Issue.objects.get()
    assert list(issue.blocks.in_order().values_list("title", flat=True)) == ["Deuxième", "Premier"]
    expect(editor.frame_locator("iframe").first.get_by_text("Une caisse qui se souvient.").first).to_be_visible()

    director.goto(f"/console/flash-info/{issue.number}/approbation/")
    press(director, "J’approuve ce numéro")
    director.goto(f"/console/flash-info/{issue.number}/depart/")
    press(director, "Programmer l’envoi")
    issue.refresh_from_db()
    assert issue.state == Issue.State.SCHEDULED
    shown = timezone.localtime(issue.send_at)
    expect(director.get_by_role("main")).to_contain_text(f"{shown.hour}\u00a0h\u00a0{shown.minute:02d}")
