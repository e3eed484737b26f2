"""Leaving takes back what would make the organisation a member again."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from club.core.errors import ClubError
from club.core.roles import Role
from members.actions import departures
from members.billing.actions import changes, documents, proposals, renewals
from members.billing.models import Document, Payer, Proposal
from members.models import Membership
from members.statuses import standing_of
from tests.billing.test_renewals import at, make_due
from tests.factories import make_organisation, make_staff, sign_in
from tests.membership_factories import make_departure, make_membership, make_version
from tests.proposal_factories import accepted

pytestmark = pytest.mark.django_db


def leave(term: Membership, effective_on: date) -> None:
    said = {"received_on": date(2026, 10, 1), "reason": "Budget", "by": make_staff()}
    departures.resign(organisation=term.organisation, effective_on=effective_on, **said)


@pytest.mark.parametrize("stage", ["draft", "sent", "accepted"])
@pytest.mark.parametrize("effective_on", [date(2026, 12, 1), date(2027, 1, 1)])
def test_whoever_leaves_is_not_renewed(stage: str, effective_on: date) -> None:
    term, other = make_due(), make_due()
    with at("2026-10-05"):
        row, kept = (renewals.prepare(term=t, by=None) for t in (term, other))
        if stage != "draft":
            proposals.send(proposal=row, by=None)
        if stage == "accepted":
            row = accepted(Proposal.objects.get(pk=row.pk))
        leave(term, effective_on)
    with at("2027-01-01"):
        renewals.daily()
        assert standing_of(term.organisation).status == "withdrawn"
    row.refresh_from_db()
    kept.refresh_from_db()
    assert (row.state, row.membership, kept.state) == ("withdrawn", None, "draft")
    assert row.declined_reason.startswith("Démission qui prend effet le 1")
    assert term.organisation.memberships.count() == 1


def test_nothing_begins_for_whoever_left_since_the_acceptance() -> None:
    term = make_due()
    row = accepted(renewals.prepare(term=term, by=None))
    make_departure(organisation=term.organisation, effective_on=date(2027, 1, 1))
    with pytest.raises(ClubError, match="quitté le Club"):
        proposals.activate(proposal=row, by=None)
    assert Membership.objects.count() == 1


def test_whoever_leaves_at_the_end_gets_no_renewal_prepared_and_may_come_back() -> None:
    term = make_due()
    leave(term, date(2027, 1, 1))
    assert renewals.prepare_due(on=date(2026, 12, 1)) == 0
    back = accepted(renewals.prepare(term=term, by=None, starts_on=date(2027, 6, 1)))
    proposals.activate(proposal=back, by=None)
    assert standing_of(term.organisation, on=date(2027, 6, 1)).is_member


def renewed(term: Membership, stage: str, **given: Any) -> Proposal:
    row = proposals.send(proposal=renewals.prepare(term=term, by=None, **given), by=None)
    return accepted(Proposal.objects.get(pk=row.pk)) if stage == "accepted" else row


@pytest.mark.parametrize("stage", ["sent", "accepted"])
def test_renewal_is_taken_back_in_the_period_of_grace(stage: str) -> None:
    """The term ended in December; in January the member leaves, whatever its renewal waits for."""
    term = make_due()
    with at("2026-12-20"):
        row = renewed(term, stage)
    with at("2027-01-20"):
        leave(term, date(2027, 1, 20))
        row.refresh_from_db()
        assert (row.state, standing_of(term.organisation).status) == ("withdrawn", "withdrawn")
        assert renewals.daily().done == []


def test_renewal_that_begins_late_is_taken_back_before_it_does() -> None:
    term = make_due()
    with at("2026-11-05"):
        row = renewed(term, "accepted", starts_on=date(2027, 3, 1))
        leave(term, date(2027, 2, 1))
        row.refresh_from_db()
        term.refresh_from_db()
        assert (row.state, term.ends_on) == ("withdrawn", date(2026, 12, 31))
    assert standing_of(term.organisation, on=date(2027, 2, 1)).status == "withdrawn"


def test_member_in_grace_leaves_without_any_renewal() -> None:
    term = make_due()
    with at("2027-01-10"):
        assert standing_of(term.organisation).status == "grace"
        leave(term, date(2027, 1, 10))
        assert standing_of(term.organisation).status == "withdrawn"


def test_change_that_waits_stays_with_the_term_that_goes_on() -> None:
    """Accepted for the second of November and not begun yet: resigning for the end of the year does not take it."""
    base, more = make_version(is_base=True), make_version()
    term = make_due(base)
    with at("2026-11-01"):
        wanted = {base.option_id: 1, more.option_id: 1}
        row = changes.propose_change(membership=term, wanted=wanted, day=date(2026, 11, 2), by=None)
        row = accepted(proposals.send(proposal=row, by=None))
    with at("2026-11-05"):
        leave(term, date(2027, 1, 1))
        row.refresh_from_db()
    assert row.state == "accepted"


def test_departure_beyond_the_term_is_refused_and_takes_nothing() -> None:
    term = make_due()
    with at("2026-11-05"):
        row = renewed(term, "accepted")
        with pytest.raises(ClubError, match="aucune adhésion"):
            leave(term, date(2027, 6, 1))
        assert Proposal.objects.get(pk=row.pk).state == "accepted"


def test_term_that_never_began_is_no_term_to_leave_again() -> None:
    """Its organisation left before its first day: it is a member no longer, and has nothing left to resign from."""
    term = make_due()
    with at("2026-11-05"):
        days = {"starts_on": date(2027, 3, 1), "ends_on": date(2027, 12, 31)}
        make_membership(make_version(), organisation=term.organisation, **days)
        leave(term, date(2026, 11, 20))
        with pytest.raises(ClubError, match="aucune adhésion"):
            leave(term, date(2027, 2, 1))
    assert term.organisation.departures.count() == 1


def test_term_that_never_began_keeps_nobody_from_a_renewal() -> None:
    """Gone before the term of 2028 began, back for 2027: that year is renewed as any other."""
    organisation = make_due().organisation
    make_membership(make_version(), organisation=organisation, starts_on=date(2028, 3, 1), ends_on=date(2028, 12, 31))
    Membership.objects.filter(starts_on=date(2028, 3, 1)).update(ends_on=date(2028, 2, 29))
    year = make_membership(
        make_version(is_base=True), organisation=organisation, starts_on=date(2027, 1, 1), ends_on=date(2027, 12, 31)
    )
    assert year in renewals.due(date(2027, 11, 1))


def test_resignation_is_offered_in_grace_and_not_to_a_stranger(client: Client) -> None:
    term, other = make_due(), make_organisation()
    with at("2027-01-10"):
        sign_in(client, make_staff(Role.DIRECTION))
        found = [
            reverse("console:membership_resign", args=[house.pk])
            in client.get(reverse("console:membership", args=[house.pk])).content.decode()
            for house in (term.organisation, other)
        ]
    assert found == [True, False]


def test_term_that_never_began_keeps_no_other_from_beginning() -> None:
    """A term of 2027 was taken back; the organisation comes back in December, over its first day."""
    term = make_due()
    with at("2026-11-05"):
        days = {"starts_on": date(2027, 1, 1), "ends_on": date(2027, 12, 31)}
        make_membership(make_version(), organisation=term.organisation, **days)
        leave(term, date(2026, 11, 20))
    with at("2026-12-01"):
        back = renewed(term, "accepted", starts_on=date(2026, 12, 1))
        assert proposals.activate(proposal=back, by=None).is_running(date(2027, 1, 1))


def test_draft_of_a_term_that_never_begins_is_not_asked_for_and_may_be_thrown_away() -> None:
    """Begun ahead of its first day without the order number that its payer wants; then the member leaves."""
    term = make_due()
    with at("2026-12-05"):
        row = renewed(term, "accepted")
        Payer.objects.update_or_create(organisation=term.organisation, defaults={"wants_order_number": True})
        proposals.activate(proposal=row, by=None)
        draft = Document.objects.unissued().get(organisation=term.organisation)
        leave(term, date(2027, 1, 1))
        assert list(Document.objects.unissued()) == []
        documents.discard(document=draft, by=make_staff())
    assert not Document.objects.filter(number=None).exists()
