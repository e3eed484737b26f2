"""CSV of French banks: separator and encoding guessed, columns found by their titles, decimal comma.

A file that cannot be read to its last row is refused with the row named: nothing of it is imported.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from club.core.sheets import guard, headings, reading
from members.billing.bank import entries
from members.billing.bank.entries import MAX_ENTRIES, Entry, FileRefused

KNOWN = {
    "date": (
        "Date",
        "Date opération",
        "Date de comptabilisation",
        "Date comptable",
        "Date d'opération",
        "Booking date",
    ),
    "label": ("Libellé", "Libellé opération", "Libellé simplifié", "Libellé de l'opération", "Nature", "Description"),
    "more": ("Informations complémentaires", "Détail", "Détails", "Motif", "Commentaire", "Libellé complémentaire"),
    "name": ("Donneur d'ordre", "Émetteur", "Nom du tiers", "Tiers", "Contrepartie", "Bénéficiaire"),
    "iban": ("IBAN", "IBAN du tiers", "IBAN contrepartie", "Compte du tiers", "IBAN émetteur"),
    "amount": ("Montant", "Montant en euros", "Montant EUR", "Montant de l'opération", "Amount"),
    "credit": ("Crédit", "Crédit euros", "Montant crédit", "Credit"),
    "debit": ("Débit", "Débit euros", "Montant débit", "Debit"),
    "reference": ("Référence", "Référence bancaire", "Référence opération", "Numéro d'opération", "Réf."),
    "currency": ("Devise", "Monnaie", "Currency"),
    "account": ("Compte", "Numéro de compte", "IBAN du compte"),
}
_DAYS = (
    re.compile(r"(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4}|\d{2})"),
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?:[T ].*)?"),
)
_IBAN = re.compile(r"\bFR\d{2}(?: ?[0-9A-Z]){23}\b")
_CLOSING = ("solde", "total", "sous total", "nombre operations")  # as ``headings.fold`` leaves them
Rows = Iterable[tuple[int, list[str]]]


def read(path: str | Path, *, account: str) -> list[Entry]:
    """Every row of the file. ``account``: ours, when the file does not name it."""
    try:
        with reading.open_table(path, "csv") as table:
            rows = []
            for row in table:
                rows.append(row)
                if len(rows) > MAX_ENTRIES + headings.SEARCHED_ROWS:
                    raise FileRefused(f"Ce relevé compte plus de {MAX_ENTRIES} lignes\u00a0: coupez-le en plusieurs.")
    except guard.FileRefused as refused:
        raise FileRefused(str(refused)) from refused
    return list(_entries(rows, account))


def _entries(rows: list[tuple[int, list[str]]], account: str) -> Iterable[Entry]:
    found, first = headings.find(rows, KNOWN)
    body = [*first, *rows[headings.SEARCHED_ROWS :]]  # the titles are looked for in the first rows alone
    place = {heading.column: index for index, heading in enumerate(found) if heading.column}
    if "date" not in place or not ({"amount", "credit", "debit"} & set(place)):
        raise FileRefused(
            "Ce fichier n’est pas un relevé\u00a0: il lui faut une ligne de titres avec une date et un montant "
            "(ou un débit et un crédit). Rien n’a été importé."
        )
    above = (cell.upper() for _, cells in rows[: len(rows) - len(body)] for cell in cells)
    named = next((found[0] for cell in above if (found := _IBAN.search(cell))), "")
    account = entries.iban(named) or account
    for number, cells in body:
        cell = {name: cells[index].strip() if index < len(cells) else "" for name, index in place.items()}
        if not any(cell.values()) or _closes(cells, cell["date"]):
            continue
        if entry := _entry(cell, account, where=f"Ligne {number}"):
            yield entry


def _closes(cells: Sequence[str], day: str) -> bool:
    """A line of balance or of total, which banks put at the end. One with a day is a movement: « TotalEnergies »,
    « Solde de cotisation ».
    """
    first = next((headings.fold(cell) for cell in cells if cell.strip()), "")
    return first.startswith(_CLOSING) and not any(pattern.fullmatch(day) for pattern in _DAYS)


def _entry(cell: dict[str, str], account: str, *, where: str) -> Entry | None:
    """None for a row that moves nothing."""
    currency = cell.get("currency", "").upper()
    if currency not in ("", "EUR", "€", "EURO", "EUROS"):
        raise FileRefused(f"{where}\u00a0: elle est en «\u00a0{currency[:12]}\u00a0», seuls les euros sont importés.")
    day, amount = _day(cell["date"], where=where), _amount(cell, where=where)
    if not amount:
        return None
    said = [headings.unprotected(cell.get(name, "")) for name in ("label", "more")]
    return Entry(
        account=entries.iban(cell.get("account")) or account,
        booked_on=day,
        amount=amount,
        debtor_name=entries.words(headings.unprotected(cell.get("name", "")), 140),
        debtor_iban=entries.iban(cell.get("iban")),
        remittance=entries.words(" · ".join(text for text in said if text), 500),
        bank_reference=entries.reference(cell.get("reference")),
    )


def _day(text: str, *, where: str) -> date:
    for pattern in _DAYS:
        if found := pattern.fullmatch(text):
            year = int(found["y"])
            try:
                day = date(year + 2000 if year < 100 else year, int(found["m"]), int(found["d"]))
            except ValueError:
                break
            return entries.day(day, where=where)
    raise FileRefused(
        f"{where}\u00a0: la date «\u00a0{text[:20]}\u00a0» ne se lit pas (jour/mois/année). Rien n’a été importé."
    )


def _amount(cell: dict[str, str], *, where: str) -> Decimal:
    """One column with a sign, or two of which one is filled; a debit is negative with or without its minus."""
    credit, debit = (_number(cell.get(name, ""), where) for name in ("credit", "debit"))
    both = _number(cell.get("amount", ""), where)
    values = [both, credit, -abs(debit) if debit is not None else None]
    filled = [value for value in values if value]
    if not filled and any(value is not None for value in values):
        return Decimal(0)
    if len(filled) != 1:
        raise FileRefused(f"{where}\u00a0: on n’y lit pas un montant, et un seul. Rien n’a été importé.")
    return filled[0]


def _number(text: str, where: str) -> Decimal | None:
    """« 1 234,56 », « -1.234,56 € », « +12 », « (12,00) »; None when the cell is empty."""
    plain = re.sub(r"[\s\u00a0\u202f€']|EUR", "", headings.unprotected(text)).replace("−", "-")
    if not plain:
        return None
    if plain.startswith("(") and plain.endswith(")"):
        plain = f"-{plain[1:-1]}"
    if plain.endswith("-"):
        plain = f"-{plain[:-1]}"
    if "," in plain:
        plain = plain.replace(".", "").replace(",", ".")
    if not re.fullmatch(r"[+-]?\d+(\.\d{1,2})?", plain):
        raise FileRefused(f"{where}\u00a0: le montant «\u00a0{text[:30]}\u00a0» ne se lit pas. Rien n’a été importé.")
    return entries.amount(plain, where=where)
