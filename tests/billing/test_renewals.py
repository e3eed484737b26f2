"""Renewals: prepared once, answered or not, begun unchanged on their day; a run bills nobody twice."""

import threading
from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from club.core.errors import ClubError
from club.core.models import OutboxMail
from members.actions import departures, entitlements
from members.billing import files, offer
from members.billing.actions import documents, proposals, renewals
from members.billing.models import Document, Proposal
from members.models import Membership, OptionVersion
from members.statuses import standing_of
from tests.factories import make_affiliation, make_organisation, make_staff, make_user
from tests.membership_factories import make_membership, make_version
from tests.proposal_factories import accepted

YEAR_END = date(2026, 12, 31)
DATABASE = pytest.mark.django_db


def at(day: str) -> time_machine.travel:
    return time_machine.travel(f"{day} 10:00 +01:00", tick=False)


def make_due(*versions: OptionVersion, **overrides: object) -> Membership:
    """A term of 2026 whose organisation has somebody to write to."""
    term = make_membership(*(versions or [make_version(is_base=True)]), **overrides)
    make_affiliation(organisation=term.organisation, roles=["signatory"], starts_on=date(2020, 1, 1))
    return term


def renewed(term: Membership) -> Proposal:
    return Proposal.objects.get(previous=term)


@DATABASE
def test_prepared_90_days_before_and_once() -> None:
    term = make_due(seats=4)
    assert renewals.prepare_due(on=YEAR_END - timedelta(days=91)) == 0
    assert renewals.prepare_due(on=YEAR_END - timedelta(days=90)) == 1
    assert renewals.prepare_due(on=YEAR_END - timedelta(days=89)) == 0
    row = renewed(term)
    assert (row.starts_on, row.ends_on, row.seats, row.state) == (date(2027, 1, 1), date(2027, 12, 31), 4, "draft")
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.create(
            kind="renewal",
            organisation=term.organisation,
            previous=term,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            valid_until=row.valid_until,
        )


@DATABASE
def test_at_the_prices_of_the_new_year_without_last_year_s_discount_nor_what_is_no_longer_sold() -> None:
    kept, gone = make_version(price=6000, is_base=True), make_version(price=500)
    term = make_due(kept, gone)
    term.lines.update(discount=10)
    OptionVersion.objects.filter(pk__in=[kept.pk, gone.pk]).update(ends_on=YEAR_END)
    dearer = OptionVersion.objects.create(option=kept.option, starts_on=date(2027, 1, 1), price=6600)
    row = renewals.prepare(term=term, by=None, on=date(2026, 10, 2))
    assert [(line.version, line.net, line.discount) for line in row.lines.all()] == [(dearer, 6600, 0)]


@DATABASE
def test_terms_that_end_early_or_are_followed_are_left_alone() -> None:
    cut, followed = make_due(), make_due()
    departures.resign(
        organisation=cut.organisation,
        received_on=date(2026, 10, 1),
        effective_on=date(2026, 12, 1),
        reason="Fin d’activité",
        by=make_staff(),
    )
    make_membership(
        make_version(),
        organisation=followed.organisation,
        starts_on=date(2027, 1, 1),
        ends_on=date(2027, 12, 31),
    )
    assert renewals.prepare_due(on=date(2026, 11, 1)) == 0


@DATABASE
def test_bilan_goes_with_it() -> None:
    term = make_due(make_version(is_base=True, grants={"meeting_seat": 4, "insert": 6, "logo": 1}))
    anne = make_user(first_name="Anne", last_name="Le Goff")
    for key, kind, label in (("a", "meeting_seat", "Réunion de juin"), ("b", "insert", "Flash info n° 12")):
        entitlements.use(
            organisation=term.organisation, kind=kind, key=key, label=label, on=date(2026, 6, 1), person=anne
        )
    entitlements.note_outcome(key="b", outcome="412 lecteurs")
    entitlements.use(organisation=term.organisation, kind="insert", key="c", label="rendu", on=date(2026, 7, 1))
    entitlements.give_back(key="c", reason="reporté")
    bilan = offer.facts(renewals.prepare(term=term, by=None))["bilan"]
    assert bilan["people"] == 1
    assert [row[1] for row in bilan["rights"]] == ["1 sur 4", "1 sur 6", "présent"]
    assert [row[1:] for row in bilan["uses"]] == [["Réunion de juin", ""], ["Flash info n° 12", "412 lecteurs"]]


