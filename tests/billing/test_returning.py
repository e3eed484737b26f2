"""A credit note on an invoice that was paid: the money goes back in one step, and no closed day changes."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from club.core.errors import ClubError
from club.core.roles import Role
from members.billing import entries
from members.billing.actions import matching, payments, returning
from members.billing.models import Allocation, Document, Payment
from members.models import Entitlement, Membership
from tests import billing_factories
from tests.billing_factories import make_line
from tests.factories import make_staff, sign_in
from tests.membership_factories import make_membership, make_version
from tests.money_factories import close_period, make_bank_line, make_credit_note, make_document, make_payment

pytestmark = pytest.mark.django_db
PAID, CLOSED = date(2026, 2, 1), date(2026, 2, 28)


def case(*, paid: tuple[int, ...] = (1200,), credited: int = 500) -> tuple[Document, Document, list[Payment]]:
    """An invoice of 1 200 € of a term, paid in February, February closed, and a credit note of today."""
    term = make_membership(make_version(grants={"insert": 4}, opens="payment"))
    invoice = make_document(1200, organisation=term.organisation, membership=term)
    received = [make_payment(amount, organisation=term.organisation, received_on=PAID) for amount in paid]
    close_period(CLOSED)
    note = make_credit_note(invoice, credited, membership=term, issued_on=timezone.localdate())
    return invoice, note, received


def refund(note: Document, amount: int = 500, **overrides: Any) -> list[Payment]:
    said = {"amount": Decimal(amount), "refunded_on": timezone.localdate(), "reason": "Options réduites"}
    return returning.refund_credit_note(credit_note=note, **(said | {"by": make_staff()} | overrides))


def standing(document: Document) -> list[tuple[str, Decimal]]:
    rows = Allocation.objects.standing().filter(document=document)
    return [("money" if row.payment_id else "note", row.left) for row in rows]


def test_credit_note_takes_the_place_of_money_paid_in_a_closed_period() -> None:
    invoice, note, (paid,) = case()
    rights = list(Entitlement.objects.values_list("opened_on", "quantity", "ends_on"))
    (back,) = refund(note)
    today = timezone.localdate()
    assert (back.amount, back.refunds, back.received_on) == (-500, paid, today)
    assert standing(invoice) == [("money", 700), ("note", 500)]
    assert [Document.objects.settled(on=day).get(pk=invoice.pk).paid for day in (PAID, CLOSED, today)] == [1200] * 3
    assert (payments.free_of(paid), Document.objects.unspent().count()) == (0, 0)
    assert set(Allocation.objects.exclude(on=PAID).values_list("on", flat=True)) == {today}
    assert list(Entitlement.objects.values_list("opened_on", "quantity", "ends_on")) == rights
    assert rights[0][0] == PAID
    assert Membership.objects.get().ends_on == date(2026, 12, 31)


def test_its_entry_is_balanced_and_in_the_open_period() -> None:
    invoice = billing_factories.make_document(make_line(net=Decimal(1000)), on=date(2026, 1, 5))
    make_payment(1200, organisation=invoice.organisation, received_on=PAID)
    close_period(CLOSED)
    note = billing_factories.make_credit_note(invoice, lines=[make_line(net=Decimal(400))])
    period, today = (date(2026, 1, 1), CLOSED), timezone.localdate()
    before = entries.entries(*period)
    refund(note, 480)
    assert entries.entries(*period) == before
    (found,) = [e for e in entries.entries(CLOSED + timedelta(days=1), today) if e.journal == entries.BANK]
    assert (found.on, [(move.account, move.amount) for move in found.moves]) == (
        today,
        [("512000", -480), ("411000", 480)],
    )
    moves = [move for entry in entries.entries(date(2026, 1, 1), today) for move in entry.moves]
    assert sum(move.amount for move in moves if move.account == "411000") == 0


def test_the_latest_money_goes_back_first_one_refund_per_payment() -> None:
    invoice, note, (first, second) = case(paid=(900, 300))
    made = refund(note)
    assert [(row.refunds, row.amount) for row in made] == [(second, -300), (first, -200)]
    assert sorted(standing(invoice)) == [("money", 700), ("note", 500)]
    with pytest.raises(ClubError, match="Il ne reste que 0,00"):
        refund(note, 1)


def test_what_cannot_be_given_back_is_refused_in_words() -> None:
    invoice, note, _ = case(paid=(900,))
    with pytest.raises(ClubError, match="règle d’abord"):
        refund(note)
    payments.spend(credit_note=note, by=make_staff())
    with pytest.raises(ClubError, match=f"Il ne reste que 200,00\\s€ à rembourser sur {note.number}"):
        refund(note, 201)
    with pytest.raises(ClubError, match="close jusqu’au"):
        refund(note, 200, refunded_on=CLOSED)
    with pytest.raises(ClubError, match="Cet avoir est du"):
        refund(note, 200, refunded_on=timezone.localdate() - timedelta(days=1))
    with pytest.raises(ClubError, match="à venir"):
        refund(note, 200, refunded_on=timezone.localdate() + timedelta(days=1))
    with pytest.raises(ClubError, match="motif"):
        refund(note, 200, reason=" ")
    assert standing(invoice) == [("money", 900), ("note", 300)]
    assert refund(note, 200)


def test_a_line_of_the_bank_is_exhausted_by_its_refunds() -> None:
    _, note, _ = case(paid=(900, 300))
    line = make_bank_line(-500, booked_on=timezone.localdate())
    refund(note, bank_line=line)
    line.refresh_from_db()
    assert (line.state, matching.left_of(line)) == ("matched", 0)


def test_payment_of_which_something_was_released_is_cancelled_whole() -> None:
    document = make_document(300)
    payment = make_payment(300, organisation=document.organisation)
    payments.release(allocation=payment.allocations.get(), by=make_staff())
    payments.allocate(payment=payment, to=[(document, Decimal(200))], by=make_staff())
    matching.cancel(payment=payment, by=make_staff())
    assert (Payment.objects.count(), Allocation.objects.count(), Document.objects.owing().get().rest) == (0, 0, 300)


def test_staff_refund_from_the_credit_note_s_page_and_read_the_trace(client: Client) -> None:
    _, note, (paid,) = case()
    sign_in(client, make_staff(Role.FINANCE))
    address = reverse("console:credit_refund", args=[note.pk])
    page = client.get(reverse("console:document", args=[note.pk])).content.decode()
    assert (address in page, "500,00" in page) == (True, True)
    form = client.get(address).context["form"]
    data = {name: form[name].value() for name in ("amount", "method", "reason")}
    wrong = client.post(address, data | {"refunded_on": CLOSED.isoformat(), "reason": "Options réduites"})
    assert (wrong.status_code, "La période est close" in wrong.content.decode()) == (400, True)
    done = client.post(
        address, data | {"refunded_on": timezone.localdate().isoformat(), "reason": "Options réduites"}, follow=True
    )
    assert "Remboursement noté" in done.content.decode()
    trace = client.get(reverse("console:payment", args=[paid.pk])).content.decode()
    assert "Libéré depuis" in trace
    assert "Rien n’est à rendre" in client.get(address).content.decode()
    credit_page = client.get(reverse("console:document", args=[note.pk])).content.decode()
    assert address not in credit_page


@pytest.mark.parametrize("away", [-1, 1])
def test_money_goes_back_neither_before_it_came_nor_tomorrow(away: int) -> None:
    today = timezone.localdate()
    said: dict[str, Any] = {"amount": Decimal(1), "reason": "Trop-perçu", "by": make_staff()}
    with pytest.raises(ClubError, match="à venir, ou d’avant le règlement"):
        payments.refund(payment=make_payment(received_on=today), refunded_on=today + timedelta(days=away), **said)
