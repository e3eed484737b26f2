"""What staff note about an issued document: its way through the platform."""

from datetime import date

from django.db import transaction

from club.core import audit
from club.core.errors import ClubError
from members.billing import einvoice
from members.billing.models import Document, Transmission
from members.models import User


@transaction.atomic
def note_transmission(*, document: Document, state: str, on: date, note: str = "", by: User | None) -> Transmission:
    """What the *plateforme agréée* says of an invoice, noted by hand."""
    if document.is_draft or not einvoice.is_electronic(document):
        raise ClubError("Seuls les factures émises et leurs avoirs passent par la plateforme.")
    row = Transmission.objects.create(document=document, state=state, on=on, note=note.strip()[:200], noted_by=by)
    audit.record(actor=by, verb="document.transmission", target=document, state=state)
    return row
