"""Accepting in a real browser without script, by keyboard alone, on a telephone."""

import re

import pytest
from django.db import connections
from playwright.sync_api import Browser, expect

from club.core.models import OutboxMail
from members.billing import links
from members.billing.models import Proposal
from tests.membership_factories import make_version
from tests.proposal_factories import make_sent

pytestmark = pytest.mark.slow


def test_accepted_without_script_by_keyboard(site: str, chromium: Browser) -> None:
    proposal = make_sent(make_version(price=27000, is_base=True))
    connections.close_all()  # beside a running Playwright Django keeps another one
    context = chromium.new_context(
        java_script_enabled=False, viewport={"width": 390, "height": 800}, locale="fr-FR", base_url=site
    )
    page = context.new_page()
    page.goto(f"{links.PATH}{links.proposal_token(proposal.pk)}/")
    page.focus("[name=name]")
    for typed in ("Anne Le Goff", "directrice", ""):
        page.keyboard.type(typed)
        page.keyboard.press("Tab")
    for _ in range(2):  # the two sentences
        page.keyboard.press("Space")
        page.keyboard.press("Tab")
    page.keyboard.type("anne@exemple.example")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_text("Le code est parti").first).to_be_visible()
    mail = OutboxMail.objects.filter(template="billing/emails/acceptance_code").latest("pk")
    expect(page.locator("[name=code]")).to_be_focused()
    page.keyboard.type(re.search(r"^\d{6}$", mail.text, re.M)[0])  # the page waits for it there
    with page.expect_navigation():
        page.keyboard.press("Enter")  # accepts; it used to mail another code
    expect(page.get_by_text("est acceptée pour").first).to_be_visible()
    context.close()
    proposal = Proposal.objects.get(pk=proposal.pk)
    assert (proposal.state, proposal.accepted_by_name) == ("accepted", "Anne Le Goff")
    assert proposal.accepted_by_title == "directrice"
