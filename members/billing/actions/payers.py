"""Where an organisation's documents go."""

from typing import Any

from django.db import transaction

from club.core import audit
from members.billing.actions import retaxing
from members.billing.models import Document, Payer
from members.models import Organisation, User


@transaction.atomic
def note_payer(*, organisation: Organisation, by: User | None, **fields: Any) -> Payer:
    """Write the billing address of an organisation; its drafts follow, what is issued keeps the one it bears."""
    row, _ = Payer.objects.update_or_create(organisation=organisation, defaults=fields)
    audit.record(actor=by, verb="payer.change", target=row, fields=sorted(fields))
    for document in Document.objects.filter(organisation=organisation, number=None, cites=None).order_by("pk"):
        retaxing.retax(document=document, by=by)
    return row
