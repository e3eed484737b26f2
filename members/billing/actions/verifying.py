"""Proof that nothing issued was changed, taken out or put in: every number, chain and PDF read again."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from members.billing import chain, files
from members.billing.models import Counter, Document

CHUNK = 200


@dataclass(frozen=True)
class Verdict:
    """``number``: the first document that is not what was issued, and ``why``; both empty when all are."""

    checked: int
    number: str = ""
    why: str = ""

    @property
    def holds(self) -> bool:
        return not self.why


def verify_chain() -> Verdict:
    """Read every issued document again, series by series in the order of the numbers; stops at the first fault."""
    checked = 0
    for kind in Document.Kind:
        before: Document | None = None
        for document in _issued(kind):
            if why := _fault(document, before):
                return Verdict(checked, document.number or "", why)
            before, checked = document, checked + 1
        if why := _missing(kind.series, before):
            return Verdict(checked, before.number or "" if before else kind.series, why)
    return Verdict(checked)


def _issued(kind: str) -> Iterator[Document]:
    rows = Document.objects.issued().filter(kind=kind).order_by("year", "rank")
    return rows.prefetch_related("lines", "instalments").iterator(chunk_size=CHUNK)


def _fault(document: Document, before: Document | None) -> str:
    """What is wrong with a document that follows ``before`` in its series; nothing when all is well."""
    same_year = before is not None and before.year == document.year
    rank = before.rank + 1 if before and same_year and before.rank else 1
    series = Document.Kind(document.kind).series
    if document.rank != rank:
        return f"le rang attendu était {rank}\u00a0: un document manque avant celui-ci"
    if document.number != f"{series}-{document.year}-{rank:05d}":
        return "son numéro n’est pas celui de son rang"
    if before and before.issued_on and document.issued_on and document.issued_on < before.issued_on:
        return "sa date précède celle du document d’avant"
    if document.previous_chain != (before.chain if before else ""):
        return "il ne suit pas le document d’avant\u00a0: le chaînage est rompu"
    if document.chain != chain.link(document):
        return "ce qu’il dit n’est pas ce qui a été émis"
    return _fault_of_file(document.pdf_sha256)


def _fault_of_file(sha256: str) -> str:
    try:
        content = files.read(sha256)
    except OSError:
        return "son PDF manque"
    return "" if hashlib.sha256(content).hexdigest() == sha256 else "son PDF a été modifié"


def _missing(series: str, last: Document | None) -> str:
    """Documents taken away at the end of the series, which its counter still knows."""
    counter = Counter.objects.filter(series=series, last__gt=0).order_by("-year").first()
    if counter is None:
        return "le compteur de la série manque" if last else ""
    known = (counter.year, counter.last, counter.last_hash)
    here = (last.year, last.rank, last.chain) if last else None
    return "" if known == here else f"le dernier numéro donné est {series}-{counter.year}-{counter.last:05d}"
