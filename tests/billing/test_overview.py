"""The dashboard: figures of small worlds computed by hand, on past days too, and a bridge that adds up."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from members.billing import money_console
from members.billing.actions import payments
from members.billing.models import Proposal
from members.billing.overview import bridge, money_on, overview, yearly_dues
from members.models import Departure, MembershipLine, OptionVersion, StatusOverride
from tests.factories import make_affiliation, make_institution, make_organisation, make_staff
from tests.membership_factories import make_membership, make_version
from tests.money_factories import make_credit_note, make_document, make_payment

pytestmark = pytest.mark.django_db
LAST_YEAR, NOW = date(2025, 12, 31), date(2026, 6, 30)
PAGE = "/console/tableau-de-bord/"


def term(*versions: OptionVersion, year: int = 2026, **overrides: Any) -> Any:
    days = {"starts_on": date(year, 1, 1), "ends_on": date(year, 12, 31)} | overrides
    return make_membership(*versions, **days)


def look(on: date = NOW, since: date = LAST_YEAR) -> Any:
    return overview(on=on, since=since)


def test_members_are_counted_by_the_rules_of_status_and_by_kind() -> None:
    brand, chamber = make_organisation(kind="publisher"), make_institution(kind="chamber")
    for organisation in (brand, chamber, make_organisation(kind="operator")):
        make_affiliation(organisation=organisation, starts_on=date(2020, 1, 1))
    make_affiliation(organisation=brand, starts_on=date(2026, 7, 1))
    make_affiliation(organisation=brand, starts_on=date(2020, 1, 1), ends_on=date(2026, 6, 1))
    term(make_version(), organisation=brand)
    term(make_version(), organisation=chamber)
    left = make_organisation()
    term(make_version(), organisation=left)
    resigned = {"received_on": date(2026, 2, 1), "effective_on": date(2026, 3, 1), "reason": "x"}
    Departure.objects.create(organisation=left, kind="resignation", noted_by=make_staff(), **resigned)
    kept = make_organisation(kind="integrator")
    days = {"starts_on": date(2026, 6, 1), "until": date(2026, 7, 31)}
    StatusOverride.objects.create(organisation=kept, status="active", reason="x", noted_by=make_staff(), **days)
    members = look().members
    assert [(kind.value, houses, people) for kind, houses, people in members.by_kind] == [
        ("publisher", 1, 1),
        ("integrator", 1, 0),
        ("chamber", 1, 1),
    ]
    assert (members.organisations, members.representatives) == (3, 2)
    assert look(on=date(2026, 2, 15)).members.organisations == 3  # left was still there, kept not yet
    assert look(on=date(2024, 1, 1)).members.organisations == 0


def test_bridge_of_a_world_computed_by_hand() -> None:
    base, option = make_version(price=Decimal(6000)), make_version(price=Decimal(1500))
    stays, grows, shrinks, leaves = (make_organisation() for _ in range(4))
    for organisation, before, after in (
        (stays, [base], [base]),
        (grows, [base], [base, option]),
        (shrinks, [base, option], [base]),
        (leaves, [base], []),
        (make_organisation(), [], [base, option]),
    ):
        if before:
            term(*before, year=2025, organisation=organisation)
        if after:
            term(*after, organisation=organisation)
    found = look().bridge
    steps = (found.opening, found.new, found.up, found.down, found.lost, found.closing)
    assert steps == (25500, 7500, 1500, 1500, 6000, 27000)
    assert found.counts == {"opening": 4, "same": 1, "up": 1, "down": 1, "lost": 1, "new": 1, "closing": 4}


def test_yearly_dues_count_quantity_discount_and_the_days_of_a_line() -> None:
    held = term(make_version(price=Decimal(1000)))
    MembershipLine.objects.filter(membership=held).update(quantity=3, discount=Decimal("12.5"))
    late = {"starts_on": date(2026, 7, 1), "ends_on": held.ends_on, "net": 1}
    MembershipLine.objects.create(membership=held, version=make_version(), price=500, **late)
    june, july, after = yearly_dues([NOW, date(2026, 7, 1), date(2027, 1, 1)])
    assert (list(june.values()), list(july.values()), dict(after)) == ([2625], [3125], {})


def test_term_cut_short_is_lost_from_the_day_after() -> None:
    held = term(make_version(price=Decimal(6000)))
    type(held).objects.filter(pk=held.pk).update(ends_on=date(2026, 5, 31))
    assert look(on=date(2026, 5, 31), since=date(2026, 1, 1)).bridge.closing == 6000
    found = look(since=date(2026, 5, 31)).bridge
    assert (found.opening, found.lost, found.closing) == (6000, 6000, 0)


DUES = st.dictionaries(st.integers(1, 8), st.decimals(0, 45000, places=2), max_size=8)


@given(DUES, DUES)
def test_bridge_always_adds_up(then: dict[int, Decimal], now: dict[int, Decimal]) -> None:
    found = bridge(then, now)
    assert found.opening + found.new + found.up - found.down - found.lost == found.closing
    assert (found.opening, found.closing) == (sum(then.values()), sum(now.values()))
    assert min(found.new, found.up, found.down, found.lost) >= 0
    counts = found.counts
    assert counts["opening"] + counts.get("new", 0) - counts.get("lost", 0) == counts["closing"]


def test_money_of_a_world_computed_by_hand() -> None:
    staff = make_staff()
    last_year = make_document(500, issued_on=date(2025, 11, 1), due_on=date(2025, 12, 1))
    invoice = make_document(1200, issued_on=date(2026, 1, 5), due_on=date(2026, 6, 1))
    split = make_document(
        900,
        issued_on=date(2026, 1, 5),
        due_on=date(2026, 9, 1),
        instalments=[(date(2026, 5, 15), 300), (date(2026, 9, 1), 600)],
    )
    make_document(77, issued=False)
    make_document(88, issued_on=date(2026, 7, 1), due_on=date(2026, 7, 2))
    make_payment(200, organisation=invoice.organisation, received_on=date(2026, 6, 2))
    made = make_payment(150, organisation=split.organisation, received_on=date(2026, 3, 1))
    make_payment(5000, received_on=date(2025, 6, 1))
    payments.refund(
        payment=make_payment(40, received_on=date(2026, 2, 1)),
        amount=Decimal(40),
        refunded_on=date(2026, 2, 2),
        reason="x",
        by=staff,
    )
    note = make_credit_note(invoice, 100, issued_on=date(2026, 6, 15))
    payments.spend(credit_note=note, by=staff, on=date(2026, 6, 15))
    found = money_on(NOW)
    assert (found.invoiced, found.credited, found.received) == (2100, 100, 350)
    assert found.coming == 600
    assert [(amount, documents) for _, amount, documents in found.late] == [(900, 1), (150, 1), (0, 0), (500, 1)]
    assert found.overdue == 1550
    assert (made.allocations.get().document, last_year.total) == (split, 500)
    before = money_on(date(2026, 6, 1))
    assert (before.invoiced, before.credited, before.received, before.coming) == (2100, 0, 150, 1800)
    assert [amount for _, amount, _ in before.late] == [150, 0, 0, 500]


def test_ages_begin_and_end_on_their_day() -> None:
    make_document(100, due_on=NOW)
    for days in (1, 30, 31, 60, 61, 90, 91):
        make_document(1, due_on=NOW - timedelta(days=days))
    found = money_on(NOW)
    assert (found.coming, [amount for _, amount, _ in found.late]) == (100, [2, 2, 2, 1])


def test_renewals_stand_by_stage() -> None:
    version, staff, day = make_version(price=Decimal(1000)), make_staff(), date(2026, 11, 15)
    held = [term(version) for _ in range(6)]
    term(version, ends_on=date(2026, 8, 1))
    term(version, starts_on=date(2026, 2, 1), ends_on=date(2027, 3, 1))
    nothing, drafted, sent, renewed, declined, gone = held
    fields = {"kind": "renewal", "starts_on": date(2027, 1, 1), "ends_on": date(2027, 12, 31)}
    for row, state in ((drafted, "draft"), (sent, "sent"), (declined, "declined")):
        proposal = Proposal.objects.create(
            organisation=row.organisation, previous=row, state=state, valid_until=day, **fields
        )
        at = {"created_at": "2026-10-05T10:00:00Z", "sent_at": None if state == "draft" else "2026-11-01T10:00:00Z"}
        Proposal.objects.filter(pk=proposal.pk).update(**at)
    term(version, year=2027, organisation=renewed.organisation, accepted_on=date(2026, 11, 2))
    resigned = {"received_on": date(2026, 11, 1), "effective_on": date(2026, 12, 31), "reason": "x"}
    Departure.objects.create(organisation=gone.organisation, kind="resignation", noted_by=staff, **resigned)
    assert nothing.pk
    stages = {stage: (count, amount) for stage, count, amount in look(on=day).renewals}
    assert stages == dict.fromkeys(stages, (1, 1000))
    october = {stage: count for stage, count, _ in look(on=date(2026, 10, 10)).renewals}
    assert (october["en préparation"], october["envoyée"], october["acceptée"], october["départ"]) == (2, 0, 0, 0)


AMOUNTS = st.lists(st.tuples(st.integers(1, 90_000), st.integers(0, 90_000), st.integers(-200, 200)), max_size=4)


@given(AMOUNTS)
@settings(max_examples=20)
def test_what_is_owed_is_all_that_is_not_settled(rows: list[tuple[int, int, int]]) -> None:
    with transaction.atomic():
        staff, left = make_staff(), Decimal(0)
        for total, paid, due in rows:
            document = make_document(Decimal(total) / 100, due_on=NOW + timedelta(days=due))
            if paid:
                make_payment(Decimal(paid) / 100, organisation=document.organisation, by=staff)
            left += max(Decimal(total - paid) / 100, Decimal(0))
        found = money_on(NOW)
        assert found.coming + found.overdue == left
        transaction.set_rollback(True)


def plain(response: Any) -> str:
    return response.content.decode().replace("\u00a0", " ")


def test_page_shows_figures_on_the_day_asked_for_in_twelve_statements_at_most(staff_client: Client) -> None:
    counts = []
    for number in (1, 2):
        for _ in range(number):
            held = term(make_version(price=Decimal(6000)))
            make_affiliation(organisation=held.organisation, starts_on=date(2020, 1, 1))
            make_payment(100, organisation=make_document(300, organisation=held.organisation).organisation)
        address = f"{PAGE}?au=2026-06-30&depuis=2025-12-31"
        staff_client.get(address)
        with CaptureQueriesContext(connection) as queries:
            page = staff_client.get(address)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12
    for words in (
        "18 000 €",
        "Au 30 juin 2026",
        "3 <small>représentants sur 300 visés",
        "En retard, plus de 90 jours",
    ):
        assert words in plain(page)
    assert "0 € <small>hors taxes" in plain(staff_client.get(f"{PAGE}?au=2020-01-01"))


@pytest.mark.parametrize("query", ["", "?au=hier", "?au=2026-01-01&depuis=2027-01-01", "?depuis=x", "?au=0001-01-01"])
def test_page_takes_any_dates(staff_client: Client, query: str) -> None:
    assert staff_client.get(PAGE + query).status_code == 200


def test_page_before_the_first_member_says_so(staff_client: Client) -> None:
    make_membership(make_version(), starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31))
    words = "Aucune adhésion ne court"
    assert words in plain(staff_client.get(f"{PAGE}?au=2020-01-01"))
    assert words not in plain(staff_client.get(f"{PAGE}?au=2026-06-01"))


def test_card_of_the_day_shows_dues_and_what_is_late() -> None:
    make_document(300, due_on=date(2020, 1, 1))
    card = money_console.dues_card(make_staff())
    assert (card["overdue"], card["coming"]) == ("300\u00a0€", "0\u00a0€")
