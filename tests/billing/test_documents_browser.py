"""Dues documents in a real Chromium: accessible, narrow, and worked through by keyboard and without script."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from playwright.sync_api import Page, expect

from club.core.roles import Role
from members.billing.models import Document
from tests.billing_factories import make_credit_note, make_document, make_draft, make_line, make_payer
from tests.browsing import enter, faults, follow
from tests.factories import make_affiliation, make_organisation, make_staff, sign_in

pytestmark = pytest.mark.slow


@pytest.fixture
def finance(site: str, page: Page) -> Iterator[Page]:
    session = sign_in(Client(), make_staff(Role.FINANCE)).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])
    yield page
    connections.close_all()


@pytest.fixture
def draft(site: str) -> Document:
    """A draft of two lines to an organisation of a long name, beside others already issued."""
    name = "Fédération nationale des éditeurs de logiciels de gestion"
    payer = make_payer(organisation=make_organisation(name=name))
    make_credit_note(make_document(make_line(net=Decimal(12000))), lines=[make_line(net=Decimal(2000))])
    make_document(make_line(net=Decimal(27000)), order_number="BC-2026-118")
    return make_draft(make_line(), make_line(label="Cercle", net=Decimal("9500.50")), organisation=payer.organisation)


def test_from_draft_to_credit_note(finance: Page, site: str, draft: Document) -> None:
    page = finance
    page.goto(f"{site}/console/factures/")
    expect(page.get_by_role("row")).to_have_count(5)
    assert faults(page) == []
    follow(page.get_by_role("link", name="Brouillon"))
    assert faults(page) == []
    enter(page.get_by_role("button", name="Émettre"))
    expect(page.get_by_text("C’est émis sous le numéro")).to_be_visible()
    page.get_by_text("Noter un état").press("Enter")
    assert faults(page) == []
    enter(page.get_by_role("link", name="Faire un avoir"))
    page.get_by_label("les montants écrits ci-dessous").check()
    page.get_by_label("Cercle").fill("500,50")
    page.get_by_label("Motif").fill("Une place de moins")
    assert faults(page) == []
    enter(page.get_by_role("button", name="Préparer l’avoir"))
    expect(page.get_by_role("heading", name="Avoir en préparation")).to_be_visible()
    assert faults(page) == []


def test_other_pages_are_accessible(finance: Page, site: str, draft: Document) -> None:
    page = finance
    for address in (f"factures/{draft.pk}/payeur/", "comptabilite/"):
        page.goto(f"{site}/console/{address}")
        assert faults(page) == []
    page.get_by_label("Clore jusqu’au").fill("2026-01-31")
    page.get_by_label("C’est définitif, je le sais").check()
    enter(page.get_by_role("button", name="Clore"))
    expect(page.get_by_text("Jusqu’au 31 janvier 2026")).to_be_visible()


def test_member_reads_documents_in_the_portal(page: Page, site: str) -> None:
    person = make_affiliation(organisation=make_organisation(), roles=["billing"]).person
    document = make_document(organisation=person.affiliations.get().organisation)
    make_credit_note(document, lines=[make_line(net=Decimal(500))])
    session = sign_in(Client(), person).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])
    page.goto(f"{site}/espace/")
    follow(page.get_by_role("link", name="Factures de"))
    expect(page.get_by_role("link", name=document.number)).to_be_visible()
    assert faults(page) == []
    connections.close_all()
