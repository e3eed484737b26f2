"""The pages of proposals in the console: from an admitted application to the term, and lists that stay cheap."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from club.core.roles import Role
from members.billing.actions import proposals
from members.billing.models import Document, Proposal
from members.models import Membership, Organisation
from tests.factories import make_staff, sign_in
from tests.membership_factories import make_version
from tests.proposal_factories import PDF, make_accepted, make_admitted, make_offer, make_sent, with_discount

FINANCE, NETWORK = Role.FINANCE, Role.NETWORK
pytestmark = pytest.mark.django_db


def browser(*roles: Role) -> Client:
    return sign_in(Client(), make_staff(*(roles or (Role.DIRECTION,))))


def page(name: str, pk: int) -> str:
    return reverse(f"console:{name}", args=[pk])


def test_from_the_application_to_the_term_by_hand() -> None:
    application = make_admitted(make_version(price=27000, is_base=True, grants={"logo": 1}))
    staff = browser()
    answer = staff.post(page("proposal_new", application.pk))
    proposal = Proposal.objects.get()
    assert answer.url == page("proposal", proposal.pk)
    shown = staff.get(answer.url).content.decode()
    assert "27\u00a0000,00\u00a0€" in shown
    staff.post(page("proposal_send", proposal.pk), {"to": "signataire@exemple.example"})
    paper = {"means": "form", "name": "Anne", "title": "gérante", "email": "anne@exemple.example"}
    paper["file"] = SimpleUploadedFile("signe.pdf", PDF)
    staff.post(page("proposal_paper", proposal.pk), paper)
    assert staff.get(page("proposal_evidence", proposal.pk)).getvalue() == PDF
    for _ in range(2):
        staff.post(page("proposal_activate", proposal.pk))
    proposal.refresh_from_db()
    assert (proposal.state, Membership.objects.count(), Document.objects.count()) == ("activated", 1, 1)
    assert "l’adhésion court" in staff.get(page("proposal", proposal.pk)).content.decode()


def test_preparing_writes_discount_dates_and_instalments() -> None:
    proposal, staff = make_offer(make_version(price=1200)), browser(Role.NETWORK)
    today = timezone.localdate()
    form = {"starts_on": "2027-01-01", "ends_on": "2027-12-31", "seats": 4, "discount": "12.5", "parts": 2}
    form |= {"discount_reason": "Réseau", "first_due": "2027-02-01", "valid_until": today.isoformat()}
    answer = staff.post(page("proposal_prepare", proposal.pk), form)
    assert answer.status_code == 302
    proposal.refresh_from_db()
    assert (proposal.seats, proposal.discount) == (4, Decimal("12.50"))
    assert proposal.instalments == [["2027-02-01", "630.00"], ["2027-08-01", "630.00"]]
    refused = staff.post(page("proposal_prepare", proposal.pk), form | {"discount_reason": ""})
    assert "Une remise a un motif" in refused.content.decode()


@pytest.mark.parametrize(
    ("field", "day", "sentence"),
    [
        ("starts_on", "0001-01-01", "plus de deux ans"),
        ("ends_on", "9999-12-31", "cinq ans au plus"),
        ("ends_on", "2062-12-31", "cinq ans au plus"),
        ("first_due", "2020-01-31", "déjà passée"),
        ("first_due", "9999-12-31", "plus de trois ans"),
    ],
)
def test_mistyped_year_is_told_and_changes_nothing(field: str, day: str, sentence: str) -> None:
    row, staff = make_offer(), browser()
    typed = staff.get(page("proposal_prepare", row.pk)).context["form"].initial
    answer = staff.post(page("proposal_prepare", row.pk), {**typed, field: day})
    assert sentence in answer.content.decode()
    before = row.starts_on, row.ends_on, row.instalments
    row.refresh_from_db()
    assert (row.starts_on, row.ends_on, row.instalments) == before


def test_discount_waits_for_the_other_of_the_direction() -> None:
    first, second = make_staff(Role.DIRECTION), make_staff(Role.DIRECTION)
    proposal = with_discount(make_offer(), 20, first)
    shown = sign_in(Client(), first).get(page("proposal", proposal.pk)).content.decode()
    assert "Accorder la remise" not in shown
    assert str(second) in shown
    today = sign_in(Client(), second).get(reverse("console:today")).content.decode()
    assert f"Remise à accorder à {proposal.organisation}" in today
    sign_in(Client(), second).post(page("proposal_approve", proposal.pk))
    proposal.refresh_from_db()
    assert proposal.discount_approved_by == second


def test_accepted_waits_on_today_for_whoever_issues_documents() -> None:
    proposal = make_accepted()
    assert (
        f"{proposal.organisation} a accepté" in browser(Role.FINANCE).get(reverse("console:today")).content.decode()
    )
    assert "a accepté" not in browser(Role.NETWORK).get(reverse("console:today")).content.decode()


def test_closing_and_taking_up_again() -> None:
    proposal, staff = make_sent(), browser()
    staff.post(page("proposal_close", proposal.pk), {"who": "declined", "reason": "Budget"})
    proposal.refresh_from_db()
    assert (proposal.state, proposal.declined_reason) == ("declined", "Budget")
    staff.post(page("proposal_reopen", proposal.pk))
    proposal.refresh_from_db()
    assert proposal.state == "draft"


def test_pdf_of_a_draft_is_a_preview_and_of_a_sent_one_the_file() -> None:
    draft, sent, staff = make_offer(), make_sent(), browser()
    assert staff.get(page("proposal_pdf", draft.pk)).content.startswith(b"%PDF-")
    proposals.send(proposal=sent, by=None)
    answer = staff.get(page("proposal_pdf", sent.pk))
    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")


def test_list_costs_the_same_at_one_and_three_rows() -> None:
    staff, counts = browser(), []
    make_offer()
    staff.get(reverse("console:proposals"))
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            shown = staff.get(reverse("console:proposals")).content.decode()
        counts.append(len(queries))
        make_offer()
        make_sent()
    assert "Fournisseur" in shown
    assert counts[0] == counts[1]
    assert counts[0] <= 8


def test_letters_without_a_font_are_told_before_and_at_sending() -> None:
    row, staff = make_offer(), browser()
    Organisation.objects.filter(pk=row.organisation_id).update(name="北京")
    preview = staff.get(page("proposal_pdf", row.pk), follow=True)
    sent = staff.post(page("proposal_send", row.pk), {"to": "signataire@exemple.example"})
    assert ["n’existe pas dans ses polices" in said.content.decode() for said in (preview, sent)] == [True, True]
    row.refresh_from_db()
    assert row.state == "draft"
