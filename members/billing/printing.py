"""The PDF of a document (tagged, PDF/A-3b, an invoice with its data inside: Factur-X).

Typst gets words as JSON and nothing else: no file to read, no package to fetch, the fonts of this folder alone.
"""

import io
import json
import re
import threading
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import segno
import typst
from django.conf import settings
from django.utils import timezone

from club.core.days import date_format
from club.core.errors import ClubError
from club.core.templatetags.club import euros
from members.billing import einvoice, hybrid
from members.billing.models import Document, DocumentLine
from members.models import Vat
from members.pricing import share

FOLDER = Path(settings.BASE_DIR) / "templates" / "billing" / "documents"
TEMPLATE = FOLDER / "document.typ"
NO_SUCH_LETTER = (
    "Le document ne peut pas être imprimé\u00a0: «\u00a0{}\u00a0» n’existe pas dans ses polices. Écrivez en lettres "
    "latines le nom, l’adresse ou le numéro de commande qui le contient."
)
_here = threading.local()


def pdf(document: Document) -> bytes:
    """The document on paper; its parties and totals must be set. Without a number it is a draft, and says so."""
    electronic = not document.is_draft and einvoice.is_electronic(document)
    words = {**facts(document), "xml": einvoice.xml(document).decode() if electronic else ""}
    made = typeset(TEMPLATE, words)
    return hybrid.declare(made) if electronic else made


def typeset(template: Path, words: dict[str, Any]) -> bytes:
    """A template of this folder with its words; each thread keeps a compiler, whose fonts are read once."""
    if not hasattr(_here, "compiler"):
        _here.compiler = typst.Compiler(root=FOLDER, font_paths=[FOLDER / "fonts"], ignore_system_fonts=True)
    data = json.dumps(words, ensure_ascii=False)
    try:
        made = _here.compiler.compile(input=template.read_bytes(), sys_inputs={"data": data}, pdf_standards=["a-3b"])
    except typst.TypstError as error:
        if unknown := re.search(r"the text `\"(.+?)\"` could not be displayed", str(error)):
            raise ClubError(NO_SUCH_LETTER.format(unknown[1])) from error
        raise
    return bytes(made)


def facts(document: Document) -> dict[str, Any]:
    """Everything the paper says, as text ready to be set."""
    credit = document.kind == Document.Kind.CREDIT_NOTE
    issued = timezone.localtime(document.issued_at) if document.issued_at else timezone.localtime()
    return {
        "title": _capital(document.get_kind_display()),
        "number": document.number or "",
        "draft": document.is_draft,
        "made": [issued.year, issued.month, issued.day, issued.hour, issued.minute, issued.second],
        "seller": document.seller,
        "buyer": document.buyer,
        "about": _about(document),
        "price_title": "Prix unitaire HT" if credit else "Prix annuel HT",
        "lines": [_line(row) for row in document.lines.all()],
        "parts": [
            [_capital(Vat(part["vat"]).label), euros(Decimal(part["base"])), euros(Decimal(part["amount"]))]
            for part in document.vat_parts
        ],
        "net": euros(document.net),
        "vat": euros(document.vat),
        "total": euros(document.total),
        "total_title": "Total de l’avoir" if credit else "Total à régler",
        "instalments": [[day(part.due_on), euros(part.amount)] for part in document.instalments.all()],
        "mentions": [mention["text"] for mention in document.mentions],
        "iban": " ".join(re.findall(".{1,4}", document.seller["iban"])),
        "payable": not credit and document.total > 0,
        "qr": "" if document.is_draft or credit or not document.total else transfer_code(document),
    }


def transfer_code(document: Document) -> str:
    """The QR code (EPC069-12, as SVG) that fills in a transfer of the first instalment in a banking application."""
    code = segno.make_qr(
        transfer(document), error="m", encoding="utf-8", boost_error=False, mask=2
    )  # trying all masks costs 30 ms
    out = io.BytesIO()
    code.save(out, kind="svg", border=0, xmldecl=False, dark="#0a3328")
    return out.getvalue().decode()


def transfer(document: Document) -> str:
    """What the code says, line by line: who is paid, where, how much, and for which document."""
    amount, party = document.instalments.all()[0].amount, document.seller
    said = ["BCD", "002", "1", "SCT", party["bic"], party["name"][:70], party["iban"], f"EUR{amount}", "", ""]
    return "\n".join([*said, document.number or ""])


def _capital(label: str) -> str:
    return label[:1].upper() + label[1:]


def day(on: date | None) -> str:
    return date_format(on, "j F Y") if on else "–"


def _about(document: Document) -> list[list[str]]:
    """The facts above the lines."""
    said = [
        ["Date", day(document.issued_on)],
        ["Période", f"du {day(document.starts_on)} au {day(document.ends_on)}"],
    ]
    if document.due_on:
        said.append(["Échéance", day(document.due_on)])
    if document.order_number:
        name = "Numéro d’engagement" if document.buyer.get("is_public") else "Numéro de commande"
        said.append([name, document.order_number])
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
