"""Credit notes: what of an invoice may still be given back, by rate of VAT."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from club.core.errors import ClubError
from club.core.templatetags.club import euros
from members.billing.lines import ZERO, Line, Totals, part_of, totals, whole
from members.billing.models import Document, DocumentLine
from members.models import Vat
from members.pricing import VatPart

Key = tuple[str, str]


def left_to_credit(invoice: Document) -> dict[Key, tuple[Decimal, Decimal]]:
    """By VAT and reason of exemption: base and VAT that issued credit notes have not given back."""
    left = {
        (row["vat"], row["exemption"]): (Decimal(row["base"]), Decimal(row["amount"])) for row in invoice.vat_parts
    }
    for parts in invoice.credit_notes.issued().values_list("vat_parts", flat=True):
        for row in parts:
            base, amount = left[row["vat"], row["exemption"]]
            left[row["vat"], row["exemption"]] = (base - Decimal(row["base"]), amount - Decimal(row["amount"]))
    return left


def totals_of_credit(invoice: Document, lines: Iterable[Line | DocumentLine]) -> Totals:
    """Totals of a credit note. Whoever gives back the last of a rate gives back its last cent of VAT, no more."""
    left = left_to_credit(invoice)
    parts = []
    for part in totals(lines).parts:
        base, amount = left.get((part.vat.value, part.exemption), (ZERO, ZERO))
        given = amount if part.base == base else min(part.amount, amount)
        parts.append(VatPart(part.vat, part.exemption, part.base, given))
    return Totals(tuple(parts))


def refuse_beyond(invoice: Document, lines: Sequence[Line | DocumentLine]) -> None:
    """Never more than what is left, rate by rate."""
    left = left_to_credit(invoice)
    for part in totals(lines).parts:
        base = left.get((part.vat.value, part.exemption), (ZERO, ZERO))[0]
        if part.base > base:
            raise ClubError(
                f"Il ne reste que {euros(base)} hors taxes à créditer sur {invoice.number} ({Vat(part.vat).label})."
            )


def everything_left(invoice: Document) -> list[Line]:
    """Each line as it was, or, when a part was already credited, one line per rate and account for the rest."""
    rows = list(invoice.lines.select_related("version"))
    given = list(DocumentLine.objects.filter(document__cites=invoice, document__number__isnull=False))
    if not given:
        return [whole(row) for row in rows]
    rest: dict[tuple[str, str, str], tuple[DocumentLine, Decimal]] = {}
    for row, sign in [*((row, 1) for row in rows), *((row, -1) for row in given)]:
        key = (row.vat, row.exemption, row.account)
        first, net = rest.get(key, (row, ZERO))
        rest[key] = (first, net + sign * row.net)
    label = f"Solde de {invoice.number}"
    return [part_of(row, net, label=label) for row, net in rest.values() if net > 0]
