"""The status of an organisation: ordered rules, an override, words, and never money."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from members.models import Application, Departure, Status, StatusOverride, StatusRule
from members.statuses import standing_of, standings
from tests.factories import make_organisation, make_staff
from tests.membership_factories import make_membership

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("day", "status"),
    [
        (date(2025, 12, 31), Status.CANDIDATE),
        (date(2026, 1, 1), Status.ACTIVE),
        (date(2026, 12, 31), Status.ACTIVE),
        (date(2027, 1, 1), Status.GRACE),
        (date(2027, 3, 1), Status.GRACE),
        (date(2027, 3, 2), Status.LAPSED),
    ],
)
def test_dates_alone_name_the_status(day: date, status: Status) -> None:
    term = make_membership()
    assert standing_of(term.organisation, on=day).status == status


def test_status_is_said_in_words() -> None:
    term = make_membership()
    assert standing_of(term.organisation, on=DAY).why == "Adhésion du 1er janvier 2026 au 31 décembre 2026."
    assert (
        standing_of(term.organisation, on=date(2027, 1, 5)).why
        == "Adhésion échue le 31 décembre 2026\u00a0; délai de 60 jours jusqu’au 1er mars 2027."
    )


def test_lapse_of_six_months_then_return_is_two_terms() -> None:
    old = make_membership(starts_on=date(2025, 1, 1), ends_on=date(2025, 12, 31))
    days = [date(2025, 6, 1), DAY, date(2026, 8, 1)]
    assert [standing_of(old.organisation, on=day).status for day in days] == ["active", "lapsed", "lapsed"]
    make_membership(organisation=old.organisation, starts_on=date(2026, 7, 1), ends_on=date(2026, 12, 31))
    assert [standing_of(old.organisation, on=day).status for day in days] == ["active", "candidate", "active"]
    assert old.organisation.memberships.count() == 2


def test_terms_of_one_organisation_never_overlap() -> None:
    term = make_membership()
    with pytest.raises(IntegrityError, match="membership_terms_apart"), transaction.atomic():
        make_membership(organisation=term.organisation, starts_on=date(2026, 12, 31), ends_on=date(2027, 6, 1))
    make_membership(starts_on=date(2026, 12, 31), ends_on=date(2027, 6, 1))  # another organisation may


def test_resignation_holds_until_a_term_begins_again() -> None:
    term = make_membership()
    Departure.objects.create(
        organisation=term.organisation,
        kind="resignation",
        received_on=DAY,
        effective_on=DAY,
        reason="Budget",
        noted_by=make_staff(),
    )
    assert standing_of(term.organisation, on=DAY).status == Status.WITHDRAWN
    make_membership(organisation=term.organisation, starts_on=date(2028, 1, 1), ends_on=date(2028, 12, 31))
    assert standing_of(term.organisation, on=date(2028, 1, 1)).status == Status.ACTIVE


def test_expulsion_without_hearing_is_refused() -> None:
    with pytest.raises(IntegrityError, match="departure_expulsion_is_fair"), transaction.atomic():
        Departure.objects.create(
            organisation=make_organisation(),
            kind="expulsion",
            received_on=DAY,
            effective_on=DAY,
            reason="Impayé",
            decided_by="Conseil d’administration",
            notice_sent_on=date(2026, 5, 1),
            noted_by=make_staff(),
        )


def test_override_wins_until_its_day() -> None:
    organisation = make_organisation()
    by = make_staff(first_name="Hélène", last_name="Kerbrat")
    StatusOverride.objects.create(
        organisation=organisation, status="active", reason="Fondateur", starts_on=DAY, until=DAY, noted_by=by
    )
    standing = standing_of(organisation, on=DAY)
    assert (standing.status, standing.is_member) == (Status.ACTIVE, True)
    assert standing.why == "Décidé par Hélène Kerbrat jusqu’au 1er juin 2026\u00a0: Fondateur"
    assert standing_of(organisation, on=date(2026, 6, 2)).status == Status.NONE


def test_rule_switched_off_is_not_read() -> None:
    term = make_membership()
    StatusRule.objects.filter(condition="ended_since").update(is_on=False)
    assert standing_of(term.organisation, on=date(2027, 1, 1)).status == Status.LAPSED


def test_application_under_study_makes_a_candidate() -> None:
    organisation = make_organisation()
    Application.objects.create(organisation=organisation)
    assert standing_of(organisation, on=DAY).status == Status.NONE  # a draft is nobody's business
    Application.objects.update(state="submitted", submitted_at="2026-05-01T10:00Z", accepted_at="2026-05-01T10:00Z")
    assert standing_of(organisation, on=DAY).status == Status.CANDIDATE


@pytest.mark.parametrize("number", [1, 3])
def test_standings_take_five_statements_whatever_the_number(number: int, django_assert_num_queries: object) -> None:
    organisations = [make_membership().organisation for _ in range(number)]
    with django_assert_num_queries(5):  # type: ignore[operator]
        assert len(standings(organisations, on=DAY)) == number
