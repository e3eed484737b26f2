"""Accounting entries of documents and payments, and the file that the tax administration and accountants read (FEC).

Layout: article A. 47 A-1 of the *livre des procédures fiscales*, 18 fields separated by tabs, amounts with a comma.
Accounts: 411 members, 7561 and 7562 dues, 44571 VAT collected, 512 bank, 487 income billed in advance.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from club.core.sheets.writing import neutral
from members.billing.models import Document, DocumentLine, Payment
from members.models import OptionVersion, Organisation
from members.pricing import cents

FIELDS = (
    "JournalCode JournalLib EcritureNum EcritureDate CompteNum CompteLib CompAuxNum CompAuxLib PieceRef PieceDate"
)
FIELDS += " EcritureLib Debit Credit EcritureLet DateLet ValidDate Montantdevise Idevise"
SALES, BANK, CLOSING = ("VE", "Ventes"), ("BQ", "Banque"), ("OD", "Opérations diverses")
MEMBERS, VAT, CASH, ADVANCE = "411000", "445710", "512000", "487000"
LABELS = {
    MEMBERS: "Membres",
    VAT: "TVA collectée",
    CASH: "Banque",
    ADVANCE: "Produits constatés d’avance",
    OptionVersion.Account.WITHOUT_RETURN.value: "Cotisations sans contrepartie",
    OptionVersion.Account.WITH_RETURN.value: "Cotisations avec contrepartie",
}
ZERO = Decimal(0)


@dataclass(frozen=True)
class Move:
    """An amount on an account: positive is debit, negative is credit."""

    account: str
    amount: Decimal
    member: Organisation | None = None


@dataclass(frozen=True)
class Entry:
    """Moves that add up to nothing. ``piece``: the document or the payment that proves them."""

    journal: tuple[str, str]
    on: date
    piece: str
    piece_on: date
    label: str
    moves: tuple[Move, ...]


def entries(starts_on: date, ends_on: date, *, defer: bool = False) -> list[Entry]:
    """Everything of a period, both days included, in the order of days.

    ``defer``: income billed before the last day for later days leaves the period, and comes back on the first day of
    the next one.
    """
    found = [_sale(row) for row in _documents().filter(issued_on__range=(starts_on, ends_on))]
    payments = Payment.objects.filter(received_on__range=(starts_on, ends_on)).select_related("organisation")
    found += [_cash(row) for row in payments.order_by("received_on", "pk")]
    if defer:
        found += [_deferred(*row, on=starts_on, sign=-1) for row in deferred(starts_on - timedelta(days=1))]
        found += [_deferred(*row, on=ends_on, sign=1) for row in deferred(ends_on)]
    return sorted(found, key=lambda entry: entry.on)


def deferred(on: date) -> list[tuple[Document, dict[str, Decimal]]]:
    """Issued documents with what of each account belongs to days after ``on``; credit notes are negative."""
    later = _documents().filter(issued_on__lte=on, lines__ends_on__gt=on).distinct()
    found = []
    for document in later:
        parts: dict[str, Decimal] = {}
        for row in document.lines.all():
            parts[row.account] = parts.get(row.account, ZERO) + _after(row, on) * _sign(document)
        found.append((document, {account: amount for account, amount in parts.items() if amount}))
    return [(document, parts) for document, parts in found if parts]


def _after(row: DocumentLine, on: date) -> Decimal:
    """What of a line belongs to days after ``on``, by days."""
    days = (row.ends_on - row.starts_on).days + 1
    left = min(max((row.ends_on - on).days, 0), days)
    return cents(Fraction(row.net) * left / days)


def _documents() -> "Iterable[Document]":
    rows = Document.objects.issued().select_related("organisation").prefetch_related("lines")
    return rows.order_by("issued_at", "pk")


def _sign(document: Document) -> int:
    return -1 if document.kind == Document.Kind.CREDIT_NOTE else 1


def _sale(document: Document) -> Entry:
    sign, income = _sign(document), {}
    for row in document.lines.all():
        income[row.account] = income.get(row.account, ZERO) + row.net
    moves = [Move(MEMBERS, sign * document.total, document.organisation)]
    moves += [Move(account, -sign * amount) for account, amount in sorted(income.items())]
    moves.append(Move(VAT, -sign * document.vat))
    label = f"{document.get_kind_display().capitalize()} {document.organisation}"
    return _entry(SALES, document.issued_on, document.number, document.issued_on, label, moves)


def _cash(payment: Payment) -> Entry:
    word = "Remboursement" if payment.amount < 0 else f"Règlement par {payment.get_method_display()}"
    moves = [Move(CASH, payment.amount), Move(MEMBERS, -payment.amount, payment.organisation)]
    piece = payment.reference or f"R{payment.pk}"
    return _entry(BANK, payment.received_on, piece, payment.received_on, f"{word} {payment.organisation}", moves)


def _deferred(document: Document, parts: dict[str, Decimal], *, on: date, sign: int) -> Entry:
    moves = [Move(account, sign * amount) for account, amount in sorted(parts.items())]
    moves.append(Move(ADVANCE, -sign * sum(parts.values(), ZERO)))
    word = "Produits constatés d’avance" if sign > 0 else "Extourne des produits constatés d’avance"
    return _entry(CLOSING, on, document.number, document.issued_on, f"{word} {document.organisation}", moves)


def _entry(
    journal: tuple[str, str], on: date | None, piece: str | None, piece_on: date | None, label: str, moves: list[Move]
) -> Entry:
    if on is None or piece_on is None:
        raise ValueError("What is entered has a day.")
    kept = tuple(move for move in moves if move.amount)
    if sum((move.amount for move in kept), ZERO):
        raise ValueError(f"{piece}: the moves do not add up to nothing.")
    return Entry(journal, on, piece or "", piece_on, label, kept)


def fec(found: Iterable[Entry]) -> Iterator[str]:
    """The lines of the file, titles first. Entries are numbered in the order of days; empty ones are left out."""
    yield "\t".join(FIELDS.split()) + "\r\n"
    for number, entry in enumerate((entry for entry in found if entry.moves), 1):
        for move in entry.moves:
            yield "\t".join(_cells(number, entry, move)) + "\r\n"


def _cells(number: int, entry: Entry, move: Move) -> list[str]:
    member = move.member
    debit, credit = (move.amount, ZERO) if move.amount > 0 else (ZERO, -move.amount)
    cells = [*entry.journal, str(number), _day(entry.on), move.account, LABELS[move.account]]
    cells += [f"M{member.pk:06d}", member.legal_name or member.name] if member else ["", ""]
    cells += [entry.piece, _day(entry.piece_on), entry.label, _amount(debit), _amount(credit), "", "", _day(entry.on)]
    return [neutral(" ".join(cell.split())) for cell in [*cells, "", ""]]


def _day(on: date) -> str:
    return f"{on:%Y%m%d}"


def _amount(amount: Decimal) -> str:
    return f"{amount:.2f}".replace(".", ",")


TITLES = ["Numéro", "Genre", "Date", "Échéance", "Organisation", "SIREN", "Période du", "au", "Commande"]
TITLES += ["Total HT", "TVA", "Total TTC", "Réglé", "Document corrigé", "Empreinte du PDF"]


def records(starts_on: date, ends_on: date) -> Iterator[list[str]]:
    """Documents of a period as a table, titles first; credit notes bear negative amounts."""
    yield TITLES
    rows = Document.objects.issued().filter(issued_on__range=(starts_on, ends_on)).settled()
    for row in rows.select_related("organisation", "cites").order_by("issued_at", "pk"):
        amounts = [_sign(row) * amount for amount in (row.net, row.vat, row.total)]
        days = [row.issued_on, row.due_on, row.starts_on, row.ends_on]
        issued, due, first, last = [f"{day:%d/%m/%Y}" if day else "" for day in days]
        who = [row.organisation.name, row.buyer["siren"]]
        end = [row.cites.number or "" if row.cites else "", row.pdf_sha256]
        head = [row.number or "", row.get_kind_display(), issued, due, *who, first, last, row.order_number]
        yield [*head, *(_amount(amount) for amount in [*amounts, row.paid]), *end]
