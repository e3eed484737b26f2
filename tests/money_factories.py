"""Builders of documents already issued, payments and lines of the bank, without the machinery that makes them."""

from datetime import date
from decimal import Decimal
from hashlib import sha256
from itertools import count
from typing import Any

from django.utils import timezone

from members.billing.actions import payments
from members.billing.models import BankFile, BankLine, ClosedPeriod, Document, Instalment, Payment
from tests.factories import make_organisation, make_staff

_numbers = count(90_001)  # far from those that issuing gives
Amount = Decimal | int | str


def make_document(
    total: Amount = 1200,
    *,
    instalments: list[tuple[date, Decimal | int]] | None = None,
    **overrides: Any,
) -> Document:
    """A document issued; ``instalments``: (day, amount), one of the whole when absent. ``issued=False``: a draft."""
    rank, total = next(_numbers), Decimal(total)
    issued = overrides.pop("issued", True)
    day = overrides.pop("issued_on", date(2026, 1, 5))
    fields = {"kind": "invoice", "due_on": date(2026, 2, 4), "starts_on": date(2026, 1, 1)} | overrides
    fields["organisation"] = fields.get("organisation") or make_organisation()
    document = Document.objects.create(ends_on=date(2026, 12, 31), net=total, total=total, **fields)
    parts = instalments if instalments is not None else [(fields["due_on"], total)]
    for position, (due_on, amount) in enumerate(parts, 1):
        Instalment.objects.create(document=document, position=position, due_on=due_on, amount=amount)
    if issued:
        series = Document.Kind(document.kind).series
        Document.objects.filter(pk=document.pk).update(
            number=f"{series}-{day.year}-{rank:05d}",
            year=day.year,
            rank=rank,
            issued_on=day,
            issued_at=timezone.now(),
            chain="c" * 64,
            pdf_sha256="d" * 64,
        )
        document.refresh_from_db()
    return document


def make_credit_note(cites: Document, total: Amount, **overrides: Any) -> Document:
    fields = {
        "kind": "credit_note",
        "cites": cites,
        "organisation": cites.organisation,
        "instalments": [],
    } | overrides
    return make_document(total, **fields)


def make_payment(amount: Amount = 1200, *, received_on: date = date(2026, 2, 1), **overrides: Any) -> Payment:
    fields = {"method": "transfer", "by": overrides.pop("by", None) or make_staff()} | overrides
    fields["organisation"] = fields.get("organisation") or make_organisation()
    return payments.record(amount=Decimal(amount), received_on=received_on, **fields)


def make_bank_file(**overrides: Any) -> BankFile:
    number = next(_numbers)
    fields = {"name": f"releve-{number}.xml", "sha256": sha256(str(number).encode()).hexdigest(), "format": "camt053"}
    fields |= overrides
    fields["imported_by"] = fields.get("imported_by") or make_staff()
    return BankFile.objects.create(**fields)


def make_bank_line(amount: Amount = 1200, **overrides: Any) -> BankLine:
    number = next(_numbers)
    fields = {
        "account": "FR7630006000011234567890189",
        "reference": f"REF{number}",
        "booked_on": date(2026, 2, 1),
        "debtor_name": "ACME FRANCE",
        **overrides,
    }
    fields["file"] = fields.get("file") or make_bank_file()
    return BankLine.objects.create(amount=Decimal(amount), **fields)


def close_period(until: date) -> ClosedPeriod:
    return ClosedPeriod.objects.create(until=until, closed_by=make_staff())
