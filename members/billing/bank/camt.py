"""camt.053 (ISO 20022, bank to customer statement), from version 001.02 on: one entry per transaction booked.

An entry that holds several transactions is cut into them when their amounts add up to its own. Names of elements are
compared without namespace, because banks differ; what is looked for did not change place but for ``Pty`` (since 08).
"""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from io import BytesIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from members.billing.bank import entries
from members.billing.bank.entries import MAX_ENTRIES, Entry, FileRefused

MAX_DEPTH = 40
_NAMESPACE = re.compile(r"urn:iso:std:iso:20022:tech:xsd:camt\.(\d{3})\.001\.(\d{2})$")
_OTHERS = {"052": "les mouvements du jour, provisoires", "054": "des avis d’opérations"}
_BOOKED = {"", "BOOK"}


def read(content: bytes) -> list[Entry]:
    """Every booked entry, in the order of the file; refuses what is no camt.053 in euros."""
    try:
        return list(_entries(content))
    except DefusedXmlException as error:
        raise FileRefused("Ce fichier contient des définitions interdites\u00a0: il n’a pas été ouvert.") from error
    except (ParseError, UnicodeDecodeError, ValueError, LookupError) as error:
        raise FileRefused("Ce fichier XML est abîmé ou incomplet\u00a0: rien n’a été importé.") from error


def _entries(content: bytes) -> Iterator[Entry]:
    depth = number = 0
    account, seen_statement = "", False
    for event, element in iterparse(BytesIO(content), events=("start", "end"), forbid_dtd=True):
        name = _name(element)
        if event == "start":
            depth += 1
            if depth == 1:
                _check_root(element)
            if depth > MAX_DEPTH:
                raise FileRefused("Ce fichier XML est imbriqué de façon anormale\u00a0: rien n’a été importé.")
            if name == "Stmt":
                account, seen_statement = "", True
            continue
        depth -= 1
        if name == "Acct" and depth == 3 and not account:
            account = _account(element)
        elif name == "Ntry":
            number += 1
            yield from _split(element, account, number)
            element.clear()
            if number > MAX_ENTRIES:
                raise FileRefused(f"Ce relevé compte plus de {MAX_ENTRIES} écritures\u00a0: coupez-le en plusieurs.")
    if not seen_statement:
        raise FileRefused("Ce fichier ne contient aucun relevé de compte (camt.053).")


def _check_root(root: Element) -> None:
    found = _NAMESPACE.match(root.tag[1:].partition("}")[0]) if root.tag.startswith("{") else None
    if found is None:
        raise FileRefused("Ce fichier XML n’est pas un relevé de compte camt.053.")
    if found[1] != "053":
        what = _OTHERS.get(found[1], "autre chose qu’un relevé")
        raise FileRefused(f"Ce fichier est un camt.{found[1]}\u00a0: {what}. Demandez à la banque le camt.053.")


def _account(element: Element) -> str:
    number = _text(element, "Id/IBAN") or _text(element, "Id/Othr/Id")
    return entries.iban(number)


def _split(entry: Element, account: str, number: int) -> Iterator[Entry]:
    """One ``Entry`` per transaction, or one for the whole when its transactions do not add up to it."""
    where = f"Écriture {number}"
    if (_text(entry, "Sts/Cd") or _text(entry, "Sts")).upper() not in _BOOKED:
        return
    day, whole = _day(entry, where), _signed(entry, _find(entry, "Amt"), None, where)
    parts = [part for details in _children(entry, "NtryDtls") for part in _children(details, "TxDtls")]
    amounts = [_amount_of(part, entry, whole if len(parts) == 1 else None, where) for part in parts]
    if not parts or None in amounts or sum(amount for amount in amounts if amount is not None) != whole:
        parts, amounts = [entry], [whole]
    for part, amount in zip(parts, amounts, strict=True):
        if amount:
            yield _entry(entry, part, account=account, day=day, amount=amount)


def _amount_of(part: Element, entry: Element, known: Decimal | None, where: str) -> Decimal | None:
    """What one transaction moves; ``known``: the entry's own, when it has no other."""
    if known is not None:
        return known
    bearer = next((found for path in ("Amt", "AmtDtls/TxAmt/Amt") if (found := _find(part, path)) is not None), None)
    return None if bearer is None else _signed(entry, bearer, part, where)


