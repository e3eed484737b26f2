"""The electronic invoice: EN 16931 in the CII syntax, as Factur-X embeds it in the PDF.

The keys are the business terms of the standard (BT-1: number …). EN 16931 allows no « outside the scope » (O) beside
another category: on a mixed invoice such lines are written as exempt (E) with their sentence.
"""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from members.billing.models import Document, DocumentLine
from members.models import Vat
from members.pricing import cents, share

SIREN_REGISTER = "0002"  # ISO 6523
ESTABLISHMENTS = "0009"  # SIRET: BT-46 of a French buyer, which begins by its SIREN (BR-FR-09)
FRENCH_DIRECTORY = "0225"  # electronic address by SIREN, in the directory of the platforms
PIECES = "C62"
REASONS = {"O": "VATEX-EU-O", "AE": "VATEX-EU-AE"}  # why there is no VAT, by category
Terms = dict[str, Any]


def is_electronic(document: Document) -> bool:
    """Invoices and the credit notes on them; a call for dues is none."""
    return (document.cites or document).kind == Document.Kind.INVOICE


def xml(document: Document) -> bytes:
    """The invoice as data; everything it says must be set."""
    from facturx import generate_cii_xml  # 34 MB that a process without invoices does without

    made = generate_cii_xml(terms(document), level="en16931", check_xsd=False, check_schematron=False)
    return bytes(made)


def terms(document: Document) -> Terms:
    alone = len({part["vat"] for part in document.vat_parts}) == 1
    outside = alone and document.vat_parts[0]["vat"] == Vat.OUTSIDE
    buyer = _party(document.buyer, outside)
    said: Terms = {
        "BT-1": document.number,
        "BT-2": document.issued_on,
        "BT-3": "381" if document.cites else "380",
        "BT-5": "EUR",
        "BT-10": document.buyer["chorus_service"],
        "BT-13": document.order_number,
        "BT-23": "S1",  # an invoice of services, to be paid
        "BT-73": document.starts_on,
        "BT-74": document.ends_on,
        "BT-106": str(document.net),
        "BT-109": str(document.net),
        "BT-110": str(document.vat),
        "BT-112": str(document.total),
        "BT-115": str(document.total),
        "BG-1": [{"BT-21": mention["code"], "BT-22": mention["text"]} for mention in document.mentions],
        "BG-4": _seller(document.seller, outside),
        "BG-7": buyer,
        "BG-13": {name: buyer[name] for name in ("name", "country_code")},  # where the service is rendered
        "BG-23": _breakdown(document, alone),
        "BG-25": [_line(row, alone) for row in document.lines.all()],
        **_paying(document),
    }
    if document.vat:
        said["BT-8"] = "invoice" if document.seller["vat_on_debits"] else "payment"
    if document.cites:
        said["BG-3"] = [{"BT-25": document.cites.number, "BT-26": document.cites.issued_on}]
    return {term: value for term, value in said.items() if value}


def _paying(document: Document) -> Terms:
    if document.cites:
        return {"BT-20": "À déduire de la facture citée."}
    schedule = [f"{part.amount} € le {part.due_on:%d/%m/%Y}" for part in document.instalments.all()]
    return {
        "BT-9": document.due_on,
        "BT-20": "Échéancier : " + ", ".join(schedule) if len(schedule) > 1 else "",
        "BT-81": "58",  # SEPA transfer
        "BT-83": document.number,
        "BT-84": document.seller["iban"],
        "BT-85": document.seller["name"],
        "BT-86": document.seller["bic"],
    }


def _seller(party: Terms, outside: bool) -> Terms:
    return _party(party, outside) | {
        "legal_info": party["legal_form"],
        "contacts": [{"name": party["name"], "phone": party["phone"], "email": party["email"]}],
    }


def _party(party: Terms, outside: bool) -> Terms:
    """Name, numbers, address. Nobody's VAT number stands on an invoice outside the scope of VAT (BR-O-02)."""
    siren, email = party["siren"], party["email"]
    found = {
        "name": party["name"],
        "identifiers": {ESTABLISHMENTS: party["siret"]} if party.get("siret") else None,
        "legal_identifier": siren,
        "legal_identifier_schemeid": SIREN_REGISTER if siren else "",
        "vat_identifier": "" if outside else party["vat_number"],
        "einvoicing_addr": siren or email,
        "einvoicing_addr_schemeid": (FRENCH_DIRECTORY if siren else "EM") if siren or email else "",
        "addr_l1": party["address"],
        "postcode": party["postcode"],
        "city": party["city"],
        "country_code": party["country"],
    }
    return {name: value for name, value in found.items() if value}


def _category(vat: str, alone: bool) -> str:
    return "E" if vat == Vat.OUTSIDE and not alone else Vat(vat).category


def _breakdown(document: Document, alone: bool) -> list[Terms]:
    """One row per category: several reasons of exemption share theirs."""
    groups: dict[str, Terms] = {}
    for part in document.vat_parts:
        category = _category(part["vat"], alone)
        row = groups.setdefault(category, {"base": Decimal(0), "amount": Decimal(0), "why": [], "rate": part["rate"]})
        row["base"] += Decimal(part["base"])
        row["amount"] += Decimal(part["amount"])
        row["why"] += [part["exemption"]] if part["exemption"] else []
    return [
        {
            "BT-116": str(row["base"]),
            "BT-117": str(row["amount"]),
            "BT-118": category,
            **({} if category == "O" else {"BT-119": row["rate"]}),
            **({"BT-120": " ".join(row["why"])} if row["why"] else {}),
            **({"BT-121": REASONS[category]} if category in REASONS else {}),
        }
        for category, row in groups.items()
    ]


def _line(row: DocumentLine, alone: bool) -> Terms:
    category, before = _category(row.vat, alone), before_discount(row)
    said: Terms = {
        "BT-126": str(row.position),
        "BT-129": str(row.quantity),
        "BT-130": PIECES,
        "BT-131": str(row.net),
        "BT-134": row.starts_on,
        "BT-135": row.ends_on,
        "BT-146": str(before),
        "BT-149": str(row.quantity),  # the price of all of them: a share of it would have to be rounded
        "BT-151": category,
        "BT-153": row.label,
    }
    if category != "O":
        said["BT-152"] = str(Vat(row.vat).rate)
    if before != row.net:
        reduction = {"amount": str(before - row.net), "base_amount": str(before), "rate": str(row.discount)}
        said["BG-27"] = [reduction | {"reason": "Remise"}]
    return said


def before_discount(row: DocumentLine) -> Decimal:
    """What the line would cost without its discount; its net amount when that cannot be told."""
    if not row.discount:
        return row.net
    gross = Fraction(row.unit_price) * row.quantity * share(row.starts_on, row.ends_on)
    return cents(gross) if cents(gross * (1 - Fraction(row.discount) / 100)) == row.net else row.net
