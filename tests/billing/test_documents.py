"""Drafts, numbers, credit notes: what a document may be, and what no longer changes once it is issued."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from club.core.errors import ClubError
from club.core.models import AuditEntry
from members.billing import chain, files, printing
from members.billing.actions import documents
from members.billing.models import (
    Allocation,
    ClosedPeriod,
    Counter,
    Document,
    DocumentLine,
    Instalment,
    Payment,
    Proposal,
)
from members.models import Entitlement, Membership
from members.pricing import Choice, quote
from members.statuses import standing_of
from tests.billing_factories import YEAR, make_credit_note, make_document, make_draft, make_line, make_payer
from tests.factories import make_organisation, make_staff
from tests.membership_factories import make_membership, make_option, make_version

pytestmark = pytest.mark.django_db


def test_draft_has_no_number_and_adds_up() -> None:
    version = make_version(price=Decimal(10000))
    priced = quote([Choice(version, 2, Decimal(10))], **YEAR).lines
    draft = make_draft(*priced, make_line(net=Decimal("100.05"), vat="E", exemption="Exonéré, article 261-7-1° CGI."))
    assert (draft.number, draft.kind) == (None, "invoice")
    assert (draft.net, draft.vat, draft.total) == (Decimal("18100.05"), Decimal("3600.00"), Decimal("21700.05"))
    line = draft.lines.first()
    assert (line.label, line.quantity, line.unit_price, line.discount) == (version.option.name, 2, 10000, 10)


def test_issue_gives_the_next_number_and_freezes_everything() -> None:
    staff = make_staff()
    first = documents.issue(document=make_draft(), by=staff)
    year = timezone.localdate().year
    second = documents.issue(document=make_draft(), by=staff)
    assert [first.number, second.number] == [f"FA-{year}-00001", f"FA-{year}-00002"]
    assert first.buyer["city"] == "Laval"
    assert first.seller["iban"]
    assert {mention["code"] for mention in first.mentions} >= {"PMD", "PMT", "AAB"}
    assert files.read(first.pdf_sha256).startswith(b"%PDF")
    assert (first.previous_chain, second.previous_chain) == ("", first.chain)
    stored = Document.objects.get(pk=second.pk)
    assert chain.link(stored) == stored.chain == second.chain
    assert AuditEntry.objects.filter(verb="document.issue", actor=staff).count() == 2


def test_issue_twice_gives_the_same_document() -> None:
    draft = make_draft()
    first, again = (documents.issue(document=draft, by=None) for _ in range(2))
    assert (first.number, first.chain) == (again.number, again.chain)
    assert Counter.objects.get().last == 1
    assert AuditEntry.objects.filter(verb="document.issue").count() == 1


def test_rolled_back_issue_and_discarded_draft_leave_no_hole() -> None:
    make_document()
    with transaction.atomic():
        assert make_document().rank == 2
        transaction.set_rollback(True)
    documents.discard(document=make_draft(), by=None)
    assert make_document().rank == 2
    assert Document.objects.filter(number=None).count() == 0


def test_issued_document_is_not_discarded() -> None:
    document = make_document()
    with pytest.raises(ClubError, match="avoir"):
        documents.discard(document=document, by=None)


def test_database_refuses_any_change_of_what_is_issued() -> None:
    document = make_document()
    changes = [
        lambda: Document.objects.filter(pk=document.pk).update(reason="autre"),
        lambda: Document.objects.filter(pk=document.pk).delete(),
        lambda: document.lines.update(net=1),
        lambda: DocumentLine.objects.filter(document=document).delete(),
        lambda: DocumentLine.objects.create(document=document, position=9, label="x", unit_price=1, net=1, **YEAR),
        lambda: Instalment.objects.filter(document=document).update(amount=1),
        lambda: Instalment.objects.filter(document=document).delete(),
        lambda: Instalment.objects.create(document=document, position=9, due_on=date(2026, 1, 1), amount=1),
    ]
    for change in changes:
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    draft = make_draft()
    Document.objects.filter(pk=draft.pk).update(reason="autre")  # negative control: a draft may change
    draft.lines.update(net=1)


def test_numbers_follow_dates() -> None:
    today = timezone.localdate()
    make_document(on=today)
    with pytest.raises(ClubError, match="antérieure"):
        make_document(on=today - timedelta(days=1))
    with pytest.raises(ClubError, match="à venir"):
        make_document(on=today + timedelta(days=1))


def test_new_year_begins_at_one_and_continues_the_chain() -> None:
    last = make_document(on=date(2025, 12, 31))
    first = make_document(on=date(2026, 1, 2))
    assert (last.number, first.number) == ("FA-2025-00001", "FA-2026-00001")
    assert first.previous_chain == last.chain
    with pytest.raises(ClubError, match="antérieure"):
        make_document(on=date(2025, 12, 31))


def test_closed_period_takes_no_document() -> None:
    ClosedPeriod.objects.create(until=date(2026, 3, 31), closed_by=make_staff())
    with pytest.raises(ClubError, match="close jusqu’au 31 mars 2026"):
        make_document(on=date(2026, 3, 31))
    assert make_document(on=date(2026, 4, 1)).number == "FA-2026-00001"


def test_payer_that_wants_an_order_number_has_it_before() -> None:
    organisation = make_payer(wants_order_number=True).organisation
    draft = make_draft(organisation=organisation)
    with pytest.raises(ClubError, match="numéro de commande"):
        documents.issue(document=draft, by=None)
    documents.note_order_number(document=draft, order_number="BC-12", by=None)
    assert documents.issue(document=draft, by=None).order_number == "BC-12"


def test_call_for_dues_when_not_liable_for_vat(settings: object) -> None:
    settings.SELLER = settings.SELLER | {"vat_liable": False}  # type: ignore[attr-defined]
    with pytest.raises(ClubError, match="ne porte pas de TVA"):
        make_document()
    call = make_document(make_line(vat="O", exemption="Hors du champ de la TVA.", account="756100"))
    assert call.number == f"AC-{timezone.localdate().year}-00001"
    assert call.seller["vat_number"] == ""
    assert "PMD" not in {mention["code"] for mention in call.mentions}


def test_instalments_add_up_or_are_refused() -> None:
    schedule = [(date(2030, 1, 31), Decimal(3600)), (date(2030, 6, 30), Decimal(3600))]
    document = make_document(instalments=schedule)
    assert list(document.instalments.values_list("due_on", "amount")) == schedule
    assert document.due_on == date(2030, 6, 30)
    with pytest.raises(ClubError, match="échéances"):
        make_draft(instalments=schedule[:1])


def test_without_schedule_there_is_one_instalment() -> None:
    document = make_document()
    part = document.instalments.get()
    assert (part.amount, part.due_on) == (document.total, document.issued_on + timedelta(days=30))


def test_instalment_due_before_the_issue_is_due_on_its_day() -> None:
    document = make_document(instalments=[(date(2026, 1, 31), Decimal(7200))])
    assert document.instalments.get().due_on == document.due_on == document.issued_on


def test_draft_for_a_proposal_bears_its_lines_and_schedule() -> None:
    option = make_option(price=Decimal(9000))
    proposal = Proposal.objects.create(
        kind="joining",
        organisation=make_organisation(),
        valid_until=date(2026, 12, 1),
        order_number="BC-7",
        instalments=[["2030-01-31", "5400.00"], ["2030-06-30", "5400.00"]],
        **YEAR,
    )
    proposal.lines.create(version=option.versions.get(), price=Decimal(9000), net=Decimal(9000))
    draft = documents.draft_for(proposal=proposal, by=None)
    assert (draft.total, draft.order_number, draft.instalments.count()) == (Decimal(10800), "BC-7", 2)
    assert documents.draft_for(proposal=proposal, by=None) == draft


def test_credit_note_of_everything_settles_the_invoice() -> None:
    invoice = make_document()
    note = make_credit_note(invoice)
    assert note.number == f"AV-{timezone.localdate().year}-00001"
    assert note.cites == invoice
    assert (note.total, note.buyer) == (invoice.total, invoice.buyer)
    allocation = Allocation.objects.get()
    assert (allocation.document, allocation.credit_note, allocation.amount) == (invoice, note, invoice.total)
    with pytest.raises(ClubError, match="reste rien"):
        documents.credit(document=invoice, reason="encore", by=None)


def test_credit_note_settles_only_what_is_unpaid() -> None:
    invoice = make_document()
    paid = Payment.objects.create(
        organisation=invoice.organisation, method="transfer", amount=Decimal(7000), received_on=date(2026, 5, 1)
    )
    Allocation.objects.create(document=invoice, payment=paid, amount=Decimal(7000))
    note = make_credit_note(invoice)
    assert note.spent_on.get().amount == Decimal("200.00")


def test_credits_never_exceed_what_is_left() -> None:
    invoice = make_document(
        make_line(net=Decimal("100.02")), make_line(net=Decimal(50), vat="E", exemption="Exonéré.")
    )
    drafts = [
        documents.credit(document=invoice, lines=[make_line(net=Decimal("60.00"))], reason="trop", by=None)
        for _ in range(2)
    ]
    documents.issue(document=drafts[0], by=None)
    with pytest.raises(ClubError, match="40,02"):
        documents.issue(document=drafts[1], by=None)
    with pytest.raises(ClubError, match="exonérée"):
        documents.credit(
            document=invoice, lines=[make_line(net=Decimal(51), vat="E", exemption="Exonéré.")], reason="x", by=None
        )


def test_credits_in_parts_give_back_the_last_cent() -> None:
    """Three thirds of 100.02 € would round to 20.01 € of VAT where 20.00 € were asked."""
    invoice = make_document(make_line(net=Decimal("100.02")))
    notes = [make_credit_note(invoice, lines=[make_line(net=Decimal("33.34"))]) for _ in range(3)]
    assert [note.vat for note in notes] == [Decimal("6.67"), Decimal("6.67"), Decimal("6.66")]
    assert sum(note.total for note in notes) == invoice.total


def test_rest_of_a_partly_credited_invoice() -> None:
    invoice = make_document(make_line(net=Decimal(100)), make_line(net=Decimal(50), account="756100"))
    make_credit_note(invoice, lines=[make_line(net=Decimal(30))])
    note = make_credit_note(invoice)
    assert sorted(note.lines.values_list("account", "net")) == [("756100", Decimal(50)), ("756200", Decimal(70))]


def test_credit_note_cites_an_issued_invoice_with_a_reason() -> None:
    with pytest.raises(ClubError, match="émis"):
        documents.credit(document=make_draft(), reason="x", by=None)
    with pytest.raises(ClubError, match="motif"):
        documents.credit(document=make_document(), reason=" ", by=None)
    with pytest.raises(ClubError, match="émis"):
        documents.credit(document=make_credit_note(), reason="x", by=None)


def test_credit_note_neither_makes_nor_leaves_a_member() -> None:
    """It settles the invoice, and that is all: the term, its rights and the status stay as they were."""
    version = make_version(grants={"insert": 2}, opens="payment")
    term = make_membership(version, starts_on=date(2026, 1, 1))
    invoice = make_document(organisation=term.organisation, membership=term)
    before = (
        list(Membership.objects.values()),
        list(Entitlement.objects.values()),
        standing_of(term.organisation, date(2026, 6, 1)),
    )
    note = make_credit_note(invoice)
    after = (
        list(Membership.objects.values()),
        list(Entitlement.objects.values()),
        standing_of(term.organisation, date(2026, 6, 1)),
    )
    assert note.membership == term
    assert before == after
    assert Entitlement.objects.get().opened_on is None


def test_transfer_code_asks_for_the_first_instalment() -> None:
    document = make_document(instalments=[(date(2030, 1, 31), Decimal(3000)), (date(2030, 6, 30), Decimal(4200))])
    said = printing.transfer(document).split("\n")
    assert said[:4] == ["BCD", "002", "1", "SCT"]
    assert said[6:8] == [document.seller["iban"], "EUR3000.00"]
    assert said[10] == document.number
    assert printing.facts(document)["qr"].startswith("<svg")
    assert printing.facts(make_credit_note(document))["qr"] == ""
