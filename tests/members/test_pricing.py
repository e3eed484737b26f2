"""What options cost: shares of years, VAT per rate, parts that add up, on any figures."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from members.models import OptionVersion, Vat
from members.pricing import Choice, cents, quote, share, split, term_end, total_of, unserved, vat_parts

DAYS = st.dates(date(2024, 1, 1), date(2032, 12, 31))
LENGTHS = st.integers(0, 2000)
PRICES = st.decimals(0, 99_999, places=2)
PER_CENT = st.decimals(0, 100, places=2)


def version(price: Decimal | int = 6000, vat: str = "S20") -> OptionVersion:
    """Not saved: prices need no database."""
    return OptionVersion(price=Decimal(price), vat=vat, exemption="" if vat == "S20" else "Art. 261-7 du CGI")


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "expected"),
    [
        (date(2026, 1, 1), date(2026, 12, 31), Fraction(1)),
        (date(2024, 1, 1), date(2024, 12, 31), Fraction(1)),
        (date(2026, 3, 15), date(2026, 12, 31), Fraction(292, 365)),
        (date(2024, 2, 29), date(2024, 2, 29), Fraction(1, 366)),
        (date(2026, 3, 15), date(2028, 12, 31), 2 + Fraction(292, 365)),
        (date(2026, 5, 10), date(2027, 5, 9), Fraction(1)),
        (date(2026, 5, 10), date(2029, 5, 9), Fraction(3)),
        (date(2024, 2, 29), date(2025, 2, 28), Fraction(1)),
    ],
)
def test_share_counts_whole_years_and_days_of_the_rest(starts_on: date, ends_on: date, expected: Fraction) -> None:
    assert share(starts_on, ends_on) == expected


def test_share_refuses_a_period_that_ends_before_it_starts() -> None:
    with pytest.raises(ValueError, match="ends after it starts"):
        share(date(2026, 1, 2), date(2026, 1, 1))


@given(DAYS, LENGTHS)
def test_share_grows_with_each_day(start: date, length: int) -> None:
    end = start + timedelta(days=length)
    earlier = share(start - timedelta(days=1), end)
    assert 0 < share(start, end) <= earlier  # from the 29th of February and from the 1st of March: one year
    assert share(start, end) < share(start - timedelta(days=2), end)


def test_quote_of_a_first_short_year() -> None:
    found = quote([Choice(version(12_000), 2)], starts_on=date(2026, 3, 15), ends_on=date(2026, 12, 31))
    assert found.lines[0].net == Decimal("19200.00")  # 24 000 × 292 / 365
    assert (found.net, found.vat, found.total) == (Decimal("19200.00"), Decimal("3840.00"), Decimal("23040.00"))


@given(
    st.lists(
        st.tuples(PRICES, st.integers(1, 20), PER_CENT, st.sampled_from(["S20", "E", "O"])), min_size=1, max_size=8
    ),
    DAYS,
    LENGTHS,
)
def test_parts_of_a_quote_add_up_to_the_whole(
    lines: list[tuple[Decimal, int, Decimal, str]], start: date, length: int
) -> None:
    choices = [Choice(version(price, vat), quantity, discount) for price, quantity, discount, vat in lines]
    found = quote(choices, starts_on=start, ends_on=start + timedelta(days=length))
    assert sum(line.net for line in found.lines) == found.net == sum(part.base for part in found.parts)
    assert sum(part.amount for part in found.parts) == found.vat
    assert found.net + found.vat == found.total
    assert all(0 <= line.net <= line.gross for line in found.lines)
    for part in found.parts:
        assert abs(part.amount - part.base * part.vat.rate / 100) <= Decimal("0.005")


@given(PRICES, st.integers(1, 36))
def test_instalments_add_up_and_differ_by_a_cent_at_most(amount: Decimal, parts: int) -> None:
    found = split(amount, parts)
    assert sum(found) == amount
    assert len(found) == parts
    assert max(found) - min(found) <= Decimal("0.01")


@given(PRICES, PER_CENT, DAYS, LENGTHS, st.integers(0, 2000))
def test_what_is_given_back_never_exceeds_what_was_paid(
    price: Decimal, discount: Decimal, start: date, length: int, after: int
) -> None:
    end = start + timedelta(days=length)
    line = quote([Choice(version(price), 1, discount)], starts_on=start, ends_on=end).lines[0]
    assert unserved(line, from_day=start) == line.net
    assert 0 <= unserved(line, from_day=min(start + timedelta(days=after), end)) <= line.net


@given(PRICES, DAYS, st.integers(0, 365))
def test_an_option_swapped_for_itself_costs_nothing(price: Decimal, start: date, after: int) -> None:
    end = date(start.year, 12, 31)
    day = min(start + timedelta(days=after), end)
    line = quote([Choice(version(price))], starts_on=start, ends_on=end).lines[0]
    again = quote([Choice(version(price))], starts_on=day, ends_on=end).lines[0]
    assert unserved(line, from_day=day) == again.net


@pytest.mark.parametrize(
    ("amount", "expected"), [(Fraction(1, 200), "0.01"), (Fraction(1, 201), "0.00"), (Fraction(3), "3")]
)
def test_cents_round_half_up(amount: Fraction, expected: str) -> None:
    assert cents(amount) == Decimal(expected)


def test_vat_is_told_per_rate_and_reason() -> None:
    parts = vat_parts(
        [(Vat.STANDARD, "", Decimal("10.02")), (Vat.EXEMPT, "a", Decimal(5)), (Vat.EXEMPT, "b", Decimal(1))]
    )
    assert [(p.vat, p.exemption, p.base, p.amount) for p in parts] == [
        (Vat.STANDARD, "", Decimal("10.02"), Decimal("2.00")),
        (Vat.EXEMPT, "b", Decimal("1.00"), Decimal("0.00")),
        (Vat.EXEMPT, "a", Decimal("5.00"), Decimal("0.00")),
    ]


def test_nothing_costs_nothing() -> None:
    assert total_of([]).total == Decimal("0.00")


@pytest.mark.parametrize(
    ("starts_on", "year", "years", "expected"),
    [
        (date(2026, 3, 15), "calendar", 1, date(2026, 12, 31)),
        (date(2026, 3, 15), "calendar", 3, date(2028, 12, 31)),
        (date(2026, 3, 15), "rolling", 1, date(2027, 3, 14)),
        (date(2024, 2, 29), "rolling", 1, date(2025, 2, 28)),
        (date(2026, 12, 1), "calendar", 1, date(2026, 12, 31)),
    ],
)
def test_term_end(starts_on: date, year: str, years: int, expected: date) -> None:
    assert term_end(starts_on=starts_on, year=year, years=years) == expected
