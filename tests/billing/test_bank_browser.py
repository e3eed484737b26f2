"""From the statement to the rights it opens, in a real Chromium by keyboard and without script."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from club.core.roles import Role
from members import accounts
from members.billing.models import BankLine, Document
from members.models import Entitlement
from tests.billing.statements import entry, part, statement
from tests.browsing import enter, faults
from tests.factories import TOTP_SECRET, make_organisation, make_staff, sign_in
from tests.membership_factories import make_membership, make_version
from tests.money_factories import make_document

pytestmark = pytest.mark.slow


@pytest.fixture
def document(site: str) -> Document:
    house = make_organisation(name="Armor Impression")
    term = make_membership(make_version(grants={"insert": 4}, opens="payment"), organisation=house)
    make_document(900, organisation=make_organisation(name="Cybelle Logiciels"))
    return make_document(32400, organisation=house, membership=term)


@pytest.fixture
def finance(site: str, chromium: Browser) -> Iterator[Page]:
    """Somebody of finances, without script."""
    session = sign_in(Client(), make_staff(Role.FINANCE)).cookies[settings.SESSION_COOKIE_NAME].value
    context = chromium.new_context(locale="fr-FR", java_script_enabled=False)
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])
    yield context.new_page()
    context.close()
    connections.close_all()


def test_statement_is_imported_matched_and_opens_rights(
    finance: Page, site: str, document: Document, tmp_path: Path
) -> None:
    page, file = finance, tmp_path / "releve.xml"
    lines = [
        entry("32400.00", parts=[part(name="ARMOR IMPRESSION", motif=f"VIR {document.number}")]),
        entry("450.00", parts=[part(name="CYBELLE LOGICIELS", motif="ACOMPTE")]),
    ]
    file.write_bytes(statement(*lines))
    page.goto(f"{site}/console/releves/")
    enter(page.get_by_role("link", name="Importer un relevé").first)
    page.get_by_label("Code").fill(accounts.current_totp(TOTP_SECRET))
    enter(page.get_by_label("Code"))
    page.get_by_label("Relevé de compte").set_input_files(file)
    enter(page.get_by_role("button", name="Importer"))
    expect(page.get_by_role("status")).to_contain_text("2 lignes nouvelles")
    expect(page.get_by_text(f"Le motif cite {document.number}")).to_be_visible()
    enter(page.get_by_role("button", name="Confirmer").first)
    expect(page.get_by_role("status")).to_contain_text("Rapprochée : Armor Impression")
    assert Entitlement.objects.get(organisation=document.organisation).opened_on == BankLine.objects.first().booked_on
    enter(page.get_by_role("link", name="CYBELLE LOGICIELS", exact=True))
    page.get_by_label("Organisation ou numéro de document").fill("cybelle")
    enter(page.get_by_label("Organisation ou numéro de document"))
    page.get_by_label("Montant pour").fill("400,00")
    enter(page.get_by_role("button", name="Rapprocher"))
    expect(page.get_by_text("(reste 50,00 €)")).to_be_visible()
    assert Document.objects.owing().get().rest == 500


def test_pages_of_money_fit_and_speak(page: Page, site: str, document: Document) -> None:
    session = sign_in(Client(), make_staff(Role.FINANCE)).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])
    for address in (
        "tableau-de-bord/",
        f"a-encaisser/{document.pk}/",
        f"reglements/nouveau/?document={document.number}",
    ):
        page.goto(f"{site}/console/{address}")
        assert faults(page) == []
    connections.close_all()
