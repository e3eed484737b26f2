"""Several people on one document, one payment or one line of the bank: each in a transaction of its own."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django.db.models import Sum

from club.core.errors import ClubError
from members.billing.actions import locking, matching, payments
from members.billing.models import Allocation, BankLine, Document, Payment
from tests.at_once import PEOPLE, all_wait_before, at_once, unlock
from tests.factories import make_organisation, make_staff
from tests.money_factories import make_bank_line, make_document, make_payment


@pytest.fixture
def _all_read_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody has read what is left before anybody writes, unless a lock keeps them apart."""
    all_wait_before(monkeypatch, payments, "_check_share")


def settle(document: Document) -> Decimal:
    return Allocation.objects.filter(document=document).aggregate(n=Sum("amount"))["n"]


def race_for_a_document() -> Decimal:
    document, staff = make_document(100), make_staff()
    share = [(document, Decimal(60))]
    at_once(lambda _: make_payment(60, organisation=document.organisation, to=share, by=staff))
    return settle(document)


def race_for_a_payment() -> Decimal:
    house, staff = make_organisation(), make_staff()
    payment = make_payment(100, organisation=house, by=staff)
    documents = [make_document(60, organisation=house) for _ in range(PEOPLE)]
    at_once(lambda n: payments.allocate(payment=payment, to=[(documents[n], Decimal(60))], by=staff))
    return payment.allocations.aggregate(n=Sum("amount"))["n"]


def race_for_a_line() -> Decimal:
    house, staff, line = make_organisation(), make_staff(), make_bank_line(100)
    document = make_document(1000, organisation=house)
    share = [(document, Decimal(100))]
    at_once(lambda _: make_payment(100, organisation=house, bank_line=line, to=share, by=staff))
    return Payment.objects.filter(bank_line=line).aggregate(n=Sum("amount"))["n"]


RACES = {"document": (race_for_a_document, 60), "payment": (race_for_a_payment, 60), "line": (race_for_a_line, 100)}


@pytest.mark.usefixtures("_all_read_first")
@pytest.mark.parametrize("race", RACES)
def test_nothing_is_settled_or_spent_twice(race: str, real_database: str) -> None:
    run, once = RACES[race]
    assert run() == once


@pytest.mark.usefixtures("_all_read_first")
@pytest.mark.parametrize("race", RACES)
def test_without_locks_it_would_be(race: str, real_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control."""
    unlock(monkeypatch)
    run, once = RACES[race]
    assert run() > once


@pytest.mark.parametrize(
    "take_back", [matching.cancel, partial(matching.bounce, on=date(2026, 3, 2), reason="Impayé")]
)
def test_payment_allocated_meanwhile_is_not_taken_back_unseen(
    take_back: Any, real_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the locks of its documents and its own, a colleague gives what is left of it to another document."""
    house, staff = make_organisation(), make_staff()
    first, other = make_document(40, organisation=house), make_document(60, organisation=house)
    payment = make_payment(100, organisation=house, by=staff, to=[(first, Decimal(40))], received_on=date(2026, 3, 1))
    lock = locking.payment

    def allocate() -> None:
        payments.allocate(payment=payment, to=[(other, Decimal(60))], by=staff)
        connection.close()

    def lock_late(pk: int) -> Payment:
        monkeypatch.setattr(locking, "payment", lock)
        with ThreadPoolExecutor(1) as pool:
            pool.submit(allocate).result()
        return lock(pk)

    monkeypatch.setattr(locking, "payment", lock_late)
    with pytest.raises(ClubError, match="vient d’être affecté par un collègue"):
        take_back(payment=payment, by=staff)
    assert (settle(first), settle(other)) == (40, 60)


def test_line_of_the_bank_is_used_up_by_parts(real_database: str) -> None:
    line, document = make_bank_line(100), make_document(500)
    for part, state in ((40, BankLine.State.WAITING), (60, BankLine.State.MATCHED)):
        make_payment(part, organisation=document.organisation, bank_line=line)
        line.refresh_from_db()
        assert line.state == state
    with pytest.raises(ClubError, match="n’attend plus"):
        make_payment(1, organisation=document.organisation, bank_line=line)


def test_period_is_not_closed_under_a_payment_being_noted(real_database: str) -> None:
    """Whoever closes a period takes the counters: he waits for payments under way."""
    document = make_document(100)

    def close() -> bool:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '200ms'")
                cursor.execute("LOCK TABLE billing_counter IN EXCLUSIVE MODE")
            return True
        except OperationalError:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            make_payment(100, organisation=document.organisation)
            assert not pool.submit(close).result()
        assert pool.submit(close).result()
