"""Runs of renewals in batches: what is refused or fails keeps nobody else waiting."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError

from club.core import doorbell
from members.billing import tasks
from members.billing.actions import proposals, renewals
from members.billing.models import Proposal
from members.models import Membership
from tests.billing.test_renewals import at, make_due
from tests.factories import make_staff
from tests.membership_factories import make_membership, make_version
from tests.proposal_factories import accepted, make_sent

pytestmark = pytest.mark.django_db
TASKS = {
    "billing.renew": tasks.renew,
    "billing.send_renewals": tasks.send_renewals,
    "billing.begin_renewals": tasks.begin_renewals,
}


@pytest.fixture(autouse=True)
def _in_batches_of_two(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each ring is answered at once, as a worker would."""
    monkeypatch.setattr(tasks, "BATCH", 2)
    monkeypatch.setattr(doorbell, "ring", lambda name, *ids: TASKS[name](*ids) if name in TASKS else None)


def make_accepted_renewals(refused: int) -> list[Proposal]:
    """Of 2027; the first ``refused`` overlap another term, the last one may begin."""
    with at("2026-11-22"):
        rows = [accepted(renewals.prepare(term=make_due(), by=None)) for _ in range(refused + 1)]
        days = {"starts_on": date(2027, 1, 1), "ends_on": date(2027, 12, 31)}
        for row in rows[:refused]:
            make_membership(make_version(), organisation=row.organisation, **days)
    return rows


@pytest.mark.parametrize("knock", [tasks.renew, lambda: tasks.begin_renewals(make_staff().pk)])
def test_refused_ones_do_not_keep_the_others_from_beginning(knock: Any) -> None:
    rows = make_accepted_renewals(refused=3)
    with at("2027-01-02"):
        knock()
    assert [Proposal.objects.get(pk=row.pk).state for row in rows] == [*["accepted"] * 3, "activated"]


def test_those_without_an_address_do_not_keep_the_others_from_leaving() -> None:
    terms = [*(make_membership(make_version(is_base=True)) for _ in range(3)), make_due()]
    rows = [renewals.prepare(term=term, by=None) for term in terms]
    tasks.send_renewals(make_staff().pk)
    assert [Proposal.objects.get(pk=row.pk).state for row in rows] == [*["draft"] * 3, "sent"]


def test_error_of_the_database_on_one_row_does_not_end_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    bad, good = (renewals.prepare(term=make_due(), by=None) for _ in range(2))
    send = proposals.send

    def fail(*, proposal: Proposal, **given: Any) -> Proposal:
        if proposal == bad:
            raise IntegrityError("duplicate key")
        return send(proposal=proposal, **given)

    monkeypatch.setattr(proposals, "send", fail)
    run = renewals.send_all(by=None)
    assert (run.done, [row for row, _ in run.refused], run.last) == ([good], [bad], good.pk)
    assert "base de données" in run.refused[0][1]


def test_error_of_the_database_on_one_term_does_not_end_the_preparation(monkeypatch: pytest.MonkeyPatch) -> None:
    bad, good = make_due(), make_due()
    prepare = renewals.prepare

    def fail(*, term: Membership, **given: Any) -> Proposal:
        if term == bad:
            raise IntegrityError("duplicate key")
        return prepare(term=term, **given)

    monkeypatch.setattr(renewals, "prepare", fail)
    assert renewals.prepare_due(on=date(2026, 12, 1)) == 1
    assert Proposal.objects.get().previous == good


def test_error_of_the_database_on_one_proposal_does_not_keep_the_others_from_expiring(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bad, good = (make_sent() for _ in range(2))
    give_up = proposals._give_up

    def fail(row: Proposal, *given: Any) -> Proposal:
        if row == bad:
            raise IntegrityError("duplicate key")
        return give_up(row, *given)

    monkeypatch.setattr(proposals, "_give_up", fail)
    assert proposals.expire(on=date(2028, 1, 1)) == 1
    assert [Proposal.objects.get(pk=row.pk).state for row in (bad, good)] == ["sent", "expired"]
