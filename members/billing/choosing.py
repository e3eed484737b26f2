"""Finding the documents that money may settle, by number or by organisation."""

from datetime import timedelta
from decimal import Decimal

from members.billing.models import BankLine, Document, Payment
from members.billing.suggestions import cited
from members.models import Organisation

FOUND = 20
AROUND = timedelta(days=45)


def found_documents(text: str, *, amount: Decimal) -> list[tuple[Document, Decimal]]:
    """Documents still owed that ``text`` names, each with the part of ``amount`` it would take."""
    if len(text.strip()) < 2:
        return []
    rows = Document.objects.owing().select_related("organisation")
    if numbers := cited(text):
        rows = rows.filter(number__in=numbers)
    else:
        rows = rows.filter(organisation__in=Organisation.objects.search(text))
    return filled(list(rows[:FOUND]), amount)


def noted_by_hand(line: BankLine, left: Decimal) -> list[Payment]:
    """Payments noted by hand around the day of a line and not seen at the bank yet, those of its amount first."""
    rows = Payment.objects.received().filter(bank_line=None, amount__lte=left)
    near = rows.filter(received_on__range=(line.booked_on - AROUND, line.booked_on + AROUND))
    found = near.select_related("organisation").order_by("-received_on", "-pk")[:FOUND]
    return sorted(found, key=lambda payment: payment.amount != left)


def filled(documents: list[Document], amount: Decimal) -> list[tuple[Document, Decimal]]:
    """Each document with what it would take of ``amount``, the oldest due first."""
    found = []
    for document in documents:
        part = max(min(document.rest, amount), Decimal(0))
        amount -= part
        found.append((document, part))
    return found
