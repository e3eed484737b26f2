"""300 dues documents issued one by one, COMMIT included, and how many PDF a process makes a second.

Reference in the same run: Typst alone, given the words of the same document (no data, no transfer code, no Factur-X).
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings

from bench import _flash as flash
from members.billing import printing
from members.billing.actions import documents
from members.billing.actions.verifying import verify_chain
from members.billing.models import Document
from tests.billing_factories import YEAR, make_line, make_payer

INSTALMENTS = [(date(2030, 1, 31), Decimal(16200)), (date(2030, 6, 30), Decimal(16200))]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--documents", type=int, default=300)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--pdfs", type=int, default=40, help="of a round")
    given = options.parse_args()
    flash.prepare()
    with tempfile.TemporaryDirectory() as folder:
        settings.MEDIA_ROOT = folder
        compare(given.rounds, given.pdfs)
        issue(given.documents)


def compare(rounds: int, number: int) -> None:
    """PDF a second of ours and of Typst alone, in turns."""
    document = _documents(1)[0]
    words = {**printing.facts(document), "xml": "", "qr": "<svg xmlns='http://www.w3.org/2000/svg'/>"}
    works: dict[str, Callable[[], object]] = {
        "Typst alone": lambda: printing.typeset(printing.TEMPLATE, words),
        "invoice": lambda: printing.pdf(document),
    }
    rates: dict[str, list[float]] = {name: [] for name in works}
    for work in works.values():
        work()  # fonts and libraries are read once per process
    for _ in range(rounds):
        for name, work in works.items():
            start = time.perf_counter()
            for _ in range(number):
                work()
            rates[name].append(number / (time.perf_counter() - start))
    medians = {name: statistics.median(found) for name, found in rates.items()}
    for name, found in rates.items():
        print(
            f"{name}: {medians[name]:.1f} PDF/s ({min(found):.1f} to {max(found):.1f}), {rounds} rounds of {number}"
        )
    print(f"ratio {medians['invoice'] / medians['Typst alone']:.2f}")
    print(f"target of 30 PDF/s per process: {'reached' if medians['invoice'] >= 30 else 'missed'}")


def issue(number: int) -> None:
    """Each in a transaction of its own: number, PDF with Factur-X on disk, chain, journal, mail."""
    drafts = [documents.draft(**fields) for fields in _drafts(number)]
    start = time.perf_counter()
    for draft in drafts:
        documents.issue(document=draft, by=None)
    seconds = time.perf_counter() - start
    print(f"{number} documents issued in {seconds:.1f} s, {number / seconds:.1f} a second")
    print(f"target of 30 s for 300: {'reached' if seconds * 300 / number <= 30 else 'missed'}")
    start = time.perf_counter()
    verdict = verify_chain()
    print(f"chain of {verdict.checked} read again in {time.perf_counter() - start:.1f} s: {verdict.why or 'holds'}")


def _documents(number: int) -> list[Document]:
    return [documents.issue(document=documents.draft(**fields), by=None) for fields in _drafts(number)]


def _drafts(number: int) -> list[dict[str, Any]]:
    """A member's usual invoice: three options, one of them exempt, in two instalments."""
    exempt = {"net": Decimal("5400.00"), "vat": "E", "exemption": "Exonération de TVA, article 261-7-1° a du CGI."}
    lines = [make_line(), make_line(label="Cercle", net=Decimal("16500.00")), make_line(label="Formation", **exempt)]
    schedule = [(day + timedelta(days=1), amount) for day, amount in INSTALMENTS]
    return [
        {"organisation": make_payer().organisation, "lines": lines, "instalments": schedule, **YEAR}
        for _ in range(number)
    ]


if __name__ == "__main__":
    main()