def _signed(entry: Element, bearer: Element | None, part: Element | None, where: str) -> Decimal:
    """Positive when the account receives. A reversal already says the direction of its own movement."""
    if bearer is None or not bearer.text:
        raise FileRefused(f"{where}\u00a0: son montant manque.")
    if (currency := bearer.get("Ccy", "")) != "EUR":
        raise FileRefused(f"{where}\u00a0: elle est en «\u00a0{currency[:3]}\u00a0», seuls les euros sont importés.")
    value = entries.amount(bearer.text.strip(), where=where)
    direction = (_text(part, "CdtDbtInd") if part is not None else "") or _text(entry, "CdtDbtInd")
    if value < 0 or direction not in ("CRDT", "DBIT"):
        raise FileRefused(f"{where}\u00a0: on ne sait pas si elle est au crédit ou au débit.")
    return value if direction == "CRDT" else -value


def _day(entry: Element, where: str) -> date:
    told = next(
        (t for path in ("BookgDt", "ValDt") for p in ("Dt", "DtTm") if (t := _text(entry, f"{path}/{p}"))), ""
    )
    try:
        found = date.fromisoformat(told[:10])
    except ValueError as error:
        raise FileRefused(f"{where}\u00a0: sa date «\u00a0{told[:20]}\u00a0» ne se lit pas.") from error
    return entries.day(found, where=where)


def _entry(entry: Element, part: Element, *, account: str, day: date, amount: Decimal) -> Entry:
    """The other side is the debtor of what comes, the creditor of what leaves."""
    side, other = ("Dbtr", "Cdtr") if amount > 0 else ("Cdtr", "Dbtr")
    one = part if part is not entry else _only(entry)
    inside = "NtryDtls/TxDtls/" if one is entry else ""
    name = next((t for s in (side, other) for p in ("Pty/Nm", "Nm") if (t := _text(one, f"RltdPties/{s}/{p}"))), "")
    iban = next((t for s in (side, other) if (t := _text(one, f"RltdPties/{s}Acct/Id/IBAN"))), "")
    told = ("RmtInf/Ustrd", "RmtInf/Strd/CdtrRefInf/Ref", "RtrInf/AddtlInf")
    said = [_texts(one, f"{inside}{path}") for path in told]
    said.append(_texts(one, f"{inside}AddtlTxInf") or _texts(entry, "AddtlNtryInf"))
    own = [_text(one, "Refs/AcctSvcrRef"), _text(entry, "AcctSvcrRef")]  # NtryRef counts anew in each statement
    return Entry(
        account=account,
        booked_on=day,
        amount=amount,
        debtor_name=entries.words(name, 140),
        debtor_iban=entries.iban(iban),
        end_to_end=entries.reference(_text(one, "Refs/EndToEndId")),
        remittance=entries.words(" · ".join(text for text in said if text), 500),
        bank_reference=next((r for text in own if (r := entries.reference(text))), ""),
        is_reversal=_text(entry, "RvslInd").lower() in ("true", "1"),
    )


def _only(entry: Element) -> Element:
    """The transaction of an entry that has one; the entry itself otherwise."""
    parts = [part for details in _children(entry, "NtryDtls") for part in _children(details, "TxDtls")]
    return parts[0] if len(parts) == 1 else entry


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _children(element: Element, name: str) -> list[Element]:
    return [child for child in element if _name(child) == name]


def _walk(element: Element | None, path: str) -> list[Element]:
    found = [element] if element is not None else []
    for name in path.split("/"):
        found = [child for parent in found for child in _children(parent, name)]
    return found


def _find(element: Element | None, path: str) -> Element | None:
    return next(iter(_walk(element, path)), None)


def _text(element: Element | None, path: str) -> str:
    found = _find(element, path)
    return (found.text or "").strip() if found is not None else ""


def _texts(element: Element | None, path: str) -> str:
    return " ".join(text for found in _walk(element, path) if (text := (found.text or "").strip()))
