"""Entries for the accountant: balanced, deferred by days, in the layout of the law; periods that are closed."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from club.core.errors import ClubError
from club.core.models import AuditEntry
from club.core.roles import Role
from members.billing import entries
from members.billing.actions import periods
from members.billing.entries import Entry
from members.billing.models import ClosedPeriod, Document, Payment
from tests.billing_factories import make_credit_note, make_document, make_line
from tests.factories import make_organisation, make_staff, sign_in
from tests.members.test_lists import prove

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
ROLLING = {"starts_on": date(2026, 7, 1), "ends_on": date(2027, 6, 30)}


def moves(entry: Entry) -> list[tuple[str, Decimal]]:
    return [(move.account, move.amount) for move in entry.moves]


def test_invoice_credit_note_and_payments_are_entered() -> None:
    invoice = make_document(
        make_line(net=Decimal(1000)), make_line(net=Decimal(500), vat="E", exemption="Exonéré.", account="756100")
    )
    make_credit_note(invoice, lines=[make_line(net=Decimal(100))])
    fields = {"organisation": invoice.organisation, "method": "transfer"}
    paid = Payment.objects.create(amount=Decimal(1700), received_on=LAST - timedelta(days=20), **fields)
    back = {"amount": Decimal(-120), "received_on": LAST, "refunds": paid, "reason": "avoir"}
    Payment.objects.create(**fields, **back)
    found = {entry.label.split()[0]: moves(entry) for entry in entries.entries(FIRST, LAST)}
    assert found == {
        "Facture": [("411000", 1700), ("756100", -500), ("756200", -1000), ("445710", -200)],
        "Avoir": [("411000", -120), ("756200", 100), ("445710", 20)],
        "Règlement": [("512000", 1700), ("411000", -1700)],
        "Remboursement": [("512000", -120), ("411000", 120)],
    }


def test_income_for_later_days_is_deferred_and_comes_back() -> None:
    """365 days from 1 July: 181 of them belong to 2027."""
    invoice = make_document(make_line(net=Decimal(3650), **ROLLING), **ROLLING)
    make_credit_note(invoice, lines=[make_line(net=Decimal(365), **ROLLING)])
    closing = [e for e in entries.entries(FIRST, LAST, defer=True) if e.journal == entries.CLOSING]
    assert [moves(entry) for entry in closing] == [
        [("756200", Decimal(1810)), ("487000", Decimal(-1810))],
        [("756200", Decimal(-181)), ("487000", Decimal(181))],
    ]
    opening = entries.entries(date(2027, 1, 1), date(2027, 12, 31), defer=True)
    assert [(entry.on, moves(entry)) for entry in opening] == [
        (date(2027, 1, 1), [("756200", Decimal(-1810)), ("487000", Decimal(1810))]),
        (date(2027, 1, 1), [("756200", Decimal(181)), ("487000", Decimal(-181))]),
    ]


def test_income_of_two_years_adds_up_to_what_was_billed() -> None:
    make_document(make_line(net=Decimal("1000.01"), **ROLLING), **ROLLING)
    years = [(FIRST, LAST), (date(2027, 1, 1), date(2027, 12, 31))]
    booked = [
        -sum(
            amount for e in entries.entries(*year, defer=True) for account, amount in moves(e) if account == "756200"
        )
        for year in years
    ]
    assert sum(booked) == Decimal("1000.01")
    assert all(amount > 0 for amount in booked)


def test_file_has_the_layout_of_the_law() -> None:
    organisation = make_organisation(name="=Éditions\tDupont")
    document = make_document(organisation=organisation)
    lines = "".join(entries.fec(entries.entries(FIRST, LAST))).split("\r\n")
    titles, rows = lines[0].split("\t"), [line.split("\t") for line in lines[1:-1]]
    assert (len(titles), titles[0], titles[-1]) == (18, "JournalCode", "Idevise")
    assert {len(row) for row in rows} == {18}
    day = f"{timezone.localdate():%Y%m%d}"
    debit = dict(zip(titles, rows[0], strict=True))
    assert debit["EcritureDate"] == debit["PieceDate"] == debit["ValidDate"] == day
    assert (debit["CompteNum"], debit["PieceRef"]) == ("411000", document.number)
    assert (debit["Debit"], debit["Credit"]) == ("7200,00", "0,00")
    assert debit["CompAuxLib"] == "'=Éditions Dupont"
    sums = [sum(Decimal(row[column].replace(",", ".")) for row in rows) for column in (11, 12)]
    assert sums[0] == sums[1] == Decimal(7200)


def test_free_document_makes_no_entry_and_leaves_no_number_out() -> None:
    make_document(make_line(net=Decimal("0.00")))
    make_document()
    numbers = {line.split("\t")[2] for line in list(entries.fec(entries.entries(FIRST, LAST)))[1:]}
    assert numbers == {"1"}


def test_table_of_documents_has_credit_notes_negative() -> None:
    note = make_credit_note()
    rows = list(entries.records(FIRST, LAST))
    assert [row[0] for row in rows] == ["Numéro", note.cites.number, note.number]
    by_title = dict(zip(rows[0], rows[2], strict=True))
    assert (by_title["Total TTC"], by_title["Document corrigé"]) == ("-7200,00", note.cites.number)


def test_closed_period_is_closed_once_for_all() -> None:
    staff = make_staff()
    yesterday = timezone.localdate() - timedelta(days=1)
    periods.close(until=yesterday, by=staff)
    assert AuditEntry.objects.filter(verb="period.close", actor=staff).count() == 1
    for day in (yesterday, timezone.localdate()):
        with pytest.raises(ClubError):
            periods.close(until=day, by=staff)
    with pytest.raises(ClubError, match="close jusqu’au"):
        make_document(on=yesterday)


@pytest.fixture
def finance(client: Client) -> Client:
    return prove(sign_in(client, make_staff(Role.FINANCE)))


def test_export_leaves_after_a_proof_and_is_noted(client: Client) -> None:
    sign_in(client, make_staff(Role.FINANCE))
    address = reverse("console:accounting_export")
    assert "/compte/confirmer/" in client.get(address).headers["Location"]
    prove(client)
    make_document()
    data = {"starts_on": "2026-01-01", "ends_on": "2026-12-31", "file_kind": "fec"}
    answer = client.post(address, data)
    content = b"".join(answer.streaming_content).decode()
    assert answer.headers["Content-Disposition"] == 'attachment; filename="900000019FEC20261231.txt"'
    assert content.count("\r\n") == 4
    assert AuditEntry.objects.get(verb="accounting.export").details["kind"] == "fec"
    table = b"".join(client.post(address, data | {"file_kind": "csv"}).streaming_content).decode("utf-8-sig")
    assert table.startswith("Numéro;Genre;Date")
    assert client.post(address, data | {"ends_on": "2025-01-01"}).status_code == 200


def test_page_closes_a_period_and_verifies(finance: Client) -> None:
    make_document()
    close, verify = reverse("console:accounting_close"), reverse("console:accounting_verify")
    assert "définitif" in finance.post(close, {"until": "2026-10-31"}, follow=True).content.decode()
    page = finance.post(close, {"until": "2026-10-31", "sure": "on"}, follow=True).content.decode()
    assert "Jusqu’au 31 octobre 2026" in page
    assert ClosedPeriod.objects.count() == 1
    assert "tous sont tels" in finance.post(verify, follow=True).content.decode()
    Document.objects.issued().get()
