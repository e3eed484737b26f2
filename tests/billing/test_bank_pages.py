"""The console's pages of statements and payments: what they show, how few statements, and that each act is done."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from club.core.console import rail_for
from members import accounts
from members.billing import money_console
from members.billing.models import Allocation, BankLine, Document, Payment
from tests.billing.statements import entry, part, statement
from tests.factories import TOTP_SECRET, make_organisation, make_staff
from tests.money_factories import make_bank_line, make_document, make_payment

pytestmark = pytest.mark.django_db


def path(name: str, *args: Any) -> str:
    return reverse(f"console:{name}", args=args)


def plain(response: Any) -> str:
    return response.content.decode().replace("\u00a0", " ")


def statements(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("tab", ["attente", "sorties", "rapprochees", "laissees"])
def test_queue_takes_as_many_statements_for_one_line_as_for_three(staff_client: Client, tab: str) -> None:
    state = {"rapprochees": "matched", "laissees": "left"}.get(tab, "waiting")
    counts = []
    for number in (1, 2):
        for _ in range(number):
            document = make_document(1200)
            sign = -1 if tab == "sorties" else 1
            make_bank_line(sign * 1200, state=state, remittance=document.number or "", debtor_iban="FR1")
        counts.append(statements(staff_client, f"{path('bank')}?etat={tab}"))
    assert counts[0] == counts[1] <= 8


def test_list_of_payments_stays_light(staff_client: Client) -> None:
    counts = []
    for number in (1, 2):
        for _ in range(number):
            make_payment(1200, organisation=make_document(300).organisation)
        counts.append([statements(staff_client, path("payments") + query) for query in ("", "?solde=credit")])
    assert counts[0] == counts[1]
    assert max(counts[1]) <= 8


def test_queue_shows_the_best_suggestion_and_confirms_it(staff_client: Client) -> None:
    document = make_document(1200)
    line = make_bank_line(1200, remittance=f"FACTURE {document.number}")
    page = plain(staff_client.get(path("bank")))
    assert f"Le motif cite {document.number}" in page
    assert f"1 200,00 € pour {document.number}" in page
    data = {"organisation": document.organisation_id, f"part-{document.pk}": "1200.00"}
    answer = staff_client.post(path("bank_match", line.pk), data, follow=True)
    assert "Rapprochée" in plain(answer)
    line.refresh_from_db()
    assert (line.state, Payment.objects.get().bank_line) == ("matched", line)
    assert "À rapprocher" in plain(answer)
    assert document.number not in plain(staff_client.get(path("bank")))


def test_thin_or_equal_clues_are_not_confirmed_from_the_queue(staff_client: Client) -> None:
    for name in ("Zed", "Ybis"):
        make_document(1200, organisation=make_organisation(name=name))
    line = make_bank_line(1200, debtor_name="")
    page = plain(staff_client.get(path("bank")))
    assert "À vérifier" in page
    assert path("bank_match", line.pk) not in page
    assert path("bank_match", line.pk) in plain(staff_client.get(path("bank_line", line.pk)))


def test_line_is_split_by_hand_and_its_rest_goes_on_waiting(staff_client: Client) -> None:
    house = make_organisation(name="Zanzibar")
    one, two = make_document(300, organisation=house), make_document(400, organisation=house)
    line = make_bank_line(1000)
    page = staff_client.get(path("bank_line", line.pk), {"q": "zanzibar"})
    assert [(d.pk, p) for d, p in page.context["found"]] == [(one.pk, 300), (two.pk, 400)]
    data = {f"part-{one.pk}": "300,00", f"part-{two.pk}": "1 00,50 €", "organisation": ""}
    staff_client.post(path("bank_match", line.pk), data)
    assert sorted(Allocation.objects.values_list("amount", flat=True)) == [Decimal("100.50"), 300]
    page = staff_client.get(path("bank_line", line.pk))
    assert page.context["left"] == Decimal("599.50")
    assert "reste 599,50 €" in plain(page)


@pytest.mark.parametrize("typed", ["abc", "-5", "0.001", "NaN", "999999", "1e400000", "\0"])
def test_wrong_amount_changes_nothing(staff_client: Client, typed: str) -> None:
    document, line = make_document(300), make_bank_line(1000)
    answer = staff_client.post(path("bank_match", line.pk), {f"part-{document.pk}": typed}, follow=True)
    assert answer.status_code == 200
    assert (Payment.objects.count(), BankLine.objects.get().state) == (0, "waiting")


def test_line_is_left_and_taken_up(staff_client: Client) -> None:
    line = make_bank_line(80)
    staff_client.post(path("bank_leave", line.pk), {"reason": "Remboursement d’assurance"})
    assert "Remboursement d’assurance" in plain(staff_client.get(f"{path('bank')}?etat=laissees"))
    staff_client.post(path("bank_take_up", line.pk))
    assert BankLine.objects.get().state == "waiting"


def test_import_page_asks_who_one_is_then_reads_a_file_and_refuses_another(staff_client: Client) -> None:
    proof = reverse("mfa_reauthenticate")
    assert staff_client.get(path("bank_import"))["Location"].startswith(proof)
    staff_client.post(proof, {"code": accounts.current_totp(TOTP_SECRET)})
    content = statement(entry("10.00", parts=[part(motif="un")]), entry("20.00"))
    for expected in ("2 lignes nouvelles, 0 déjà connue par", "Ce fichier avait déjà été importé"):
        file = SimpleUploadedFile("releve.xml", content)
        assert expected in plain(staff_client.post(path("bank_import"), {"file": file}, follow=True))
    wrong = SimpleUploadedFile("liste.csv", b"Nom;Courriel\nAnne;a@b.example\n")
    answer = staff_client.post(path("bank_import"), {"file": wrong})
    assert answer.status_code == 400
    assert "n’est pas un relevé" in plain(answer)
    assert BankLine.objects.count() == 2


def test_payment_noted_by_hand_settles_the_oldest_or_what_was_chosen(staff_client: Client) -> None:
    house = make_organisation()
    one = make_document(300, organisation=house, due_on=date(2026, 1, 31))
    two = make_document(400, organisation=house, due_on=date(2026, 3, 31))
    address = f"{path('payment_new')}?document={two.number}"
    page = staff_client.get(address)
    assert page.context["form"]["amount"].value() == "400,00"
    data = {
        "method": "cheque",
        "amount": "100,00",
        "received_on": "2026-02-01",
        "reference": "CHQ 12",
        "how": "oldest",
    }
    answer = staff_client.post(address, data)
    assert answer.status_code == 302
    staff_client.post(address, data | {"how": "choose", f"part-{two.pk}": "60"})
    assert list(Allocation.objects.order_by("pk").values_list("document", "amount")) == [(one.pk, 100), (two.pk, 60)]
    assert Payment.objects.first().method == "cheque"
    wrong = staff_client.post(address, data | {"received_on": "2126-02-01"})
    assert wrong.status_code == 400
    assert "à venir" in plain(wrong)


def test_payer_is_looked_for_first(staff_client: Client) -> None:
    house = make_organisation(name="Zanzibar")
    page = plain(staff_client.get(path("payment_new"), {"q": "zanzibar"}))
    assert f"?organisation={house.pk}" in page
    assert staff_client.get(path("payment_new"), {"organisation": "x"}).status_code == 404


def test_credit_is_shown_allocated_released_and_refunded(staff_client: Client) -> None:
    document = make_document(300)
    payment = make_payment(1000, organisation=document.organisation)
    later = make_document(500, organisation=document.organisation)
    page = plain(staff_client.get(path("payment", payment.pk)))
    assert "700,00 € au crédit du compte" in page
    staff_client.post(path("payment_allocate", payment.pk), {f"part-{later.pk}": "500"})
    assert Allocation.objects.count() == 2
    staff_client.post(path("allocation_release", payment.allocations.get(document=later).pk))
    assert Document.objects.owing().get() == later
    data = {
        "amount": "700",
        "refunded_on": timezone.localdate().isoformat(),
        "method": "transfer",
        "reason": "Trop-perçu",
    }
    answer = staff_client.post(path("payment_refund", payment.pk), data, follow=True)
    assert "Remboursement :" in plain(answer)
    again = staff_client.post(path("payment_refund", payment.pk), data)
    assert again.status_code == 400


def test_bounced_cheque_is_taken_from_its_line(staff_client: Client) -> None:
    document = make_document(300)
    payment = make_payment(300, organisation=document.organisation, method="cheque")
    debit = make_bank_line(-300, is_reversal=True, booked_on=date(2026, 2, 20))
    page = plain(staff_client.get(path("bank_line", debit.pk)))
    address = f"{path('payment_refund', payment.pk)}?ligne={debit.pk}"
    assert address in page
    data = {"amount": "300", "refunded_on": "2026-02-20", "method": "cheque", "reason": "Chèque impayé"}
    staff_client.post(address, data)
    debit.refresh_from_db()
    assert (debit.state, Document.objects.owing().get().rest) == ("matched", 300)


def test_line_is_recognised_as_a_cheque_already_noted_and_detached(staff_client: Client) -> None:
    payment = make_payment(300, organisation=make_document(300).organisation, method="cheque", reference="CHQ 12")
    line = make_bank_line(300)
    page = plain(staff_client.get(path("bank_line", line.pk)))
    assert "CHQ 12" in page
    assert "même montant" in page
    staff_client.post(path("bank_recognise", line.pk), {"payment": [payment.pk]})
    line.refresh_from_db()
    assert (line.state, Payment.objects.get().bank_line) == ("matched", line)
    staff_client.post(path("bank_detach", payment.pk))
    line.refresh_from_db()
    assert (line.state, Payment.objects.get().bank_line) == ("waiting", None)
    answer = staff_client.post(path("bank_recognise", line.pk), {"payment": ["x"]}, follow=True)
    assert "Choisissez au moins un règlement" in plain(answer)


def test_payment_noted_by_mistake_is_cancelled(staff_client: Client) -> None:
    document = make_document(300)
    payment = make_payment(300, organisation=document.organisation, bank_line=make_bank_line(300))
    assert f"{document.number} sera à nouveau dû de 300,00 €" in plain(
        staff_client.get(path("payment_cancel", payment.pk))
    )
    staff_client.post(path("payment_cancel", payment.pk))
    assert (Payment.objects.count(), BankLine.objects.get().state) == (0, "waiting")


def test_waiting_lines_call_in_the_rail_and_on_today() -> None:
    staff = make_staff(superuser=True)
    assert list(money_console.bank_lines()) == []
    make_bank_line(10)
    make_bank_line(-10)
    (waiting,) = money_console.bank_waiting(staff)
    assert waiting.title == "1 somme reçue est à rapprocher"
    entries = {e["item"].label: (e["count"], e["calls"]) for _, section in rail_for(staff) for e in section}
    assert entries["Relevés bancaires"] == (1, True)
    assert list(money_console.bank_waiting(make_staff())) == []


@pytest.mark.parametrize("said", ["\0", "9" * 5000, "zed\0bis", "'; --", "%", "é" * 500])
def test_what_is_typed_never_breaks_a_page(staff_client: Client, said: str) -> None:
    line, payment = make_bank_line(100), make_payment(100)
    for address in (path("bank_line", line.pk), path("payment_new")):
        assert staff_client.get(address, {"q": said, "document": said}).status_code == 200
    assert staff_client.get(path("payment_refund", payment.pk), {"ligne": said}).status_code == 200
    for act, data in (("bank_match", {f"part-{said}": "1"}), ("bank_recognise", {"payment": said})):
        assert staff_client.post(path(act, line.pk), data).status_code in (302, 400)  # names too long: Django's


def test_markup_of_the_bank_is_text(staff_client: Client) -> None:
    line = make_bank_line(10, debtor_name="<script>alert(1)</script>", remittance='"><img src=x>')
    for address in (path("bank"), path("bank_line", line.pk)):
        page = staff_client.get(address).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
