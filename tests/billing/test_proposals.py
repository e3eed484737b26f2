"""A proposal: prepared from an admitted application, discounted with four eyes, frozen when sent, taken back."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.utils import timezone

from club.core.errors import ClubError
from club.core.models import OutboxMail
from club.core.roles import Role
from members.billing import figures, files
from members.billing.actions import proposals
from members.billing.models import Proposal
from tests.factories import make_affiliation, make_organisation, make_staff
from tests.membership_factories import make_version
from tests.proposal_factories import make_admitted, make_offer, make_proposal, make_sent, with_discount

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _in_november():
    with time_machine.travel("2026-11-22 10:00 +01:00", tick=True):
        yield


def test_draft_bears_the_options_dates_seats_and_one_instalment() -> None:
    versions = [make_version(price=6000, is_base=True), make_version(price=21000)]
    application = make_admitted(*versions, people=3, order_number="BC-7", starts_on=date(2026, 12, 1))
    draft = proposals.propose(application=application, by=make_staff())
    assert (draft.starts_on, draft.ends_on, draft.seats, draft.order_number) == (
        date(2026, 12, 1),
        date(2026, 12, 31),
        3,
        "BC-7",
    )
    quote = figures.quote_of(draft)
    assert quote.net == Decimal("2293.15")  # 27,000 × 31 / 365
    assert draft.instalments == [["2026-12-31", str(quote.total)]]
    assert proposals.propose(application=application, by=make_staff()).pk == draft.pk


def test_three_years_ordered_are_priced_and_dated_as_three() -> None:
    draft = make_proposal(make_version(price=1000), starts_on=date(2027, 1, 1), years=3)
    assert (draft.ends_on, figures.quote_of(draft).net) == (date(2029, 12, 31), Decimal("3000.00"))


def test_application_that_is_not_admitted_has_no_proposal() -> None:
    with pytest.raises(ClubError, match="pas admise"):
        proposals.propose(application=make_admitted(state="submitted"), by=make_staff())
    assert Proposal.objects.count() == 0


def test_instalments_add_up_to_the_total_and_are_spread_over_a_year() -> None:
    draft = make_proposal(make_version(price=1000), starts_on=date(2027, 1, 1))
    terms = replace(proposals.terms_of(draft), parts=3, first_due=date(2027, 1, 31))
    draft = proposals.prepare(proposal=draft, terms=terms, by=make_staff())
    assert draft.instalments == [["2027-01-31", "400.00"], ["2027-05-31", "400.00"], ["2027-09-30", "400.00"]]


def test_discount_needs_a_reason_and_somebody_else_of_the_direction() -> None:
    prepared_by, other = make_staff(Role.DIRECTION), make_staff(Role.DIRECTION)
    draft = make_proposal(make_version(price=1000), starts_on=date(2027, 1, 1))
    terms = replace(proposals.terms_of(draft), discount=Decimal(10))
    with pytest.raises(ClubError, match="motif"):
        proposals.prepare(proposal=draft, terms=terms, by=prepared_by)
    draft = with_discount(draft, 10, prepared_by)
    assert figures.quote_of(draft).net == Decimal("900.00")
    with pytest.raises(ClubError, match="accorder la remise"):
        proposals.send(proposal=draft, by=prepared_by)
    with pytest.raises(ClubError, match="Vous avez préparé"):
        proposals.approve_discount(proposal=draft, by=prepared_by)
    proposals.approve_discount(proposal=draft, by=other)
    assert proposals.send(proposal=draft, by=prepared_by).state == "sent"


def test_discount_that_changes_is_granted_again() -> None:
    prepared_by = make_staff()
    draft = with_discount(make_proposal(), 10, prepared_by)
    proposals.approve_discount(proposal=draft, by=make_staff())
    draft = with_discount(draft, 40, prepared_by)
    assert draft.discount_approved_by is None
    with pytest.raises(ClubError, match="accorder la remise"):
        proposals.send(proposal=draft, by=prepared_by)


def test_date_corrected_by_a_colleague_lets_nobody_grant_their_own_discount() -> None:
    asks, corrects = make_staff(Role.DIRECTION), make_staff(Role.DIRECTION)
    draft = with_discount(make_proposal(), 10, asks)
    draft = proposals.prepare(proposal=draft, terms=replace(proposals.terms_of(draft), seats=9), by=corrects)
    with pytest.raises(ClubError, match="Vous avez préparé"):
        proposals.approve_discount(proposal=draft, by=asks)
    assert proposals.approve_discount(proposal=draft, by=corrects).discount_approved_by == corrects


def test_fee_follows_the_seats_contracted_not_the_people_who_come() -> None:
    per_seat = make_version(price=500, is_base=True)
    application = make_admitted(per_seat, people=3, starts_on=date(2027, 1, 1))
    application.lines.update(quantity=7)
    draft = proposals.propose(application=application, by=make_staff())
    before = figures.quote_of(draft).net
    for _ in range(9):
        make_affiliation(organisation=draft.organisation)
    assert (before, figures.quote_of(draft).net) == (Decimal("3500.00"), Decimal("3500.00"))


def test_sent_once_its_file_is_kept_and_its_figures_stay() -> None:
    sent = make_sent()
    assert files.read(sent.pdf_sha256).startswith(b"%PDF-")
    assert proposals.send(proposal=sent, by=None).sent_at == sent.sent_at
    mail = OutboxMail.objects.get(template="billing/emails/proposal")
    assert (mail.to_address, mail.secret) == (sent.application.people.get().email, True)
    with pytest.raises(ClubError, match="ne changent plus"):
        proposals.prepare(proposal=sent, terms=proposals.terms_of(sent), by=make_staff())


def test_renewal_goes_to_a_signatory_before_an_administrator() -> None:
    organisation = make_organisation()
    make_affiliation(organisation=organisation, roles=["administrator"])
    signatory = make_affiliation(organisation=organisation, roles=["signatory"]).person
    assert proposals.send(proposal=make_offer(organisation=organisation), by=None).sent_to == signatory.email
    with pytest.raises(ClubError, match="Personne à qui"):
        proposals.send(proposal=make_offer(), by=None)


def test_refusal_withdrawal_and_silence_close_the_link_and_may_be_taken_up_again() -> None:
    declined = proposals.decline(proposal=make_sent(), reason="Trop cher")
    withdrawn = proposals.withdraw(proposal=make_sent(), by=make_staff())
    silent = make_sent()
    after = silent.valid_until + timedelta(days=1)
    assert proposals.expire(on=silent.valid_until) == 0
    assert (proposals.expire(on=after), proposals.expire(on=after)) == (1, 0)
    silent.refresh_from_db()
    assert [row.state for row in (declined, withdrawn, silent)] == ["declined", "withdrawn", "expired"]
    for row in (declined, withdrawn, silent):
        again = proposals.reopen(proposal=row, by=make_staff())
        assert (again.state, again.pdf_sha256, again.sent_at) == ("draft", "", None)
        assert again.valid_until > timezone.localdate()


def test_accepted_is_neither_refused_nor_withdrawn() -> None:
    row = make_sent()
    proposals.accept(proposal=row, name="Anne", title="", email="a@exemple.example", means="link")
    with pytest.raises(ClubError):
        proposals.decline(proposal=row, reason="")
    with pytest.raises(ClubError):
        proposals.withdraw(proposal=row, by=make_staff())
