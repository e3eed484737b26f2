"""What a line of the bank may pay: reasons, points, order; and the same path whoever or whatever pays."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from club.core.errors import ClubError
from members.billing.actions import matching
from members.billing.choosing import noted_by_hand
from members.billing.models import Allocation, BankLine, Document, Payer, Payment
from members.billing.suggestions import cited, read_book, suggest
from members.models import Entitlement
from tests.factories import make_organisation, make_staff
from tests.membership_factories import make_membership, make_version
from tests.money_factories import close_period, make_bank_line, make_document, make_payment

pytestmark = pytest.mark.django_db


def suggestions(line: BankLine) -> list[Any]:
    return suggest(line, read_book([line]))


def reasons(line: BankLine) -> list[tuple[str, int]]:
    return [(reason.words, reason.points) for reason in suggestions(line)[0].reasons]


@pytest.mark.parametrize(
    "said",
    [
        "FA-2026-00012",
        "VIR FACTURE FA 2026 00012 DU 5/01",
        "FA202600012",
        "fa-2026-12",
        "FA-2O26-OOO12",
        "FA_2026_00012",
        "FA 2026-00012 1200,00 EUR",
        "REGLT FA N° 2026-00012",
        "F A 2026 000 12".replace("F A", "FA"),
    ],
)
def test_number_is_found_as_people_write_it(said: str) -> None:
    assert "FA-2026-00012" in cited(said)


@pytest.mark.parametrize(
    "said", ["FA-2026-00013", "FA-2025-00012", "AV-2026-00012", "FACTURE 12", "FA-2026-000121", ""]
)
def test_another_number_is_not(said: str) -> None:
    assert "FA-2026-00012" not in cited(said)


def test_number_and_exact_rest_come_first_with_their_reasons() -> None:
    right, _ = make_document(1200), make_document(1200)
    line = make_bank_line(1200, remittance=f"Paiement {right.number}", debtor_name="")
    best, other = suggestions(line)
    assert best.shares == ((right, Decimal(1200)),)
    assert reasons(line) == [
        (f"Le motif cite {right.number}", 60),
        ("Le montant est exactement ce qui reste à régler", 30),
    ]
    assert (best.likely, other.likely) == ("très probable", "possible")


def test_part_paid_document_is_matched_by_what_is_left() -> None:
    document = make_document(1200)
    make_payment(500, organisation=document.organisation)
    assert suggestions(make_bank_line(700, debtor_name=""))[0].shares == ((document, Decimal(700)),)


def test_sum_of_several_documents_of_one_organisation() -> None:
    house = make_organisation()
    some = [make_document(total, organisation=house) for total in (100, 250, 400)]
    (found,) = suggestions(make_bank_line(500, debtor_name=""))
    assert [document for document, _ in found.shares] == [some[0], some[2]]
    assert found.reasons[0].words == "Le montant est la somme de 2 documents"


def test_next_instalment_is_recognised() -> None:
    document = make_document(900, instalments=[(date(2026, 2, 1), 300), (date(2026, 5, 1), 600)])
    line = make_bank_line(300, debtor_name="")
    assert reasons(line) == [("Le montant est celui de l’échéance du 1er février 2026", 25)]
    make_payment(300, organisation=document.organisation)
    assert suggestions(line) == []


@pytest.mark.parametrize(
    ("debtor", "points"), [("DUPOND ET FILS SAS", 25), ("dupond filss", 15), ("DUPOND FILS LYON", 15), ("MARTIN", 0)]
)
def test_name_counts_by_its_likeness(debtor: str, points: int) -> None:
    house = make_organisation(name="Dupond & Fils")
    make_document(999, organisation=house)
    found = suggestions(make_bank_line(999, debtor_name=debtor))[0]
    assert found.score == 30 + points


def test_payer_s_legal_name_and_the_words_of_a_csv_count_too() -> None:
    house = make_organisation(name="Zed")
    Payer.objects.create(organisation=house, legal_name="Établissements Kermadec")
    make_document(10, organisation=house)
    assert reasons(make_bank_line(3, debtor_name="ETABLISSEMENTS KERMADEC")) == [
        ("Le donneur d’ordre porte le nom de Zed", 25)
    ]
    line = make_bank_line(3, debtor_name="", remittance="VIR ETABLISSEMENTS KERMADEC COTIS")
    assert reasons(line) == [("Le motif nomme Zed", 20)]


def test_account_seen_before_counts_even_with_nothing_owed() -> None:
    iban, house = "FR7610107001011234567890129", make_organisation()
    first = make_bank_line(50, debtor_iban=iban, booked_on=date(2025, 3, 3))
    matching.match(line=first, to=[], organisation=house, by=make_staff())
    (found,) = suggestions(make_bank_line(80, debtor_iban=iban, debtor_name=""))
    assert (found.organisation, found.shares, found.left) == (house, (), 80)
    assert found.reasons[0].words == "Ce compte a déjà réglé pour cette organisation, le 3 mars 2025"


def test_debits_suggest_nothing() -> None:
    make_document(1200)
    assert suggestions(make_bank_line(-1200)) == []


def test_statements_do_not_grow_with_lines_and_documents() -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            lines = list(BankLine.objects.waiting())
            book = read_book(lines)
            assert all(suggest(line, book) for line in lines)
        return len(queries)

    document = make_document(1200)
    make_bank_line(1200, debtor_iban="FR1")
    one = count()
    for _ in range(3):
        make_document(1200, organisation=document.organisation)
        make_bank_line(1200, debtor_iban="FR2")
    assert one == count() <= 4


def test_bank_match_takes_the_same_path_as_any_payment() -> None:
    term = make_membership(make_version(grants={"insert": 4}, opens="payment"))
    document = make_document(1200, organisation=term.organisation, membership=term)
    line = make_bank_line(1200, end_to_end="E2E")
    (payment,) = matching.match(line=line, to=[(document, Decimal(1200))], by=make_staff())
    line.refresh_from_db()
    assert (line.state, payment.received_on, payment.reference) == ("matched", line.booked_on, "E2E")
    assert list(Entitlement.objects.values_list("opened_on", flat=True)) == [line.booked_on]
    assert not Document.objects.owing().exists()


def test_line_is_split_over_organisations_and_its_rest_waits_or_is_kept() -> None:
    one, two, staff, line = make_document(300), make_document(400), make_staff(), make_bank_line(1000)
    matching.match(line=line, to=[(one, Decimal(300)), (two, Decimal(100))], by=staff)
    line.refresh_from_db()
    assert (line.state, matching.left_of(line), Payment.objects.count()) == ("waiting", 600, 2)
    matching.match(line=line, to=[(two, Decimal(300))], organisation=two.organisation, by=staff)
    line.refresh_from_db()
    assert (line.state, matching.left_of(line)) == ("matched", 0)
    assert [p.free for p in Payment.objects.weighed().filter(free__gt=0)] == [300]


def test_more_than_the_line_or_nothing_is_refused_whole() -> None:
    one, two, staff, line = make_document(300), make_document(400), make_staff(), make_bank_line(500)
    with pytest.raises(ClubError, match="ne porte que 200,00"):
        matching.match(line=line, to=[(one, Decimal(300)), (two, Decimal(400))], by=staff)
    with pytest.raises(ClubError, match="au moins un document"):
        matching.match(line=line, to=[], by=staff)
    assert (Payment.objects.count(), Allocation.objects.count()) == (0, 0)


def test_match_is_undone_whole_unless_a_refund_cites_it_or_the_period_is_closed() -> None:
    from members.billing.actions import payments

    document, line, staff = make_document(300), make_bank_line(500), make_staff()
    to = [(document, Decimal(300))]
    (payment,) = matching.match(line=line, to=to, organisation=document.organisation, by=staff)
    back = payments.refund(payment=payment, amount=Decimal(1), refunded_on=date(2026, 3, 1), reason="x", by=staff)
    with pytest.raises(ClubError, match="Un remboursement cite"):
        matching.cancel(payment=payment, by=staff)
    assert Allocation.objects.count() == 1
    matching.cancel(payment=back, by=staff)
    matching.cancel(payment=payment, by=staff)
    line.refresh_from_db()
    assert (line.state, Payment.objects.count(), Document.objects.owing().get().rest) == ("waiting", 0, 300)
    (payment,) = matching.match(line=line, to=to, organisation=document.organisation, by=staff)
    close_period(line.booked_on)
    with pytest.raises(ClubError, match="close"):
        matching.cancel(payment=payment, by=staff)


def test_money_noted_by_hand_is_recognised_and_counted_once() -> None:
    one, two, staff = make_document(300), make_document(200), make_staff()
    cheques = [make_payment(d.total, organisation=d.organisation, method="cheque") for d in (one, two)]
    deposit = make_bank_line(500, debtor_name="REMISE 2 CHEQUES")
    assert noted_by_hand(deposit, Decimal(500)) == [cheques[1], cheques[0]]
    matching.recognise(line=deposit, known=cheques, by=staff)
    deposit.refresh_from_db()
    assert (deposit.state, Payment.objects.count(), matching.left_of(deposit)) == ("matched", 2, 0)
    other = make_bank_line(500)
    with pytest.raises(ClubError, match="déjà rattaché"):
        matching.recognise(line=other, known=cheques, by=staff)
    with pytest.raises(ClubError, match="n’attend plus"):
        matching.recognise(line=deposit, known=cheques, by=staff)
    cheques[0].refresh_from_db()
    matching.detach(payment=cheques[0], by=staff)
    deposit.refresh_from_db()
    assert (deposit.state, matching.left_of(deposit)) == ("waiting", 300)
    small = make_bank_line(299)
    with pytest.raises(ClubError, match="la ligne ne porte que 299,00"):
        matching.recognise(line=small, known=cheques[:1], by=staff)
    with pytest.raises(ClubError, match="au moins un"):
        matching.recognise(line=small, known=[], by=staff)


def test_unpaid_cheque_makes_its_documents_owed_again() -> None:
    document, staff = make_document(300), make_staff()
    payment = make_payment(300, organisation=document.organisation, method="cheque")
    debit = make_bank_line(-300, is_reversal=True, booked_on=date(2026, 2, 20))
    back = matching.bounce(payment=payment, on=debit.booked_on, reason="Chèque impayé", by=staff, bank_line=debit)
    debit.refresh_from_db()
    assert (back.amount, back.method, debit.state) == (-300, "cheque", "matched")
    assert Document.objects.owing().get().rest == 300


def test_cheque_of_a_closed_period_bounces_in_an_open_one() -> None:
    document, staff = make_document(300), make_staff()
    payment = make_payment(300, organisation=document.organisation, method="cheque")
    close_period(date(2026, 2, 28))
    with pytest.raises(ClubError, match="close"):
        matching.bounce(payment=payment, on=date(2026, 2, 27), reason="Chèque impayé", by=staff)
    back = matching.bounce(payment=payment, on=date(2026, 3, 3), reason="Chèque impayé", by=staff)
    assert (back.received_on, Document.objects.owing().get().rest) == (date(2026, 3, 3), 300)
