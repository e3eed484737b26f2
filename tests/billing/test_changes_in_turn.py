"""Several changes of one term: each waits for its own money, and no day that is over is taken back."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine

from club.core.errors import ClubError
from members.actions import entitlements
from members.billing.actions import changes, confirming, payments
from members.billing.membership_forms import OptionsForm
from members.billing.models import Document
from members.models import Membership, OptionVersion
from tests.billing.test_changes import apply, change, make_term
from tests.factories import make_affiliation, make_staff
from tests.membership_factories import make_version

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_june():
    with time_machine.travel("2026-06-15 10:00 +02:00", tick=False):
        yield


def options() -> tuple[OptionVersion, OptionVersion, OptionVersion]:
    """A base, and two options that open on payment, each with a right of its own."""
    base = make_version(price=6000, is_base=True, grants={"meeting_seat": 4})
    inserts = make_version(price=2000, grants={"insert": 5}, opens="payment")
    workshops = make_version(price=4000, grants={"workshop": 2}, opens="payment")
    return base, inserts, workshops


def settle(term: Membership, number: int) -> None:
    """Pays the ``number``-th document of the term whole."""
    document = Document.objects.due().filter(membership=term).order_by("pk")[number]
    payments.record(
        organisation=term.organisation,
        method="transfer",
        amount=document.total,
        received_on=date(2026, 6, 15),
        by=None,
        to=[(document, document.total)],
    )


def held(term: Membership, day: date) -> dict[str, int]:
    return {balance.kind.value: balance.left for balance in entitlements.balances(term.organisation, day)}


def test_rights_held_over_for_one_change_outlive_the_payment_of_another() -> None:
    """Full membership replaces the base in July, unpaid; workshops come in October and are paid: the base stays."""
    base, _, workshops = options()
    full = make_version(price=45000, includes_base=True, grants={"meeting_seat": 16}, opens="payment")
    term = make_term(base)
    apply(change(term, full, day=date(2026, 7, 1)))
    apply(change(term, full, workshops, day=date(2026, 10, 1)))
    settle(term, 2)
    assert held(term, date(2026, 11, 1)) == {"meeting_seat": 4, "workshop": 1}


def test_payment_of_one_change_that_bounces_closes_its_rights_alone() -> None:
    base, inserts, workshops = options()
    term = make_term(base)
    apply(change(term, base, inserts, day=date(2026, 7, 1)))
    apply(change(term, base, inserts, workshops, day=date(2026, 10, 1)))
    settle(term, 1)
    settle(term, 2)
    first, second = Document.objects.due().filter(membership=term).order_by("pk")[1:3]
    payments.release(allocation=first.allocations.get(), by=make_staff())
    assert held(term, date(2026, 11, 1)) == {"meeting_seat": 4, "insert": 0, "workshop": 1}
    payments.release(allocation=second.allocations.get(), by=make_staff())
    assert held(term, date(2026, 11, 1)) == {"meeting_seat": 4, "insert": 0, "workshop": 0}


@pytest.mark.parametrize("day", [date(2026, 1, 2), date(2026, 6, 15)])
def test_member_takes_back_no_day_that_is_served(day: date) -> None:
    base, inserts, _ = options()
    term = make_term(base)
    administrator = make_affiliation(organisation=term.organisation).person
    wanted = {base.option_id: 1, inserts.option_id: 1}
    found = changes.simulate(membership=term, wanted=wanted, day=day)
    with pytest.raises(ClubError, match="un jour à venir"):
        confirming.confirm_change(
            membership=term,
            wanted=wanted,
            day=day,
            by=administrator,
            title="Directrice",
            figures=confirming.seen(found),
        )
    assert Document.objects.filter(membership=term).count() == 1
    assert found.quote.total > Decimal(0)


@pytest.mark.parametrize(("price", "said"), [("6000", "6 000 €"), ("1250.50", "1 250,50 €")])
def test_options_are_chosen_at_their_price_cents_included(price: str, said: str) -> None:
    form = OptionsForm(versions=[make_version(price=Decimal(price))], held={})
    assert form.option_fields()[0].help_text.replace("\u00a0", " ").startswith(f"{said} HT par an.")
