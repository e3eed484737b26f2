"""Locks of documents and payments, always in this order: documents by their ids, then the payment."""

from collections.abc import Iterable

from club.core.errors import ClubError
from members.billing.models import Document, Payment


def documents(ids: Iterable[int]) -> dict[int, Document]:
    """Locked in the order of their ids, given in the order asked for."""
    wanted = list(dict.fromkeys(ids))
    found = Document.objects.filter(pk__in=wanted).order_by("pk").select_for_update(no_key=True, of=("self",))
    locked = {row.pk: row for row in found}
    return {pk: locked[pk] for pk in wanted}


def payment(pk: int) -> Payment:
    return Payment.objects.select_for_update(no_key=True, of=("self",)).get(pk=pk)


def with_documents(row: Payment) -> dict[int, Document]:
    """The documents that a payment settles, then the payment, in the order of everybody who locks both.

    Refused when somebody allocated it in between: that document is not locked, and its rights would not be looked at.
    """
    settled = documents(row.allocations.values_list("document_id", flat=True))
    payment(row.pk)
    if row.allocations.exclude(document__in=settled).exists():
        raise ClubError("Ce règlement vient d’être affecté par un collègue\u00a0: regardez-le de nouveau.")
    return settled
