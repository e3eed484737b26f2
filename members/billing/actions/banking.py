"""Files of the bank come in, each movement once, whatever is sent twice, overlaps or comes at the same time."""

import hashlib
import tempfile
from dataclasses import dataclass
from typing import BinaryIO

from django.conf import settings
from django.db import connection, transaction

from club.core import audit
from club.core.errors import ClubError
from members.billing import twins
from members.billing.bank import camt, entries, table
from members.billing.bank.entries import Entry, FileRefused
from members.billing.models import BankFile, BankLine
from members.models import User

MAX_BYTES = 10 * 1024 * 1024
BATCH = 500


@dataclass(frozen=True)
class Received:
    """The file, and whether its bytes were known before."""

    file: BankFile
    is_known: bool


def read(content: bytes) -> tuple[str, list[Entry]]:
    """Format and entries of a file, told from its bytes; raises ``FileRefused``."""
    if not content.strip():
        raise FileRefused("Ce fichier est vide.")
    if len(content) > MAX_BYTES:
        raise FileRefused("Ce fichier pèse plus de 10 Mo\u00a0: demandez à la banque une période plus courte.")
    start = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if start == b"<" or content[:4] in (b"\xff\xfe<\x00", b"\xfe\xff\x00<"):
        return BankFile.Format.CAMT053, camt.read(content)
    if content.startswith((b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0")):
        raise FileRefused(
            "Ce fichier n’est ni un camt.053 (XML) ni un CSV\u00a0: choisissez l’un des deux à la banque."
        )
    with tempfile.NamedTemporaryFile(suffix=".csv") as copy:
        copy.write(content)
        copy.flush()
        return BankFile.Format.CSV, table.read(copy.name, account=settings.SELLER["iban"])


def receive(*, name: str, source: BinaryIO, by: User) -> Received:
    """Read a whole file, then write its new lines; a file with one unreadable line writes nothing."""
    content = source.read(MAX_BYTES + 1)
    digest = hashlib.sha256(content).hexdigest()
    if known := BankFile.objects.filter(sha256=digest).first():
        return Received(known, is_known=True)
    form, found = read(content)
    if not found:
        raise FileRefused("Ce relevé ne contient aucune écriture comptabilisée.")
    return store(name=name, digest=digest, form=form, found=found, by=by)


@transaction.atomic
def store(*, name: str, digest: str, form: str, found: list[Entry], by: User) -> Received:
    """The file and those of its lines that no other file brought. Two at once wait for each other, line by line."""
    file, is_new = BankFile.objects.get_or_create(
        sha256=digest,
        defaults={"name": name[-160:], "format": form, "imported_by": by, "line_count": len(found)},
    )
    if not is_new:
        return Received(file, is_known=True)
    lines = _lines(file, found)
    insert(lines)
    file.new_count = _mark_twins(file, lines)
    file.save(update_fields=["new_count"])
    audit.record(actor=by, verb="bank.import", target=file, lines=len(found), new=file.new_count)
    return Received(file, is_known=False)


def _mark_twins(file: BankFile, lines: list[BankLine]) -> int:
    """How many lines are new. One file after the other, so that of two at once the second sees the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('billing_bankfile'))")
    written = list(file.lines.all())
    BankLine.objects.bulk_update(twins.mark(written, told={line.reference for line in lines}), ["twin_of"], BATCH)
    return len(written)


def insert(lines: list[BankLine]) -> None:
    """``ON CONFLICT DO NOTHING``, in the order of the key: two imports never wait for each other crosswise."""
    BankLine.objects.bulk_create(
        sorted(lines, key=lambda line: (line.account, line.reference)), BATCH, ignore_conflicts=True
    )


def _lines(file: BankFile, found: list[Entry]) -> list[BankLine]:
    return [
        BankLine(
            file=file,
            account=entry.account,
            reference=reference,
            booked_on=entry.booked_on,
            amount=entry.amount,
            debtor_name=entry.debtor_name,
            debtor_iban=entry.debtor_iban,
            end_to_end=entry.end_to_end,
            remittance=entry.remittance,
            is_reversal=entry.is_reversal,
        )
        for entry, reference in entries.referenced(found)
    ]


@transaction.atomic
def leave(*, line: BankLine, reason: str, by: User) -> None:
    """Set a line aside that pays none of our documents, with the reason."""
    if not reason.strip():
        raise ClubError("Dites pourquoi cette ligne est laissée de côté.")
    waiting = BankLine.objects.waiting().filter(pk=line.pk, payments=None)
    if not waiting.update(state=BankLine.State.LEFT, left_reason=reason.strip()[:160]):
        raise ClubError("Cette ligne n’attend plus, ou une partie en est déjà affectée.")
    audit.record(actor=by, verb="bank.leave", target=line)


@transaction.atomic
def take_up(*, line: BankLine, by: User) -> None:
    """A line that was left waits again."""
    left = BankLine.objects.filter(pk=line.pk, state=BankLine.State.LEFT)
    if not left.update(state=BankLine.State.WAITING, left_reason=""):
        raise ClubError("Cette ligne n’est pas laissée de côté.")
    audit.record(actor=by, verb="bank.take_up", target=line)


@transaction.atomic
def settle_twin(*, line: BankLine, same: bool, by: User) -> None:
    """Staff say what a likely twin is: the same movement, left aside, or another, which waits as any line."""
    if not BankLine.objects.waiting().filter(pk=line.pk, twin_of__isnull=False).exists():
        raise ClubError("Cette ligne n’est plus signalée comme déjà importée.")
    if same:
        leave(line=line, reason=f"déjà importée par {line.twin_of.file}", by=by)  # type: ignore[union-attr]
        return
    BankLine.objects.filter(pk=line.pk).update(twin_of=None)
    audit.record(actor=by, verb="bank.not_a_twin", target=line, other=line.twin_of_id)
