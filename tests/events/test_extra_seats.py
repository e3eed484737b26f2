"""What becomes of the bill of a seat beyond the rights when the seat is given back."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from club.core.console import waiting_for
from club.core.roles import Role
from events.actions import agenda, leaving
from events.actions.registering import Asked
from events.extra_seats import bill_words
from events.models import Registration
from members.billing.actions import documents
from members.billing.models import Document
from tests.billing_factories import make_payer
from tests.event_factories import make_registration
from tests.events.seated import make_colleague, make_evening, make_member
from tests.factories import make_staff

pytestmark = pytest.mark.django_db
PAYS = Asked(accepts_price=True)


def make_extra(brand: Any = None, **overrides: Any) -> Registration:
    event = make_evening(extra_seat="invoice", extra_price=Decimal(90), **overrides)
    return make_registration(event, person=make_colleague(brand or make_member(seats=0)), asked=PAYS)


def issued(row: Registration) -> Document:
    """As finance issues it, to somebody whose address is known."""
    make_payer(organisation=row.organisation)
    return documents.issue(document=row.bill, by=make_staff(), on=timezone.localdate())


def asked_of_finance() -> list[str]:
    return [one.title for one in waiting_for(make_staff(Role.FINANCE)) if "avoir" in one.title]


def test_draft_goes_with_the_seat() -> None:
    row, other = make_extra(), make_extra(days=30)
    left = leaving.cancel(registration=row)
    assert list(Document.objects.all()) == [other.bill]
    assert bill_words(left) == "Le brouillon de facture est retiré."
    assert asked_of_finance() == []


def test_drafts_go_with_an_event_that_is_cancelled() -> None:
    row = make_extra()
    agenda.cancel(event=row.event, reason="La salle est fermée.", by=make_staff())
    assert not Document.objects.exists()


def test_issued_bill_stays_and_asks_for_a_credit_note(staff_client: Client) -> None:
    row = make_extra()
    bill = issued(row)
    page = reverse("console:event_registration", args=[row.pk])
    done = staff_client.post(page, {"geste": "annuler", "reason": "Au téléphone."}, follow=True).content.decode()
    assert f"Le document {bill.number} est émis pour cette place rendue\u00a0: un avoir est à faire." in done
    assert asked_of_finance() == [f"Facture {bill.number}\u00a0: un avoir est à faire"]
    documents.credit(document=bill, reason="Place rendue.", by=None)
    assert asked_of_finance() == []
    row.refresh_from_db()
    assert bill_words(row) == f"Document {bill.number}."


def test_who_comes_back_to_a_seat_that_is_billed_pays_once() -> None:
    row = make_extra()
    bill = issued(row)
    leaving.cancel(registration=row)
    again = make_registration(row.event, person=row.person, asked=PAYS)
    assert (again.bill, again.is_extra, Document.objects.count()) == (bill, True, 1)


def test_colleague_takes_the_bill_over_with_the_seat() -> None:
    brand = make_member(seats=0)
    row = make_extra(brand)
    taken = leaving.substitute(registration=row, person=make_colleague(brand))
    row.refresh_from_db()
    assert (taken.bill, row.bill, Document.objects.count()) == (Document.objects.get(), None, 1)
    leaving.cancel(registration=taken)
    assert not Document.objects.exists()
