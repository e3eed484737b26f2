"""What is owed and what is on account, read for screens and mails."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from members.billing.models import Document, Instalment, Payment
from members.models import Organisation


def instalments_left(document: Document, paid: Decimal) -> list[tuple[Instalment, Decimal]]:
    """Each instalment and what is left of it: money settles the earliest first."""
    left = []
    for part in sorted(document.instalments.all(), key=lambda part: (part.due_on, part.position)):
        settled = min(part.amount, paid)
        paid -= settled
        left.append((part, part.amount - settled))
    return left


def next_due(document: Document, paid: Decimal) -> date | None:
    """The day of the first instalment that is not wholly paid; None when all are."""
    return next((part.due_on for part, left in instalments_left(document, paid) if left), None)


def on_account(organisation: Organisation) -> tuple[list[Payment], list[Document]]:
    """Payments and credit notes of which something settles nothing yet, each with ``free``; two statements."""
    payments = Payment.objects.received().weighed().filter(organisation=organisation, free__gt=0)
    return list(payments), list(Document.objects.unspent().filter(organisation=organisation))


def total_of(rows: Iterable[Payment | Document]) -> Decimal:
    return sum((row.free for row in rows), Decimal(0))
