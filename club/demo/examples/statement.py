"""A statement of the bank for the demonstration: lines that pay what is owed today, as real ones would."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from xml.sax.saxutils import escape

from members.billing.models import Document
from members.models import Organisation

SPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"
DOCUMENTS = 12
STREET = [("ASSURANCES DU CENTRE", "REMBOURSEMENT SINISTRE 118", "150.00"), ("SCI DE L EXEMPLE", "LOYER", "-1450.00")]


@dataclass(frozen=True)
class Movement:
    name: str
    motive: str
    amount: Decimal
    iban: str = ""


def statement(*, today: date, account: str) -> bytes:
    """camt.053.001.08 of the last days, on the documents owed now; the same all day long."""
    movements = [*_paying(), *(Movement(name, motive, Decimal(amount)) for name, motive, amount in STREET)]
    entries = "".join(_entry(number, row, today) for number, row in enumerate(movements, 1))
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="{SPACE}"><BkToCstmrStmt>'
        f"<GrpHdr><MsgId>DEMO-{today:%Y%m%d}</MsgId></GrpHdr><Stmt><Id>DEMO-{today:%Y%m%d}</Id>"
        f"<Acct><Id><IBAN>{account}</IBAN></Id><Ccy>EUR</Ccy></Acct>\n{entries}</Stmt></BkToCstmrStmt></Document>\n"
    ).encode()


def _paying() -> list[Movement]:
    """One of each case: number cited well and badly, name alone, in part, too much, several at once."""
    owed = list(Document.objects.owing().select_related("organisation")[:DOCUMENTS])
    found = []
    for rank, document in enumerate(owed):
        number, house = document.number or "", document.organisation
        motive, amount = [
            (f"VIR SEPA FACTURE {number}", document.rest),
            (f"REGLT {number.replace('-', ' ').replace('0', 'O', 1)}", document.rest),
            ("COTISATION CLUB", document.rest),
            (f"ACOMPTE {number}", (document.rest / 2).quantize(Decimal("0.01"))),
            (f"{number.replace('-', '')}", document.rest + 100),
        ][rank % 5]
        found.append(Movement(_as_banks_write(house), motive, amount, _iban(house)))
    return found


def _as_banks_write(house: Organisation) -> str:
    return (house.legal_name or house.name).upper()[:70]


def _iban(house: Organisation) -> str:
    """Made up, of no bank, the same for one organisation."""
    body = f"99999000019{house.pk:011d}00"[:23]
    check = 98 - int(f"{body}152700") % 97
    return f"FR{check:02d}{body}"


def _entry(number: int, row: Movement, today: date) -> str:
    day = today - timedelta(days=number % 4)
    sign, side = ("CRDT", "Dbtr") if row.amount > 0 else ("DBIT", "Cdtr")
    account = f"<{side}Acct><Id><IBAN>{row.iban}</IBAN></Id></{side}Acct>" if row.iban else ""
    return (
        f'<Ntry><Amt Ccy="EUR">{abs(row.amount):.2f}</Amt><CdtDbtInd>{sign}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>'
        f"<BookgDt><Dt>{day.isoformat()}</Dt></BookgDt><AcctSvcrRef>{today:%y%m%d}{number:06d}</AcctSvcrRef>"
        f"<NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>"
        f"<RltdPties><{side}><Pty><Nm>{escape(row.name)}</Nm></Pty></{side}>{account}</RltdPties>"
        f"<RmtInf><Ustrd>{escape(row.motive)}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>\n"
    )
