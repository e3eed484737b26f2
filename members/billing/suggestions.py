"""What a line of the bank may pay: suggestions with their reasons and points, for people to confirm.

Everything owed is read once (``read_book``); each line is then weighed in memory. Nothing here writes.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from difflib import SequenceMatcher
from itertools import combinations

from club.core.days import date_format
from club.core.search import plain
from club.core.templatetags.club import euros
from members.billing.dues import instalments_left
from members.billing.models import BankLine, Document, Payment
from members.models import Organisation

SHOWN, LEAST, PROBABLE, SURE = 5, 20, 50, 85  # in points
NUMBER, EXACT, INSTALMENT, SUM, NAME_SAME, NAME_LIKE, NAME_SAID, IBAN = 60, 30, 25, 30, 25, 15, 20, 35
COMBINED = 8  # documents of one organisation whose sums are tried
LIKE = 0.7  # of two names
RANK = 5  # digits of a rank in a document's number
_NUMBER = re.compile(r"(FA|AC)[\W_]*(?:N0?[\W_]*)?((?:\d[\W_]*){4})((?:\d+[\W_]*){1,4})")
_FORMS = {"sa", "sas", "sasu", "sarl", "eurl", "sci", "snc", "gie", "association", "asso", "ste", "societe", "france"}
_FORMS |= {"et", "de", "du", "des", "la", "le", "les", "l", "d", "groupe"}


@dataclass(frozen=True)
class Reason:
    words: str
    points: int


@dataclass(frozen=True)
class Suggestion:
    """``shares``: how much for which document. What is left of the line would stay on account."""

    organisation: Organisation
    shares: tuple[tuple[Document, Decimal], ...]
    reasons: tuple[Reason, ...]
    left: Decimal

    @property
    def score(self) -> int:
        return sum(reason.points for reason in self.reasons)

    @property
    def likely(self) -> str:
        return "très probable" if self.score >= SURE else "probable" if self.score >= PROBABLE else "possible"


@dataclass
class Book:
    """What is owed, by organisation, and which account paid for whom before."""

    owed: dict[int, list[Document]] = field(default_factory=lambda: defaultdict(list))
    seen: dict[str, dict[int, date]] = field(default_factory=lambda: defaultdict(dict))
    organisations: dict[int, Organisation] = field(default_factory=dict)
    names: dict[int, list[set[str]]] = field(default_factory=dict)


def read_book(lines: Iterable[BankLine]) -> Book:
    """Everything that these lines may pay; three statements."""
    book = Book()
    documents = Document.objects.owing().select_related("organisation__payer").prefetch_related("instalments")
    for document in documents:
        book.owed[document.organisation_id].append(document)
        book.organisations[document.organisation_id] = document.organisation
    ibans = {line.debtor_iban for line in lines} - {""}
    paid = Payment.objects.received().filter(bank_line__debtor_iban__in=ibans).order_by("received_on")
    for payment in paid.select_related("organisation__payer", "bank_line"):
        book.seen[payment.bank_line.debtor_iban][payment.organisation_id] = payment.received_on
        book.organisations.setdefault(payment.organisation_id, payment.organisation)
    book.names = {pk: list(_names(organisation)) for pk, organisation in book.organisations.items()}
    return book


def suggest(line: BankLine, book: Book, *, left: Decimal | None = None) -> list[Suggestion]:
    """The best first. ``left``: what of the line is not matched yet; all of it when not given."""
    left = line.amount if left is None else left
    if left <= 0:
        return []
    numbers, heard = cited(f"{line.remittance} {line.end_to_end}"), _Heard(line)
    known = book.seen.get(line.debtor_iban, {}) if line.debtor_iban else {}
    found = []
    for pk, organisation in book.organisations.items():
        about = (*_by_iban(known.get(pk)), *heard.of(organisation, book.names[pk]))
        for documents, reasons in _candidates(book.owed.get(pk, []), left, numbers):
            if not reasons and not about:
                continue
            found.append(_suggestion(organisation, documents, (*reasons, *about), left))
    found = [suggestion for suggestion in found if suggestion.score >= LEAST]
    found.sort(key=lambda s: (-s.score, len(s.shares), s.shares[0][0].due_on or date.max if s.shares else date.max))
    return _apart(found)[:SHOWN]


def cited(said: str) -> set[str]:
    """Numbers of documents that a text may bear: spaces, dashes and zeros may be missing, O stands for 0."""
    found = set()
    for series, year, tail in _NUMBER.findall(said.upper().replace("O", "0")):
        groups = re.findall(r"\d+", tail)
        joined = ["".join(groups[: size + 1]) for size in range(len(groups))]
        whole = [digits for digits in joined if len(digits) == RANK]
        stem = f"{series}-{re.sub(r'[^0-9]', '', year)}"
        found |= {f"{stem}-{int(digits):0{RANK}d}" for digits in whole or joined if len(digits) <= RANK + 2}
    return found


def _candidates(
    owed: Sequence[Document], amount: Decimal, numbers: set[str]
) -> Iterator[tuple[Sequence[Document], tuple[Reason, ...]]]:
    """Sets of documents of one organisation that the line may pay, with what speaks for each."""
    named = [document for document in owed if document.number in numbers]
    if len(named) > 1:
        yield named, _by_number(named) + _by_amount(named, amount)
    for document in owed:
        yield [document], _by_number([document] if document in named else []) + _by_amount([document], amount)
    for size in range(2, len(owed[:COMBINED]) + 1):
        for some in combinations(owed[:COMBINED], size):
            if sum(document.rest for document in some) == amount and list(some) != named:
                yield some, _by_amount(some, amount)
    if not owed:
        yield [], ()


def _by_number(named: Sequence[Document]) -> tuple[Reason, ...]:
    if not named:
        return ()
    numbers = " et ".join(document.number or "" for document in named)
    return (Reason(f"Le motif cite {numbers}", NUMBER),)


def _by_amount(documents: Sequence[Document], amount: Decimal) -> tuple[Reason, ...]:
    if sum(document.rest for document in documents) == amount:
        if len(documents) > 1:
            return (Reason(f"Le montant est la somme de {len(documents)} documents", SUM),)
        return (Reason("Le montant est exactement ce qui reste à régler", EXACT),)
    for document in documents[:1] if len(documents) == 1 else []:
        part, rest = next(((p, r) for p, r in instalments_left(document, document.paid) if r > 0), (None, None))
        if part and rest == amount:
            day = date_format(part.due_on, "j F Y")
            return (Reason(f"Le montant est celui de l’échéance du {day}", INSTALMENT),)
    return ()


def _by_iban(last: date | None) -> tuple[Reason, ...]:
    if last is None:
        return ()
    return (Reason(f"Ce compte a déjà réglé pour cette organisation, le {date_format(last, 'j F Y')}", IBAN),)


class _Heard:
    """The names that a line bears: who paid, and the words of the transfer."""

    def __init__(self, line: BankLine) -> None:
        self.debtor, self.said = _tokens(line.debtor_name), _tokens(line.remittance)
        self.matcher = SequenceMatcher(autojunk=False)
        self.matcher.set_seq2(" ".join(sorted(self.debtor)))

    def of(self, organisation: Organisation, names: Sequence[set[str]]) -> tuple[Reason, ...]:
        """The debtor's name beside the organisation's; failing that, the words of the transfer."""
        likeness = max((self._likeness(name) for name in names), default=0.0) if self.debtor else 0.0
        if likeness == 1:
            return (Reason(f"Le donneur d’ordre porte le nom de {organisation}", NAME_SAME),)
        if likeness >= LIKE:
            near = f"{likeness:.0%}".replace("%", "\u00a0%")
            return (Reason(f"Le donneur d’ordre ressemble à {organisation} ({near})", NAME_LIKE),)
        if any(name <= self.said for name in names):
            return (Reason(f"Le motif nomme {organisation}", NAME_SAID),)
        return ()

    def _likeness(self, name: set[str]) -> float:
        """Words in any order, one slip forgiven; a short name inside a longer one counts for less."""
        if (name < self.debtor or self.debtor < name) and max(len(word) for word in name & self.debtor) > 3:
            return 0.85
        self.matcher.set_seq1(" ".join(sorted(name)))
        if self.matcher.real_quick_ratio() < LIKE or self.matcher.quick_ratio() < LIKE:
            return 0.0
        return self.matcher.ratio()


def _names(organisation: Organisation) -> Iterator[set[str]]:
    payer = getattr(organisation, "payer", None)
    for name in {organisation.name, organisation.legal_name, payer.legal_name if payer else ""}:
        if tokens := _tokens(name):
            yield tokens


def _tokens(name: str) -> set[str]:
    words = re.findall(r"[a-z0-9]+", plain(name))
    return {word for word in words if word not in _FORMS} or set(words)


def _suggestion(
    organisation: Organisation, documents: Sequence[Document], reasons: tuple[Reason, ...], amount: Decimal
) -> Suggestion:
    shares = []
    for document in documents:
        part = min(document.rest, amount)
        if part > 0:
            shares.append((document, part))
            amount -= part
    ordered = tuple(sorted(reasons, key=lambda reason: -reason.points))
    return Suggestion(organisation, tuple(shares), ordered, amount)


def _apart(found: Sequence[Suggestion]) -> list[Suggestion]:
    """Of several that would do the same, the first alone."""
    kept: dict[tuple[int, ...], Suggestion] = {}
    for suggestion in found:
        kept.setdefault((suggestion.organisation.pk, *(d.pk for d, _ in suggestion.shares)), suggestion)
    return list(kept.values())


def told(suggestion: Suggestion) -> str:
    """« 1 200,00 € pour FA-2026-00012 »."""
    parts = [f"{euros(part)} pour {document.number}" for document, part in suggestion.shares]
    if suggestion.left:
        parts.append(f"{euros(suggestion.left)} au crédit du compte")
    return ", ".join(parts)
