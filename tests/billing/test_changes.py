"""A change of options in mid-term: simulated, exact to the cent, and taking nothing away when its payment fails."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st

from club.core.errors import ClubError
from members.actions import entitlements
from members.billing.actions import changes, confirming, payments, proposals
from members.billing.models import Document, Proposal
from members.models import Membership, OptionVersion
from members.pricing import Choice, quote, unserved
from tests.factories import make_affiliation, make_staff
from tests.membership_factories import make_version
from tests.proposal_factories import PDF, accepted, make_accepted, make_proposal, with_discount

pytestmark = pytest.mark.django_db
DAY = date(2026, 7, 1)


@pytest.fixture(autouse=True)
def _in_june():
    with time_machine.travel("2026-06-15 10:00 +02:00", tick=False):
        yield


def make_term(*versions: OptionVersion, paid: bool = True) -> Membership:
    """A year that began on the 1st of January 2026, billed, and paid unless told otherwise."""
    with time_machine.travel("2026-01-02 10:00 +01:00", tick=False):
        proposal = make_accepted(*versions, starts_on=date(2026, 1, 1))
        term = proposals.activate(proposal=proposal, by=None)
        if paid:
            pay(term)
    return term


def pay(term: Membership) -> None:
    rest = sum(row.rest for row in Document.objects.owing().filter(organisation=term.organisation))
    on = max(date(2026, 1, 2), Document.objects.filter(organisation=term.organisation).latest("pk").issued_on)
    payments.record(organisation=term.organisation, method="transfer", amount=rest, received_on=on, by=None)


def change(term: Membership, *versions: OptionVersion, day: date = DAY, **more: Any) -> Proposal:
    """From ``day`` on these options, one each."""
    wanted = {version.option_id: 1 for version in versions}
    return changes.propose_change(membership=term, wanted=wanted, day=day, by=None, **more)


def apply(proposal: Proposal) -> Membership:
    row = proposals.send(proposal=proposal, by=None, to="anne@exemple.example")
    return proposals.activate(proposal=accepted(row, means="form", file=PDF), by=None)


def upgrade(**partner: Any) -> tuple[Membership, OptionVersion, OptionVersion]:
    base = make_version(price=6000, is_base=True, grants={"meeting_seat": 4})
    grants = {"meeting_seat": 10, "insert": 6, "logo": 1}
    full = make_version(price=45000, includes_base=True, grants=grants, **partner)
    return make_term(base), base, full


def test_simulation_shows_everything_and_writes_nothing() -> None:
    term, base, full = upgrade()
    found = changes.simulate(membership=term, wanted={full.option_id: 1}, day=DAY)
    assert [line.version for line in found.ended] == [base]
    assert (found.credit.net, found.quote.net) == (Decimal("3024.66"), Decimal("22684.93"))  # 184 days of 365
    assert found.balance == found.quote.total - found.credit.total
    assert [(r.kind.value, r.before, r.after) for r in found.rights] == [
        ("meeting_seat", 4, 6),  # 10 × 184/365, rounded up
        ("insert", 0, 4),
        ("logo", 0, 1),
    ]
    assert (Proposal.objects.filter(kind="change").count(), Document.objects.count()) == (0, 1)


def test_upgrade_credits_bills_and_moves_the_rights() -> None:
    term, base, full = upgrade()
    entitlements.use(organisation=term.organisation, kind="meeting_seat", key="a", label="Réunion")
    apply(change(term, full))
    note = Document.objects.get(kind="credit_note")
    invoice = Document.objects.due().latest("pk")
    first = Document.objects.due().earliest("pk")
    assert (note.net, note.cites, invoice.net) == (Decimal("3024.66"), first, Decimal("22684.93"))
    lines = [(line.version, line.starts_on, line.ends_on) for line in term.lines.order_by("pk")]
    assert lines == [(base, date(2026, 1, 1), date(2026, 6, 30)), (full, DAY, date(2026, 12, 31))]
    seats = [(b.quantity, b.used) for b in entitlements.balances(term.organisation, date(2026, 6, 30))]
    assert seats == [(4, 1)]
    after = {b.kind.value: (b.quantity, b.used) for b in entitlements.balances(term.organisation, DAY)}
    assert after == {"meeting_seat": (6, 0), "insert": (4, 0), "logo": (1, 0)}
    term.refresh_from_db()
    assert (term.starts_on, term.ends_on) == (date(2026, 1, 1), date(2026, 12, 31))


def test_old_rights_stay_while_the_change_is_not_paid() -> None:
    term, _, full = upgrade(opens="payment")
    apply(change(term, full))
    organisation, later = term.organisation, date(2026, 9, 1)
    held = {b.kind.value: (b.quantity, b.waiting) for b in entitlements.balances(organisation, later)}
    assert held == {"meeting_seat": (4, 6), "insert": (0, 4), "logo": (0, 1)}
    entitlements.use(organisation=organisation, kind="meeting_seat", key="a", label="Réunion", on=later)
    with time_machine.travel("2026-09-10 10:00 +02:00"):
        pay(term)
    after = {b.kind.value: (b.quantity, b.waiting) for b in entitlements.balances(organisation, date(2026, 9, 20))}
    assert after == {"meeting_seat": (6, 0), "insert": (4, 0), "logo": (1, 0)}


def test_payment_of_a_change_taken_back_brings_the_old_rights_back() -> None:
    term, _, full = upgrade(opens="payment")
    apply(change(term, full))
    with time_machine.travel("2026-07-10 10:00 +02:00"):
        pay(term)
        allocation = Document.objects.due().latest("pk").allocations.filter(payment__isnull=False).get()
        payments.release(allocation=allocation, by=make_staff())
    held = {b.kind.value: (b.quantity, b.waiting) for b in entitlements.balances(term.organisation, date(2026, 9, 1))}
    assert held == {"meeting_seat": (4, 6), "insert": (0, 4), "logo": (0, 1)}


def test_money_for_the_first_document_does_not_open_the_change() -> None:
    base = make_version(price=6000, is_base=True, grants={"meeting_seat": 4})
    full = make_version(price=45000, includes_base=True, grants={"insert": 6}, opens="payment")
    term = make_term(base, paid=False)
    apply(change(term, full))
    first = Document.objects.due().earliest("pk")
    payments.record(
        organisation=term.organisation,
        method="transfer",
        amount=Decimal(100),
        received_on=date(2026, 6, 15),
        by=None,
        to=[(first, Decimal(100))],
    )
    assert entitlements.left(term.organisation, "insert", DAY) == 0
    assert entitlements.left(term.organisation, "meeting_seat", DAY) == 4


def test_downgrade_gives_a_credit_note_and_no_invoice() -> None:
    base = make_version(price=6000, is_base=True)
    extra = make_version(price=3650, grants={"insert": 5})
    term = make_term(base, extra)
    apply(change(term, base))
    assert Document.objects.get(kind="credit_note").net == Decimal("1840.00")
    assert Document.objects.due().count() == 1
    assert entitlements.left(term.organisation, "insert", DAY) == 0
    assert entitlements.left(term.organisation, "insert", date(2026, 6, 30)) == 5


def test_quantities_go_up_by_a_line_and_down_by_a_new_one() -> None:
    base, seats = make_version(price=6000, is_base=True), make_version(price=1000, grants={"meeting_seat": 2})
    term = make_term(base, seats)
    up = changes.propose_change(membership=term, wanted={base.option_id: 1, seats.option_id: 4}, day=DAY, by=None)
    assert [(line.version, line.quantity) for line in up.lines.all()] == [(seats, 3)]
    assert up.ends.count() == 0
    apply(up)
    day = date(2026, 10, 1)
    down = changes.propose_change(membership=term, wanted={base.option_id: 1, seats.option_id: 2}, day=day, by=None)
    assert [line.quantity for line in down.lines.all()] == [2]
    assert sorted(line.quantity for line in down.ends.all()) == [1, 3]
    apply(down)
    assert changes.held(term, day) == {base.option_id: 1, seats.option_id: 2}
    assert Document.objects.filter(kind="credit_note").count() == 2  # one per document that billed them


def test_what_is_taken_for_nothing_opens_at_once() -> None:
    base = make_version(price=6000, is_base=True)
    gift = make_version(price=0, grants={"insert": 6}, opens="payment")
    term = make_term(base)
    apply(change(term, base, gift))
    assert entitlements.left(term.organisation, "insert", DAY) == 4
    assert Document.objects.count() == 1


def test_contracted_seats_change_alone() -> None:
    base = make_version(price=6000, is_base=True)
    term = make_term(base)
    with pytest.raises(ClubError, match="Rien ne change"):
        change(term, base)
    apply(change(term, base, seats=7))
    term.refresh_from_db()
    assert (term.seats, Document.objects.count()) == (7, 1)


@pytest.mark.parametrize(
    ("day", "words"),
    [(date(2026, 1, 1), "après son premier jour"), (date(2027, 1, 1), "après son premier jour")],
)
def test_day_outside_the_term_is_refused(day: date, words: str) -> None:
    term, _, full = upgrade()
    with pytest.raises(ClubError, match=words):
        changes.simulate(membership=term, wanted={full.option_id: 1}, day=day)


def test_what_is_left_makes_a_membership() -> None:
    term, base, full = upgrade()
    other = make_version(price=100)
    for wanted, words in [
        ({}, "aucune option"),
        ({other.option_id: 1}, "cotisation de base"),
        ({base.option_id: 1, full.option_id: 1}, "une seule cotisation"),
    ]:
        with pytest.raises(ClubError, match=words):
            changes.simulate(membership=term, wanted=wanted, day=DAY)


def test_one_change_at_a_time_and_none_on_what_moved() -> None:
    term, _, full = upgrade()
    first = change(term, full)
    with pytest.raises(ClubError, match="déjà en préparation"):
        change(term, full)
    row = accepted(first, means="form", file=PDF)
    term.ends_on = date(2026, 10, 31)
    term.save()
    with pytest.raises(ClubError, match="a changé depuis"):
        proposals.activate(proposal=row, by=None)
    assert Document.objects.filter(kind="credit_note").count() == 0


def test_applied_twice_is_once() -> None:
    term, _, full = upgrade()
    row = accepted(change(term, full), means="form", file=PDF)
    for _ in range(2):
        assert proposals.activate(proposal=row, by=None) == term
    assert (term.lines.count(), Document.objects.count()) == (2, 3)


def test_administrator_confirms_what_raises_the_dues_and_asks_for_what_lowers_them() -> None:
    base, extra = make_version(price=6000, is_base=True), make_version(price=3650)
    term = make_term(base)
    person = make_affiliation(organisation=term.organisation).person
    wanted = {base.option_id: 1, extra.option_id: 1}
    found = changes.simulate(membership=term, wanted=wanted, day=DAY)
    said = {"membership": term, "day": DAY, "by": person, "title": "directrice"}
    with pytest.raises(ClubError, match="montants ont changé"):
        confirming.confirm_change(wanted=wanted, figures="0.00/1.00", **said)
    up = confirming.confirm_change(wanted=wanted, figures=confirming.seen(found), **said)
    assert (up.state, up.accepted_means, up.evidence["account"]) == ("activated", "space", person.pk)
    assert up.evidence["document"] == up.pdf_sha256
    back, later = {base.option_id: 1}, date(2026, 8, 1)
    found = changes.simulate(membership=term, wanted=back, day=later)
    down = confirming.confirm_change(wanted=back, figures=confirming.seen(found), **said | {"day": later})
    assert (down.state, Document.objects.filter(kind="credit_note").count()) == ("draft", 0)


def test_discount_of_an_option_is_given_back_as_it_was_sold() -> None:
    base, extra = make_version(price=6000, is_base=True), make_version(price=3650)
    with time_machine.travel("2026-01-02 10:00 +01:00", tick=False):
        draft = with_discount(make_proposal(base, extra, starts_on=date(2026, 1, 1)), 10, make_staff())
        proposals.approve_discount(proposal=draft, by=make_staff())
        term = proposals.activate(proposal=accepted(draft), by=None)
    apply(change(term, base))
    assert Document.objects.get(kind="credit_note").net == Decimal("1656.00")  # 1,840 less a tenth


@given(st.integers(0, 5000000), st.integers(1, 363))
@settings(max_examples=60)
def test_served_and_given_back_make_the_whole(cents: int, days: int) -> None:
    """What was served up to the day before and what is given back differ from the year by a cent at most."""
    version = OptionVersion(price=Decimal(cents) / 100, vat="S20")
    start, end = date(2026, 1, 1), date(2026, 12, 31)
    day = date.fromordinal(start.toordinal() + days)
    line = quote([Choice(version)], starts_on=start, ends_on=end).lines[0]
    served = Decimal(cents) / 100 * days / 365
    assert abs(line.net - unserved(line, from_day=day) - served) < Decimal("0.01")
