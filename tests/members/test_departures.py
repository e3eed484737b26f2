"""Leaving: a resignation and an expulsion cut the term and its rights; nothing is refunded by itself."""

from datetime import date
from typing import Any

import pytest

from club.core.errors import ClubError
from members.actions import departures, entitlements
from members.billing.models import Document
from members.models import Departure, Membership
from members.statuses import standing_of
from tests.factories import make_organisation, make_staff
from tests.membership_factories import make_membership, make_version

pytestmark = pytest.mark.django_db
DAY = date(2026, 7, 1)


def make_term(**overrides: Any) -> Any:
    return make_membership(make_version(grants={"insert": 4}), **overrides)


def resign(organisation: Any, **overrides: Any) -> Departure:
    fields = {"received_on": date(2026, 6, 1), "effective_on": DAY, "reason": "Fin d’activité", "by": make_staff()}
    return departures.resign(organisation=organisation, **(fields | overrides))


def expel(organisation: Any, **overrides: Any) -> Departure:
    fields = {
        "decided_on": date(2026, 6, 20),
        "effective_on": DAY,
        "reason": "Cotisation impayée",
        "notice_sent_on": date(2026, 5, 1),
        "heard_on": date(2026, 6, 10),
        "hearing": "Le gérant a été entendu.",
        "decided_by": "conseil d’administration",
        "by": make_staff(),
    }
    return departures.expel(organisation=organisation, **(fields | overrides))


@pytest.mark.parametrize("leave", [resign, expel])
def test_term_and_rights_end_the_day_before(leave: Any) -> None:
    term = make_term()
    leave(term.organisation)
    term.refresh_from_db()
    assert (term.ends_on, term.planned_end) == (date(2026, 6, 30), date(2026, 12, 31))
    assert standing_of(term.organisation, on=date(2026, 6, 30)).is_member
    standing = standing_of(term.organisation, on=DAY)
    assert (standing.status, standing.is_member) == ("withdrawn", False)
    assert entitlements.left(term.organisation, "insert", date(2026, 6, 30)) == 4
    assert entitlements.left(term.organisation, "insert", DAY) == 0
    assert Document.objects.count() == 0


@pytest.mark.parametrize(
    "missing",
    [
        {"notice_sent_on": None},
        {"heard_on": None},
        {"decided_by": " "},
        {"notice_sent_on": date(2026, 6, 15)},
        {"heard_on": date(2026, 6, 25)},
        {"effective_on": date(2026, 6, 10)},
    ],
)
def test_expulsion_without_its_guarantees_is_refused(missing: dict[str, Any]) -> None:
    term = make_term()
    with pytest.raises(ClubError):
        expel(term.organisation, **missing)
    term.refresh_from_db()
    assert (term.ends_on, Departure.objects.count()) == (date(2026, 12, 31), 0)


def test_resignation_says_why_and_looks_ahead() -> None:
    term = make_term()
    for wrong in ({"reason": " "}, {"received_on": date(2026, 7, 2)}):
        with pytest.raises(ClubError):
            resign(term.organisation, **wrong)
    with pytest.raises(ClubError, match="aucune adhésion"):
        resign(make_organisation())
    resign(term.organisation)
    with pytest.raises(ClubError, match="déjà noté"):
        resign(term.organisation)


def test_renewal_that_had_not_begun_never_does() -> None:
    term = make_term()
    coming = make_term(organisation=term.organisation, starts_on=date(2027, 1, 1), ends_on=date(2027, 12, 31))
    resign(term.organisation)
    coming.refresh_from_db()
    assert (coming.ends_on, coming.never_begins) == (date(2026, 12, 31), True)
    assert not Membership.objects.running(date(2027, 1, 1)).exists()
    for day in (date(2026, 12, 1), date(2027, 1, 1), date(2027, 6, 1)):
        assert standing_of(term.organisation, on=day).status == "withdrawn"
        assert entitlements.left(term.organisation, "insert", day) == 0
    again = make_term(organisation=term.organisation, starts_on=date(2027, 1, 1), ends_on=date(2027, 12, 31))
    assert standing_of(term.organisation, on=date(2027, 1, 1)).is_member
    assert list(Membership.objects.running(date(2027, 1, 1))) == [again]


def test_resignation_at_the_end_of_the_term_cuts_nothing_and_leaves_no_grace() -> None:
    term = make_term()
    resign(term.organisation, effective_on=date(2027, 1, 1))
    term.refresh_from_db()
    assert term.ends_on == term.planned_end == date(2026, 12, 31)
    assert standing_of(term.organisation, on=date(2026, 12, 31)).is_member
    assert standing_of(term.organisation, on=date(2027, 1, 1)).status == "withdrawn"
    assert entitlements.left(term.organisation, "insert", date(2026, 12, 31)) == 4
    with pytest.raises(ClubError, match="aucune adhésion"):
        resign(make_term().organisation, effective_on=date(2027, 1, 2))


def test_whoever_comes_back_is_a_member_again() -> None:
    term = make_term()
    resign(term.organisation)
    make_term(organisation=term.organisation, starts_on=date(2027, 1, 1), ends_on=date(2027, 12, 31))
    assert standing_of(term.organisation, on=date(2027, 2, 1)).is_member


def test_whoever_came_back_and_gives_notice_stays_a_member_until_its_day() -> None:
    term = make_term()
    resign(term.organisation)
    make_term(organisation=term.organisation, starts_on=date(2027, 1, 1), ends_on=date(2027, 12, 31))
    resign(term.organisation, received_on=date(2027, 2, 1), effective_on=date(2027, 9, 1))
    days = [date(2026, 12, 1), date(2027, 1, 1), date(2027, 8, 31), date(2027, 9, 1), date(2028, 1, 15)]
    found = [standing_of(term.organisation, on=day).status for day in days]
    assert found == ["withdrawn", "active", "active", "withdrawn", "withdrawn"]


def test_member_of_a_single_day_was_one() -> None:
    term = make_term()
    resign(term.organisation)
    make_term(organisation=term.organisation, starts_on=date(2027, 1, 1), ends_on=date(2027, 12, 31))
    resign(term.organisation, effective_on=date(2027, 1, 2))
    days = [date(2027, 1, 1), date(2027, 1, 2)]
    assert [standing_of(term.organisation, on=day).status for day in days] == ["active", "withdrawn"]


def test_override_names_the_status_until_a_day_and_may_be_lifted() -> None:
    organisation, staff = make_organisation(), make_staff()
    said = {"organisation": organisation, "status": "active", "until": date(2026, 8, 1), "by": staff, "on": DAY}
    with pytest.raises(ClubError, match="Dites pourquoi"):
        departures.override_status(reason="", **said)
    departures.override_status(reason="Partenaire de longue date", **said)
    assert standing_of(organisation, on=DAY).is_member
    assert "Partenaire de longue date" in standing_of(organisation, on=DAY).why
    departures.override_status(reason="Erreur", **said | {"status": "lapsed", "on": date(2026, 7, 10)})
    assert standing_of(organisation, on=date(2026, 7, 9)).is_member
    assert not standing_of(organisation, on=date(2026, 7, 10)).is_member
    assert departures.lift_override(organisation=organisation, by=staff, on=date(2026, 7, 20))
    assert standing_of(organisation, on=date(2026, 7, 20)).status == "none"
    assert not departures.lift_override(organisation=organisation, by=staff, on=date(2026, 7, 21))
