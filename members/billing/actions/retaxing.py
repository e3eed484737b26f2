"""VAT of a draft follows its payer: where it is, and the VAT number that it has."""

from django.db import transaction

from club.core import audit
from members import pricing
from members.billing import parties
from members.billing.lines import totals
from members.billing.models import Document, DocumentLine
from members.models import User, Vat


def is_due(document: Document) -> bool:
    """A line bears another VAT than the payer's place wants."""
    return bool(_wrong(document))


@transaction.atomic
def retax(*, document: Document, by: User | None) -> None:
    """Give the lines of a draft the VAT of its payer; prices without VAT stay, what falls due each day follows."""
    rows = Document.objects.select_related("organisation__payer")
    row = rows.select_for_update(no_key=True, of=("self",)).get(pk=document.pk)
    wrong = _wrong(row)
    if not wrong or not row.is_draft:
        return
    for line, (vat, exemption) in wrong:
        line.vat, line.exemption = vat, exemption
        line.save(update_fields=["vat", "exemption"])
    sums, before = totals(row.lines.all()), row.total
    fields = {"vat": sums.vat, "total": sums.total, "vat_parts": sums.as_rows()}
    Document.objects.filter(pk=row.pk).update(**fields)
    parts = list(row.instalments.order_by("position"))
    for part, amount in zip(parts, pricing.split(sums.total, len(parts) or 1), strict=False):
        part.amount = amount
        part.save(update_fields=["amount"])
    audit.record(actor=by, verb="document.retax", target=row, before=str(before), total=str(sums.total))
    document.refresh_from_db()


def _wrong(document: Document) -> list[tuple[DocumentLine, tuple[Vat, str]]]:
    """Lines whose VAT is not that of the payer's place, with what they should bear. Options without VAT stay so."""
    place = parties.place_of(document.organisation)
    rows = document.lines.select_related("version").filter(version__isnull=False)
    said = [(row, pricing.taxed(row.version, place)) for row in rows if Vat(row.version.vat).rate]
    return [(row, wanted) for row, wanted in said if (row.vat, row.exemption) != wanted]
