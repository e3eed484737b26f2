"""A refund of a credit note and a resignation in a real Chromium: accessible, narrow, done by keyboard."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from club.core.roles import Role
from members.models import User
from tests.billing_factories import make_credit_note, make_document, make_line
from tests.browsing import enter, faults
from tests.factories import make_affiliation, make_staff, sign_in
from tests.membership_factories import make_leave_notice, make_membership, make_version
from tests.money_factories import make_payment

pytestmark = pytest.mark.slow


@contextmanager
def seen_by(page: Page, site: str, person: User) -> Iterator[Page]:
    session = sign_in(Client(), person).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])
    yield page
    connections.close_all()


def test_credit_note_is_refunded_and_leaves_its_trace(page: Page, site: str) -> None:
    today = timezone.localdate()
    invoice = make_document(make_line(net=Decimal(12000)))
    payment = make_payment(14400, organisation=invoice.organisation, received_on=today)
    note = make_credit_note(invoice, lines=[make_line(net=Decimal(2000))])
    with seen_by(page, site, make_staff(Role.FINANCE)):
        page.goto(f"{site}/console/factures/{note.pk}/")
        assert faults(page) == []
        enter(page.get_by_role("link", name="Rembourser cet avoir"))
        assert faults(page) == []
        enter(page.get_by_role("button", name="Noter le remboursement"))
        expect(page.get_by_text("Remboursement noté")).to_be_visible()
        page.goto(f"{site}/console/reglements/{payment.pk}/")
        expect(page.get_by_role("heading", name="Libéré depuis")).to_be_visible()
        assert faults(page) == []


def test_member_gives_notice(page: Page, site: str) -> None:
    today = timezone.localdate()
    term = make_membership(make_version(), starts_on=today, ends_on=today + timedelta(days=90))
    person = make_affiliation(organisation=term.organisation, roles=["administrator"]).person
    with seen_by(page, site, person):
        page.goto(f"{site}/espace/organisations/{term.organisation_id}/")
        enter(page.get_by_role("link", name="Quitter le Club"))
        assert faults(page) == []
        page.get_by_label("Pourquoi nous quittez-vous").fill("Nous réunissons nos adhésions sous notre maison mère.")
        page.get_by_label("Je parle au nom de mon organisation").check()
        enter(page.get_by_role("button", name="Donner notre démission"))
        expect(page.get_by_text("Votre démission est chez nous").first).to_be_visible()
        assert faults(page) == []


def test_team_reads_the_notice(page: Page, site: str) -> None:
    notice = make_leave_notice(organisation=make_membership(make_version()).organisation)
    with seen_by(page, site, make_staff(Role.DIRECTION)):
        page.goto(f"{site}/console/demandes/demissions/{notice.pk}/")
        assert faults(page) == []
