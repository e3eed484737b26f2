"""Builders of dues documents."""

from datetime import date
from decimal import Decimal
from typing import Any

from members.billing.actions import documents
from members.billing.lines import Line
from members.billing.models import Document, Payer
from tests.factories import make_organisation
from tests.membership_factories import make_version, with_address

YEAR = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)}


def make_line(**overrides: Any) -> Line:
    """6,000 € with VAT for a year, unless told otherwise; ``version=True`` gives it an option of the catalogue."""
    fields = {"label": "Cotisation de base", "net": Decimal("6000.00"), "vat": "S20", "account": "756200", **YEAR}
    fields |= overrides
    if fields.get("version") is True:
        fields["version"] = make_version(
            price=fields["net"], vat=fields["vat"], exemption=fields.get("exemption", "")
        )
    return Line(**fields)


def make_payer(**overrides: Any) -> Payer:
    fields = {"address": "3 place du Marché", "postcode": "53000", "city": "Laval", "email": "compta@exemple.example"}
    fields |= overrides
    organisation = fields.pop("organisation", None) or make_organisation()
    return Payer.objects.update_or_create(organisation=organisation, defaults=fields)[0]


def make_draft(*lines: Line, **overrides: Any) -> Document:
    """A draft of the given lines, or of one of 6,000 €, to an organisation with a billing address."""
    fields = {**YEAR, **overrides}
    organisation = fields.pop("organisation", None) or make_payer().organisation
    return documents.draft(organisation=organisation, lines=lines or [make_line()], **fields)


def make_document(*lines: Line, on: date | None = None, **overrides: Any) -> Document:
    """The same, issued; an organisation without billing address is given one, not a mailbox."""
    if organisation := overrides.get("organisation"):
        with_address(organisation)
    return documents.issue(document=make_draft(*lines, **overrides), by=None, on=on)


def make_credit_note(document: Document | None = None, **overrides: Any) -> Document:
    """An issued credit note, of the whole document unless ``lines`` are given."""
    fields = {"document": document or make_document(), "reason": "Erreur de facturation", "by": None, **overrides}
    return documents.issue(document=documents.credit(**fields), by=None)
