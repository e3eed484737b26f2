"""The PDF of a document (tagged, PDF/A-3b). Typst gets its words as JSON and nothing else."""

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format

from members.billing.models import Document, DocumentLine
from members.models import Vat
from members.pricing import share

TEMPLATE = Path(settings.BASE_DIR) / "templates" / "billing" / "documents" / "document.typ"


def pdf(document: Document) -> bytes:
    """The document on paper; its number, parties and totals must be set."""
    data = json.dumps(facts(document), ensure_ascii=False)
    made = typst.compile(TEMPLATE.read_bytes(), sys_inputs={"data": data}, pdf_standards=["a-3b"])
    return bytes(made)  # type: ignore[arg-type]


def facts(document: Document) -> dict[str, Any]:
    """Everything the paper says, as text ready to be set."""
    credit = document.kind == Document.Kind.CREDIT_NOTE
    issued = timezone.localtime(document.issued_at) if document.issued_at else timezone.localtime()
    return {
        "title": document.get_kind_display().capitalize(),
        "number": document.number or "",
        "made": [issued.year, issued.month, issued.day, issued.hour, issued.minute, issued.second],
        "seller": document.seller,
        "buyer": document.buyer,
        "about": _about(document),
        "price_title": "Prix unitaire HT" if credit else "Prix annuel HT",
        "lines": [_line(row) for row in document.lines.all()],
        "parts": [
            [Vat(part["vat"]).label, euros(part["base"]), euros(part["amount"])] for part in document.vat_parts
        ],
        "net": euros(document.net),
        "vat": euros(document.vat),
        "total": euros(document.total),
        "total_title": "Total de l’avoir" if credit else "Total à régler",
        "instalments": [[day(part.due_on), euros(part.amount)] for part in document.instalments.all()],
        "mentions": [mention["text"] for mention in document.mentions],
        "payable": not credit and document.total > 0,
    }


def euros(amount: Decimal | str) -> str:
    """« 27 000,00 € »."""
    return f"{Decimal(amount):,.2f}\u00a0€".replace(",", "\u00a0").replace(".", ",")


def day(on: date | None) -> str:
    return date_format(on, "j F Y") if on else "–"


def _about(document: Document) -> list[list[str]]:
    """The facts above the lines."""
    said = [
        ["Date", day(document.issued_on)],
        ["Période", f"du {day(document.starts_on)} au {day(document.ends_on)}"],
    ]
    if document.due_on:
        said.append(["À régler au plus tard le", day(document.due_on)])
    if document.order_number:
        said.append(["Numéro de commande", document.order_number])
    if document.buyer.get("chorus_service"):
        said.append(["Code service (Chorus Pro)", document.buyer["chorus_service"]])
    if document.cites:
        said.append(["Document corrigé", f"{document.cites.number} du {day(document.cites.issued_on)}"])
    return said


def _line(row: DocumentLine) -> dict[str, str]:
    period = f"du {day(row.starts_on)} au {day(row.ends_on)}"
    return {
        "label": row.label,
        "detail": period + (f"\u00a0: {length}" if (length := _length(row)) else ""),
        "quantity": str(row.quantity),
        "price": euros(row.unit_price),
        "discount": f"{row.discount.normalize():f}\u00a0%".replace(".", ",") if row.discount else "",
        "vat": "20\u00a0%" if Vat(row.vat).rate else "–",
        "net": euros(row.net),
    }


def _length(row: DocumentLine) -> str:
    """The share of a year that the price is counted for, when it is not one year."""
    part = share(row.starts_on, row.ends_on)
    if part == 1:
        return ""
    if part.denominator == 1:
        return f"{part} ans"
    days, rest = (row.ends_on - row.starts_on).days + 1, part - int(part)
    if part < 1:
        return f"{days} jours sur {Fraction(days) / part}"
    return f"{int(part)} an{'s' if part >= 2 else ''} et {rest.numerator}/{rest.denominator} d’année"
