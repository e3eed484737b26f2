"""One movement of an account as a file tells it, and the reference that makes it the same in every file."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from hashlib import sha256

from django.utils import timezone

from club.core.errors import ClubError

MAX_ENTRIES = 20_000
MAX_AMOUNT = Decimal("99999999.99")
FIRST_YEAR, AHEAD = 2000, timedelta(days=31)  # some banks date an entry of today at its value
NO_REFERENCE = {"", "NOTPROVIDED", "NONREF", "NOREF", "NONE", "NA", "0", "UNKNOWN"}
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")


class FileRefused(ClubError):
    """A file of the bank that is not imported at all; the sentence says where and why."""


@dataclass(frozen=True)
class Entry:
    """A booked movement, positive when received. ``bank_reference``: the bank's own, empty when it gives none."""

    account: str
    booked_on: date
    amount: Decimal
    debtor_name: str = ""
    debtor_iban: str = ""
    end_to_end: str = ""
    remittance: str = ""
    bank_reference: str = ""
    is_reversal: bool = False

    def identity(self) -> str:
        """What tells it from others: the bank's reference with day and amount, else a hash of all it says."""
        cents = int(self.amount * 100)
        if self.bank_reference:
            return f"{self.bank_reference}/{self.booked_on:%Y%m%d}/{cents}"
        said = [self.debtor_name, self.debtor_iban, self.end_to_end, self.remittance]
        told = "\x1f".join([f"{self.booked_on:%Y%m%d}", str(cents), *(text.upper() for text in said)])
        return sha256(told.encode()).hexdigest()[:40]


def referenced(entries: Iterable[Entry]) -> Iterator[tuple[Entry, str]]:
    """Each with its reference; true twins of a file (same day, amount and words) are numbered in their order."""
    seen: Counter[tuple[str, str]] = Counter()
    for entry in entries:
        key = (entry.account, entry.identity())
        seen[key] += 1
        yield entry, f"{key[1]}#{seen[key]}"


def words(text: str | None, limit: int) -> str:
    """Text from outside on one line, without control characters."""
    return " ".join(_CONTROL.sub(" ", text or "").split())[:limit].strip()


def reference(text: str | None) -> str:
    """A reference, empty when the bank wrote that there is none."""
    found = words(text, 60)
    return "" if found.upper().replace(" ", "") in NO_REFERENCE else found


def iban(text: str | None) -> str:
    return re.sub(r"[^0-9A-Z]", "", (text or "").upper())[:34]


def day(found: date, *, where: str) -> date:
    """A day on which a bank may have booked something; a year mistyped in a table would never be matched."""
    if found.year < FIRST_YEAR or found > timezone.localdate() + AHEAD:
        raise FileRefused(f"{where}\u00a0: la date du {found:%d/%m/%Y} est impossible. Rien n’a été importé.")
    return found


def amount(text: str, *, where: str) -> Decimal:
    """A number with a decimal point, two digits at most and of a size that an account may bear."""
    try:
        value = Decimal(text)
    except InvalidOperation as error:
        raise FileRefused(f"{where}\u00a0: le montant «\u00a0{text[:30]}\u00a0» ne se lit pas.") from error
    if not value.is_finite() or abs(value) > MAX_AMOUNT or value != round(value, 2):
        raise FileRefused(f"{where}\u00a0: le montant «\u00a0{text[:30]}\u00a0» est impossible.")
    return round(value, 2)
