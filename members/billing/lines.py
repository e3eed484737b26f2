"""What a document bears before it is written: its lines and what they add up to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from members.billing.models import Document, DocumentLine, Proposal
from members.models import OptionVersion, Vat
from members.pricing import PricedLine, VatPart, taxed, vat_parts

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Line:
    """A line to bill or to credit. ``net`` is what it costs without VAT, discount taken off.

    ``unit_price`` is the yearly price of one unit; None: ``net`` itself is the price.
    """

    label: str
    net: Decimal
    vat: str
    account: str
    starts_on: date
    ends_on: date
    exemption: str = ""
    version: OptionVersion | None = None
    quantity: int = 1
    unit_price: Decimal | None = None
    discount: Decimal = Decimal(0)


@dataclass(frozen=True)
class Totals:
    """VAT per rate and sums; the parts always add up to the whole."""

    parts: tuple[VatPart, ...]

    @property
    def net(self) -> Decimal:
        return sum((part.base for part in self.parts), ZERO)

    @property
    def vat(self) -> Decimal:
        return sum((part.amount for part in self.parts), ZERO)

    @property
    def total(self) -> Decimal:
        return self.net + self.vat

    def as_rows(self) -> list[dict[str, str]]:
        """As a document keeps them, every amount a string."""
        return [
            {
                "vat": part.vat.value,
                "rate": str(part.vat.rate),
                "exemption": part.exemption,
                "base": str(part.base),
                "amount": str(part.amount),
            }
            for part in self.parts
        ]


def line_of(priced: PricedLine | Line) -> Line:
    """A line of the price function, as a document bears it."""
    if isinstance(priced, Line):
        return priced
    version = priced.choice.version
    return Line(
        label=version.option.name,
        net=priced.net,
        vat=priced.vat,
        account=version.account,
        starts_on=priced.starts_on,
        ends_on=priced.ends_on,
        exemption=priced.exemption,
        version=version,
        quantity=priced.choice.quantity,
        unit_price=version.price,
        discount=priced.choice.discount,
    )


def lines_of(proposal: Proposal) -> list[Line]:
    """What a proposal offers, at the prices that were accepted."""
    rows = proposal.lines.select_related("version__option")
    return [
        Line(
            label=row.version.option.name,
            net=row.net,
            vat=taxed(row.version, proposal.place)[0],
            account=row.version.account,
            starts_on=proposal.starts_on,
            ends_on=proposal.ends_on,
            exemption=taxed(row.version, proposal.place)[1],
            version=row.version,
            quantity=row.quantity,
            unit_price=row.price,
            discount=row.discount,
        )
        for row in rows
    ]


def whole(row: DocumentLine) -> Line:
    """A line of a document, as it stands there."""
    return Line(
        label=row.label,
        net=row.net,
        vat=row.vat,
        account=row.account,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        exemption=row.exemption,
        version=row.version,
        quantity=row.quantity,
        unit_price=row.unit_price,
        discount=row.discount,
    )


def part_of(
    row: DocumentLine, net: Decimal, *, label: str = "", starts_on: date | None = None, ends_on: date | None = None
) -> Line:
    """``net`` euros without VAT of a line of a document, to credit them."""
    return Line(
        label=label or row.label,
        net=net,
        vat=row.vat,
        account=row.account,
        starts_on=starts_on or row.starts_on,
        ends_on=ends_on or row.ends_on,
        exemption=row.exemption,
        version=row.version,
    )


def totals(lines: Iterable[Line | DocumentLine]) -> Totals:
    return Totals(vat_parts((Vat(line.vat), line.exemption, line.net) for line in lines))


def write(document: Document, lines: Sequence[Line]) -> None:
    """The rows of a draft, in their order."""
    DocumentLine.objects.bulk_create(
        DocumentLine(
            document=document,
            position=position,
            label=line.label[:200],
            version=line.version,
            quantity=line.quantity,
            unit_price=line.net if line.unit_price is None else line.unit_price,
            discount=line.discount,
            net=line.net,
            vat=line.vat,
            exemption=line.exemption,
            account=line.account,
            starts_on=line.starts_on,
            ends_on=line.ends_on,
        )
        for position, line in enumerate(lines, 1)
    )