@DATABASE
def test_accepted_begins_on_its_day_unchanged() -> None:
    term = make_due(make_version(price=6000, is_base=True))
    with at("2026-10-05"):
        row = accepted(renewals.prepare(term=term, by=None))
    with at("2026-12-31"):
        assert renewals.begin_all().done == []
    with at("2027-01-01"):
        renewals.daily()
        renewals.daily()
    row.refresh_from_db()
    assert (row.state, row.membership.ends_on) == ("activated", date(2027, 12, 31))
    assert Document.objects.get().total == Decimal("7200.00")
    assert OutboxMail.objects.filter(template="billing/emails/welcome").count() == 1
    assert Membership.objects.filter(organisation=term.organisation).count() == 2


@DATABASE
def test_accepted_late_begins_at_once_from_the_day_after_the_term() -> None:
    term = make_due()
    with at("2026-10-05"):
        row = proposals.send(proposal=renewals.prepare(term=term, by=None), by=None)
    with at("2027-01-20"):
        accepted(row)
        renewals.daily()
    row.refresh_from_db()
    assert (row.state, row.membership.starts_on) == ("activated", date(2027, 1, 1))


@DATABASE
def test_silence_expires_and_refusal_is_not_asked_again() -> None:
    silent, refused = make_due(), make_due()
    with at("2026-10-05"):
        for term in (silent, refused):
            proposals.send(proposal=renewals.prepare(term=term, by=None), by=None)
        proposals.decline(proposal=renewed(refused), reason="Budget")
    with at("2027-01-30"):
        renewals.daily()
        assert renewed(silent).state == "sent"
    with at("2027-01-31"):
        renewals.daily()
        renewals.daily()
        assert (renewed(silent).state, renewed(refused).state) == ("expired", "declined")
        assert standing_of(silent.organisation).status == "grace"
    with at("2027-04-01"):
        assert standing_of(silent.organisation).status == "lapsed"
    assert (Document.objects.count(), Membership.objects.count()) == (0, 2)


@DATABASE
def test_december_renewal_ends_next_31_december() -> None:
    term = make_due()
    with at("2026-12-15"):
        row = renewals.prepare(term=term, by=None)
        assert (row.starts_on, row.ends_on) == (date(2027, 1, 1), date(2027, 12, 31))
    old = make_due(starts_on=date(2025, 1, 1), ends_on=date(2025, 12, 31))
    with at("2026-12-15"):
        back = renewals.prepare(term=old, by=None, starts_on=date(2026, 12, 15))
    assert (back.starts_on, back.ends_on) == (date(2026, 12, 15), date(2027, 12, 31))


@DATABASE
def test_lapse_of_six_months_then_return_is_two_terms() -> None:
    term = make_due(starts_on=date(2025, 1, 1), ends_on=date(2025, 12, 31))
    with at("2025-11-01"):
        proposals.send(proposal=renewals.prepare(term=term, by=None), by=None)
    with at("2026-07-01"):
        renewals.daily()
        back = renewals.prepare(term=term, by=make_staff(), starts_on=date(2026, 7, 1))
        proposals.activate(proposal=accepted(back), by=None)
    terms = term.organisation.memberships.order_by("starts_on").values_list("starts_on", "ends_on")
    assert list(terms) == [(date(2025, 1, 1), date(2025, 12, 31)), (date(2026, 7, 1), date(2026, 12, 31))]
    assert not standing_of(term.organisation, on=date(2026, 3, 15)).is_member
    assert standing_of(term.organisation, on=date(2026, 7, 1)).is_member


