"""What options cost: the one computation that screens, mails, documents and payments share.

Amounts are euros, ``Decimal`` with two digits, rounded half up. A price is for a year; a term costs its whole years
plus the days that remain over the days of their year. VAT is computed per rate on the sum of the lines
(EN 16931, BR-CO-17) and parts always add up to the whole.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from members.models import Membership, OptionVersion, Place, Vat

CENT = Decimal("0.01")
DAY = timedelta(days=1)


def cents(amount: Decimal | Fraction) -> Decimal:
    """Rounded to the cent, half up."""
    if isinstance(amount, Fraction):
        doubled = 200 * amount
        whole = (doubled.numerator + doubled.denominator) // (2 * doubled.denominator)
        return Decimal(whole) / 100
    return amount.quantize(CENT, ROUND_HALF_UP)


REVERSED = (
    "Autoliquidation\u00a0: TVA due par le preneur "
    "(article 259-1° du CGI, articles 44 et 196 de la directive 2006/112/CE)."
)
NOT_HERE = "TVA française non applicable\u00a0: client établi hors de l’Union européenne (article 259-1° du CGI)."
EXEMPT_IN = {Place.UNION: (Vat.REVERSE, REVERSED), Place.ABROAD: (Vat.OUTSIDE, NOT_HERE)}
"""What becomes of French VAT when it is not due here, and the sentence that the law wants."""


def taxed(version: OptionVersion, place: str) -> tuple[Vat, str]:
    """VAT of an option for a buyer of a place, and why there is none; what bears none in France stays as it is."""
    vat = Vat(version.vat)
    return EXEMPT_IN[Place(place)] if vat.rate and place != Place.FRANCE else (vat, version.exemption)


@dataclass(frozen=True)
class Choice:
    """An option taken: version, how many, discount in per cent."""

    version: OptionVersion
    quantity: int = 1
    discount: Decimal = Decimal(0)


@dataclass(frozen=True)
class PricedLine:
    """A choice over its days: ``gross`` before discount, ``net`` after, both without VAT; ``place``: whose VAT."""

    choice: Choice
    starts_on: date
    ends_on: date
    share: Fraction
    gross: Decimal
    net: Decimal
    place: str = Place.FRANCE

    @property
    def vat(self) -> Vat:
        return taxed(self.choice.version, self.place)[0]

    @property
    def exemption(self) -> str:
        return taxed(self.choice.version, self.place)[1]


@dataclass(frozen=True)
class VatPart:
    """VAT of one rate; ``exemption`` says why when there is none."""

    vat: Vat
    exemption: str
    base: Decimal
    amount: Decimal


@dataclass(frozen=True)
class Quote:
    """What a choice of options costs over a period."""

    lines: tuple[PricedLine, ...]
    parts: tuple[VatPart, ...]
    net: Decimal
    vat: Decimal
    total: Decimal


def year_before(day: date, years: int = 1) -> date:
    """The same day ``years`` earlier; the 29th of February becomes the 28th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def share(starts_on: date, ends_on: date) -> Fraction:
    """Years between two days, both included."""
    years, days, of = span(starts_on, ends_on)
    return years + Fraction(days, of)


def span(starts_on: date, ends_on: date) -> tuple[int, int, int]:
    """Whole years counted back from the end, days that remain before them, and how many days their year has."""
    if ends_on < starts_on:
        raise ValueError("A period ends after it starts.")
    after, years = ends_on + DAY, 0
    while year_before(after, years + 1) >= starts_on:
        years += 1
    edge = year_before(after, years)
    of = (edge - year_before(after, years + 1)).days
    if years and _year_after(starts_on, years) == after:  # day for day from a 29th of February
        return years, 0, of
    return years, (edge - starts_on).days, of


def span_words(starts_on: date, ends_on: date) -> str:
    """« 292 jours sur 365 », « 1 an », « 2 ans et 1 jour sur 366 »: the part of a year that is paid for."""
    years, days, of = span(starts_on, ends_on)
    said = [f"{years}\u00a0an{'s' if years > 1 else ''}"] if years else []
    said += [f"{days}\u00a0jour{'s' if days > 1 else ''} sur {of}"] if days else []
    return " et ".join(said)


def quote(choices: Iterable[Choice], *, starts_on: date, ends_on: date, place: str = Place.FRANCE) -> Quote:
    """The price of options from a day to a day, both included, for a buyer of a place."""
    part = share(starts_on, ends_on)
    return total_of(tuple(_line(choice, starts_on, ends_on, part, place) for choice in choices))


def _line(choice: Choice, starts_on: date, ends_on: date, part: Fraction, place: str = Place.FRANCE) -> PricedLine:
    gross = Fraction(choice.version.price) * choice.quantity * part
    net = gross * (1 - Fraction(choice.discount) / 100)
    return PricedLine(choice, starts_on, ends_on, part, cents(gross), cents(net), place)


def total_of(lines: Sequence[PricedLine]) -> Quote:
    """Lines with their VAT per rate and their totals."""
    parts = vat_parts((line.vat, line.exemption, line.net) for line in lines)
    net = sum((line.net for line in lines), Decimal("0.00"))
    vat = sum((part.amount for part in parts), Decimal("0.00"))
    return Quote(tuple(lines), parts, net, vat, net + vat)


def vat_parts(lines: Iterable[tuple[Vat, str, Decimal]]) -> tuple[VatPart, ...]:
    """VAT per rate and reason of exemption, in the order of the rates."""
    bases: dict[tuple[str, str], Decimal] = {}
    for vat, exemption, net in lines:
        key = (vat.value, "" if vat.rate else exemption)
        bases[key] = bases.get(key, Decimal("0.00")) + net
    return tuple(
        VatPart(Vat(code), exemption, base, cents(base * Vat(code).rate / 100))
        for (code, exemption), base in sorted(bases.items(), reverse=True)
    )


def unserved(line: PricedLine, *, from_day: date) -> Decimal:
    """What a line gives back, without VAT, when it ends the day before ``from_day``; all of it on its first day."""
    if from_day <= line.starts_on:
        return line.net
    left = _line(line.choice, from_day, line.ends_on, share(from_day, line.ends_on))
    return min(left.net, line.net)


def split(amount: Decimal, parts: int) -> list[Decimal]:
    """``amount`` in ``parts`` that differ by a cent at most and add up to it; the first bear the extra cents."""
    if parts < 1:
        raise ValueError("At least one part.")
    whole, extra = divmod(int(amount * 100), parts)
    return [Decimal(whole + (number < extra)) / 100 for number in range(parts)]


def term_end(*, starts_on: date, year: str, years: int = 1) -> date:
    """The last day of a term of ``years``: of a calendar year, the first one may be short; else day for day."""
    if year == Membership.Year.CALENDAR:
        return date(starts_on.year + years - 1, 12, 31)
    return _year_after(starts_on, years) - DAY


def _year_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
