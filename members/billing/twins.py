"""Movements that two files of the bank tell each in its own way: a camt.053 and a CSV share no reference.

A line that comes in is the likely twin of one that another file brought: same account, same day, same amount, and
words that agree, or one of the two says nothing. People decide; nothing is left out here.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Sequence

from club.core.search import plain
from members.billing.models import BankLine
from members.billing.suggestions import cited

ALIKE = 0.6  # of the words of the line that says less
_EMPTY = {
    "vir",
    "virement",
    "sepa",
    "inst",
    "instantane",
    "recu",
    "de",
    "du",
    "des",
    "la",
    "le",
    "ref",
    "motif",
    "emis",
}


def mark(lines: Sequence[BankLine], *, told: Collection[str]) -> list[BankLine]:
    """Those of ``lines``, just written, that have a likely twin, with ``twin_of`` set and not saved. One statement.

    ``told``: the references of all lines of their file: what the file tells too is another movement.
    """
    if not lines:
        return []
    days = {line.booked_on for line in lines}
    own = {line.pk for line in lines}
    known = defaultdict(list)
    rows = BankLine.objects.filter(
        account__in={line.account for line in lines}, booked_on__gte=min(days), booked_on__lte=max(days), twin_of=None
    )
    for row in rows.order_by("pk"):
        if row.pk not in own and row.reference not in told:
            known[row.account, row.booked_on, row.amount].append(row)
    return [line for line in lines if _paired(line, known[line.account, line.booked_on, line.amount])]


def _paired(line: BankLine, others: list[BankLine]) -> bool:
    """Each of ``others`` is the twin of one line at most, of the one that says most of the same words."""
    twin = max(others, key=lambda other: _agreement(line, other), default=None)
    if twin is None or _agreement(line, twin) < ALIKE:
        return False
    others.remove(twin)
    line.twin_of = twin
    return True


def _agreement(one: BankLine, other: BankLine) -> float:
    """From 0 to 1: references and numbers of documents decide alone when both lines bear some."""
    if one.end_to_end and other.end_to_end:
        return float(one.end_to_end.upper() == other.end_to_end.upper())
    if (numbers := cited(_said(one))) and (others := cited(_said(other))):
        return float(numbers == others)
    words, more = sorted((_words(one), _words(other)), key=len)
    return len(words & more) / len(words) if words else ALIKE


def _said(line: BankLine) -> str:
    return f"{line.debtor_name} {line.remittance} {line.end_to_end}"


def _words(line: BankLine) -> set[str]:
    return set(re.findall(r"[a-z0-9]{2,}", plain(_said(line)))) - _EMPTY