@DATABASE
def test_member_adds_and_drops_options_before_accepting() -> None:
    base, dropped = make_version(price=6000, is_base=True), make_version(price=500)
    added = make_version(price=3000)
    term = make_due(base, dropped)
    row = proposals.send(proposal=renewals.prepare(term=term, by=None), by=None)
    before = row.pdf_sha256
    row = renewals.choose(proposal=row, wanted={base.option_id: 1, added.option_id: 2})
    assert [(line.version, line.quantity) for line in row.lines.all()] == [(base, 1), (added, 2)]
    assert row.pdf_sha256 != before
    assert files.read(row.pdf_sha256).startswith(b"%PDF-")
    assert row.instalments[0][1] == "14400.00"
    with pytest.raises(ClubError, match="cotisation de base"):
        renewals.choose(proposal=row, wanted={added.option_id: 1})
    with pytest.raises(ClubError, match="au plus"):
        renewals.choose(proposal=row, wanted={base.option_id: 51})
    accepted(row)
    with pytest.raises(ClubError, match="ne se choisissent plus"):
        renewals.choose(proposal=row, wanted={base.option_id: 1})


@DATABASE
def test_run_bills_each_the_same_as_one_by_one_and_a_second_run_bills_nobody() -> None:
    versions = [make_version(price=price, is_base=True) for price in (6000, 12345, 0, 777)]
    batch, single = [], []
    with at("2026-11-22"):
        for version in versions:
            for group in (batch, single):
                group.append(accepted(renewals.prepare(term=make_due(version), by=None)))
    with at("2027-01-02"):
        for row in single:
            proposals.activate(proposal=row, by=None)
        run = renewals.begin_all(until=date(2027, 1, 2))
        again = renewals.begin_all(until=date(2027, 1, 2))
    assert (run.done, run.refused) == (batch, [])
    assert (again.done, again.total) == ([], 0)
    figures = [
        [(d.net, d.vat, d.total, d.due_on) for row in group for d in row.documents.all()] for group in (batch, single)
    ]
    assert figures[0] == figures[1]
    assert run.total == sum(total for _, _, total, _ in figures[0])
    assert Document.objects.count() == 6  # nothing is billed of nothing


@DATABASE
def test_what_fails_in_a_run_leaves_the_others() -> None:
    with at("2026-11-22"):
        bad, good = (accepted(renewals.prepare(term=make_due(), by=None)) for _ in range(2))
        make_membership(
            make_version(), organisation=bad.organisation, starts_on=date(2027, 1, 1), ends_on=date(2027, 12, 31)
        )
    with at("2027-01-02"):
        run = renewals.begin_all()
    assert (run.done, [row for row, _ in run.refused]) == ([good], [bad])
    assert "déjà membre" in run.refused[0][1]


@DATABASE
def test_sending_all_sends_each_once_and_names_what_could_not_leave() -> None:
    reachable, nobody = make_due(), make_membership(make_version(is_base=True))
    for term in (reachable, nobody):
        renewals.prepare(term=term, by=None)
    run = renewals.send_all(by=make_staff())
    assert ([row.previous for row in run.done], [row.previous for row, _ in run.refused]) == ([reachable], [nobody])
    assert renewals.send_all(by=None).done == []
    assert OutboxMail.objects.filter(template="billing/emails/proposal").count() == 1


@DATABASE
def test_credit_note_neither_makes_nor_ends_a_membership() -> None:
    term = make_due(make_version(price=6000, is_base=True))
    with at("2026-11-22"):
        row = accepted(renewals.prepare(term=term, by=None))
    with at("2027-01-02"):
        proposals.activate(proposal=row, by=None)
        note = documents.credit(document=row.documents.get(), reason="Geste", by=None)
        documents.issue(document=note, by=None)
        assert standing_of(term.organisation).is_member
        stranger = make_organisation()
        assert not standing_of(stranger).is_member
    with at("2028-03-15"):
        assert not standing_of(term.organisation).is_member


def test_two_runs_at_once_bill_each_once(real_database: str) -> None:
    today = timezone.localdate()
    for _ in range(4):
        term = make_due(starts_on=today - timedelta(days=365), ends_on=today - timedelta(days=1))
        accepted(renewals.prepare(term=term, by=None))

    def work() -> None:
        renewals.begin_all()
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (Document.objects.exclude(number=None).count(), Membership.objects.count()) == (4, 8)
