"""Figures of a proposal: its lines as priced, its totals, its payment schedule. All prices come from ``pricing``."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from members import pricing
from members.billing.models import Document, DocumentLine, Proposal
from members.models import MembershipLine, Place
from members.pricing import Choice, PricedLine, Quote

PARTS = (1, 2, 3, 4, 6, 12)
"""How many instalments may be agreed; they are spread evenly over a year."""

Schedule = list[list[str]]


def priced_lines(proposal: Proposal) -> list[PricedLine]:
    """The lines of a proposal: ``net`` is what was offered, never computed again."""
    part = pricing.share(proposal.starts_on, proposal.ends_on)
    return [
        PricedLine(
            choice=Choice(line.version, line.quantity, line.discount),
            starts_on=proposal.starts_on,
            ends_on=proposal.ends_on,
            share=part,
            gross=pricing.cents(Fraction(line.price) * line.quantity * part),
            net=line.net,
            place=proposal.place,
        )
        for line in proposal.lines.select_related("version__option")
    ]


def quote_of(proposal: Proposal) -> Quote:
    """What accepting costs, VAT included in ``total``; what a change gives back is in ``credit_of``."""
    return pricing.total_of(priced_lines(proposal))


def credit_of(proposal: Proposal) -> Quote:
    """What a change gives back of the options that it ends; nothing for another proposal."""
    ended = proposal.ends.select_related("version__option").order_by("pk")
    return pricing.total_of(given_back(ended, from_day=proposal.starts_on))


def given_back(lines: Iterable[MembershipLine], *, from_day: date) -> list[PricedLine]:
    """The part of each line of a term that is not served when it ends the day before ``from_day``, at the VAT that it
    was billed with.
    """
    lines, found = list(lines), []
    places = _places(lines)
    for line in lines:
        choice = Choice(line.version, line.quantity, line.discount)
        whole = PricedLine(
            choice, line.starts_on, line.ends_on, pricing.share(line.starts_on, line.ends_on), line.net, line.net
        )
        part = pricing.share(from_day, line.ends_on)
        net = pricing.unserved(whole, from_day=from_day)
        place = places.get((line.membership_id, line.version_id, line.starts_on), Place.FRANCE)
        found.append(PricedLine(choice, from_day, line.ends_on, part, net, net, place))
    return found


def _places(lines: Iterable[MembershipLine]) -> dict[tuple[int, int, date], Place]:
    """Where the lines of a term were taxed, when it was not in France: what their document says; one statement."""
    rows = DocumentLine.objects.filter(
        document__membership__in={line.membership_id for line in lines}, version__isnull=False
    ).exclude(document__kind=Document.Kind.CREDIT_NOTE)
    return {
        (row.document.membership_id, row.version_id, row.starts_on): place
        for row in rows.select_related("document")
        for place, said in pricing.EXEMPT_IN.items()
        if (row.vat, row.exemption) == said
    }


def schedule(total: Decimal, *, first_due: date, parts: int = 1) -> Schedule:
    """``parts`` instalments of a total with VAT, spread evenly over a year from ``first_due``; none of nothing."""
    if total <= 0:
        return []
    step = 12 // parts
    amounts = pricing.split(total, parts)
    return [
        [months_after(first_due, step * n).isoformat(), str(pricing.cents(amount))]
        for n, amount in enumerate(amounts)
    ]


def due_dates(instalments: Sequence[Sequence[str]]) -> list[tuple[date, Decimal]]:
    """A stored schedule as dates and amounts."""
    return [(date.fromisoformat(day), Decimal(amount)) for day, amount in instalments]


def months_after(day: date, months: int) -> date:
    """The same day of the month, or the last one of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    for number in range(day.day, 27, -1):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    return date(year, month + 1, day.day)
