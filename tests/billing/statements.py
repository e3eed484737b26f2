"""Statements as banks write them, for tests: camt.053 of several versions."""

from collections.abc import Iterable
from html import escape
from typing import Any

ACCOUNT = "FR7630006000011234567890189"


def entry(
    amount: str = "1200.00",
    *,
    day: str = "2026-02-02",
    direction: str = "CRDT",
    currency: str = "EUR",
    status: str = "BOOK",
    ref: str = "",
    reversal: str = "",
    parts: Iterable[str] = (),
    info: str = "",
    wrap: bool = False,
) -> str:
    state = f"<Cd>{status}</Cd>" if wrap else status
    return (
        f'<Ntry><Amt Ccy="{currency}">{amount}</Amt><CdtDbtInd>{direction}</CdtDbtInd>'
        + (f"<RvslInd>{reversal}</RvslInd>" if reversal else "")
        + f"<Sts>{state}</Sts><BookgDt><Dt>{day}</Dt></BookgDt>"
        + (f"<AcctSvcrRef>{ref}</AcctSvcrRef>" if ref else "")
        + f"<NtryDtls>{''.join(parts)}</NtryDtls>"
        + (f"<AddtlNtryInf>{escape(info)}</AddtlNtryInf>" if info else "")
        + "</Ntry>"
    )


def part(
    *, name: str = "ACME FRANCE", iban: str = "FR7610107001011234567890129", motif: str = "", **more: Any
) -> str:
    """One transaction. ``amount``, ``direction``, ``ref``, ``end_to_end``; ``pty``: the layout of version 08."""
    named = f"<Nm>{escape(name)}</Nm>"
    debtor = f"<Pty>{named}</Pty>" if more.get("pty") else named
    refs = f"<EndToEndId>{more.get('end_to_end', 'NOTPROVIDED')}</EndToEndId>"
    refs = (f"<AcctSvcrRef>{more['ref']}</AcctSvcrRef>" if more.get("ref") else "") + refs
    amount = f'<Amt Ccy="EUR">{more["amount"]}</Amt>' if more.get("amount") else ""
    side = f"<CdtDbtInd>{more['direction']}</CdtDbtInd>" if more.get("direction") else ""
    account = f"<DbtrAcct><Id><IBAN>{iban}</IBAN></Id></DbtrAcct>" if iban else ""
    return (
        f"<TxDtls><Refs>{refs}</Refs>{amount}{side}<RltdPties><Dbtr>{debtor}</Dbtr>{account}</RltdPties>"
        f"<RmtInf><Ustrd>{escape(motif)}</Ustrd></RmtInf></TxDtls>"
    )


def statement(
    *entries: str, version: str = "02", kind: str = "053", account: str = ACCOUNT, prefix: str = ""
) -> bytes:
    space = f"urn:iso:std:iso:20022:tech:xsd:camt.{kind}.001.{version}"
    body = (
        f"<BkToCstmrStmt><GrpHdr><MsgId>M1</MsgId></GrpHdr><Stmt><Id>S1</Id>"
        f"<Acct><Id><IBAN>{account}</IBAN></Id></Acct>{''.join(entries)}</Stmt></BkToCstmrStmt>"
    )
    if prefix:
        body = (
            body.replace("</", f"</{prefix}:")
            .replace("<", f"<{prefix}:")
            .replace(f"<{prefix}:/{prefix}:", f"</{prefix}:")
        )
        text = f'<{prefix}:Document xmlns:{prefix}="{space}">{body}</{prefix}:Document>'
    else:
        text = f'<Document xmlns="{space}">{body}</Document>'
    return f'<?xml version="1.0" encoding="UTF-8"?>{text}'.encode()
