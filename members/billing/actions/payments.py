"""Money: noted, allocated to documents, released, given back. Every way of paying takes this one path.

Locks are taken in one order everywhere: the line of the bank, documents by id (credit notes are documents), payments
by id. What is left of each is read after its lock, so that nobody settles a document or spends a payment twice.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from club.core import audit
from club.core.days import date_format
from club.core.errors import ClubError
from club.core.templatetags.club import euros
from members.actions import entitlements
from members.billing.actions import locking
from members.billing.models import Allocation, BankLine, ClosedPeriod, Document, Payment
from members.models import Membership, Organisation, User
from members.pricing import cents

FIRST_YEAR = 2000  # before, a year was mistyped: « 206 », « 26 »
Shares = Sequence[tuple[Document, Decimal]]


@transaction.atomic
def record(
    *,
    organisation: Organisation,
    method: str,
    amount: Decimal,
    received_on: date,
    by: User,
    reference: str = "",
    bank_line: BankLine | None = None,
    to: Shares | None = None,
) -> Payment:
    """Note money that came and let it settle documents; what is too much stays on the organisation's account.

    ``to``: how much for which document; None settles the oldest due first, an empty list nothing.
    """
    check_open(received_on)
    check_amount(amount)
    if received_on > timezone.localdate():
        raise ClubError("Cette date est à venir.")
    if bank_line:
        _take_from_line(bank_line, amount)
    documents = locking.documents(_oldest_due(organisation) if to is None else [document.pk for document, _ in to])
    payment = Payment.objects.create(
        organisation=organisation,
        method=method,
        amount=amount,
        received_on=received_on,
        reference=reference[:140],
        bank_line=bank_line,
        noted_by=by,
    )
    rests = _rests(documents)
    shares = _spread(amount, rests, documents) if to is None else [(d.pk, part) for d, part in to]
    _allocate(payment, shares, documents, rests, free=amount, on=received_on)
    audit.record(actor=by, verb="payment.record", target=payment, method=method, amount=str(amount))
    return payment


@transaction.atomic
def allocate(*, payment: Payment, to: Shares, by: User, on: date | None = None) -> list[Allocation]:
    """Let money on account settle documents of its organisation."""
    on = on or timezone.localdate()
    check_open(on)
    documents = locking.documents([document.pk for document, _ in to])
    payment = locking.payment(payment.pk)
    made = _allocate(
        payment, [(d.pk, part) for d, part in to], documents, _rests(documents), free=free_of(payment), on=on
    )
    audit.record(actor=by, verb="payment.allocate", target=payment, amount=str(sum(row.amount for row in made)))
    return made


@transaction.atomic
def spend(
    *, credit_note: Document, by: User | None, to: Shares | None = None, on: date | None = None
) -> list[Allocation]:
    """Let a credit note settle documents: the one it cites first, and others once nothing is left to pay of it.

    ``to`` None: the document it cites alone. What is left then was paid once: it stays on account and is money.
    """
    on = on or timezone.localdate()
    check_open(on)
    cited = credit_note.cites_id
    locked = locking.documents({credit_note.pk, cited, *(document.pk for document, _ in to or ())})
    note = locked.pop(credit_note.pk)
    if note.kind != Document.Kind.CREDIT_NOTE or note.is_draft:
        raise ClubError("Seul un avoir émis règle d’autres documents.")
    rests, free = _rests(locked), note.total - sum(row.amount for row in note.spent_on.all())
    shares = _spread(free, {cited: rests[cited]}, locked) if to is None else [(d.pk, part) for d, part in to]
    settled = sum((part for pk, part in shares if pk == cited), Decimal(0))
    if rests[cited] > settled and any(pk != cited for pk, _ in shares):
        raise ClubError(f"Cet avoir règle d’abord {locked[cited].number}, qu’il corrige.")
    made = _allocate(note, shares, locked, rests, free=free, on=on)
    audit.record(actor=by, verb="credit_note.spend", target=note, amount=str(sum(row.amount for row in made)))
    return made


@transaction.atomic
def release(*, allocation: Allocation, by: User, on: date | None = None) -> None:
    """Take an allocation back: from ``on`` (today by default) the document is owed again, the money on account again.

    The allocation stays with a row that reverses it: what earlier days showed, closed or not, does not change.
    """
    on = on or timezone.localdate()
    check_open(on)
    locking.documents([allocation.document_id, *([allocation.credit_note_id] if allocation.credit_note_id else [])])
    if allocation.payment_id:
        locking.payment(allocation.payment_id)
    row = Allocation.objects.standing().filter(pk=allocation.pk).first()
    if row is None:
        raise ClubError("Cette affectation a déjà été annulée.")
    reverse(row, row.left, on=on)
    close_unfunded(allocation.document)
    origin = allocation.payment or allocation.credit_note
    details = {"document": allocation.document_id, "amount": str(row.left)}
    audit.record(actor=by, verb="payment.release", target=origin or "", **details)


def reverse(row: Allocation, amount: Decimal, *, on: date) -> None:
    """``amount`` of an allocation settles nothing any more from a day on; the caller holds both its ends."""
    Allocation.objects.create(
        document_id=row.document_id,
        payment_id=row.payment_id,
        credit_note_id=row.credit_note_id,
        amount=-amount,
        reverses=row,
        on=max(on, row.on),
    )


def close_unfunded(document: Document) -> None:
    """Rights that its money had opened wait again, once none is left."""
    term = document.membership
    if term and not _funded(term, document.starts_on):
        entitlements.close_unpaid(membership=term, starts_on=document.starts_on)


@transaction.atomic
def refund(
    *,
    payment: Payment,
    amount: Decimal,
    refunded_on: date,
    reason: str,
    by: User,
    method: str = Payment.Method.TRANSFER,
    bank_line: BankLine | None = None,
) -> Payment:
    """Give money on account back; the row is negative and cites the payment.

    What settles a document is released first.
    """
    check_open(refunded_on)
    check_amount(amount)
    if not reason.strip():
        raise ClubError("Donnez le motif du remboursement.")
    if bank_line:
        _take_from_line(bank_line, -amount)
    payment = locking.payment(payment.pk)
    if payment.refunds_id:
        raise ClubError("Un remboursement ne se rembourse pas.")
    if not payment.received_on <= refunded_on <= timezone.localdate():
        raise ClubError("Cette date est à venir, ou d’avant le règlement.")
    free = free_of(payment)
    if amount > free:
        raise ClubError(f"Il ne reste que {euros(free)} de ce règlement\u00a0: libérez d’abord le reste.")
    row = Payment.objects.create(
        organisation=payment.organisation,
        method=method,
        amount=-amount,
        received_on=refunded_on,
        refunds=payment,
        reason=reason.strip()[:200],
        bank_line=bank_line,
        noted_by=by,
    )
    audit.record(actor=by, verb="payment.refund", target=payment, amount=str(amount))
    return row


def check_open(day: date) -> None:
    """Refuses what would change a closed period; whoever closes one waits until this transaction ends."""
    if day.year < FIRST_YEAR:
        raise ClubError("Cette date est trop ancienne\u00a0: vérifiez l’année.")
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE billing_counter IN ROW SHARE MODE")
    closed = ClosedPeriod.objects.filter(until__gte=day).order_by("-until").values_list("until", flat=True).first()
    if closed:
        until = date_format(closed, "j F Y")
        raise ClubError(
            f"La période est close jusqu’au {until}\u00a0: rien ne s’y note plus. Choisissez une date après."
        )


def free_of(payment: Payment) -> Decimal:
    """What of a payment settles nothing and was not given back."""
    return Payment.objects.weighed().values_list("free", flat=True).get(pk=payment.pk)


def _funded(membership: Membership, starts_on: date) -> bool:
    """Money settles, even in part, a document of the options taken on a day.

    A credit note on the very document it corrects is none.
    """
    rows = Allocation.objects.standing().filter(document__membership=membership, document__starts_on=starts_on)
    return rows.filter(Q(payment__isnull=False) | ~Q(credit_note__cites=F("document"))).exists()


def check_amount(amount: Decimal) -> None:
    if amount <= 0 or amount != cents(amount):
        raise ClubError("Un montant est positif, en euros et centimes.")


def _take_from_line(line: BankLine, amount: Decimal) -> None:
    """Counts a payment (positive) or a refund (negative) against a line of the bank, which it may exhaust."""
    row = BankLine.objects.select_for_update(no_key=True).get(pk=line.pk)
    if row.state != BankLine.State.WAITING:
        raise ClubError("Cette ligne du relevé n’attend plus\u00a0: un collègue l’a traitée.")
    used = sum(row.payments.values_list("amount", flat=True), Decimal(0))
    if abs(used + amount) > abs(row.amount) or (amount > 0) != (row.amount > 0):
        raise ClubError(f"Cette ligne du relevé ne porte que {euros(row.amount - used)}.")
    if used + amount == row.amount:
        BankLine.objects.filter(pk=row.pk).update(state=BankLine.State.MATCHED)


def _oldest_due(organisation: Organisation) -> list[int]:
    return list(Document.objects.owing().filter(organisation=organisation).values_list("pk", flat=True))


def _rests(documents: dict[int, Document]) -> dict[int, Decimal]:
    """What is left to pay of each, read after the locks."""
    rows = Document.objects.filter(pk__in=documents).settled()
    return {row.pk: row.total - row.paid for row in rows}


def _spread(amount: Decimal, rests: dict[int, Decimal], order: Iterable[int]) -> list[tuple[int, Decimal]]:
    """Each document in turn takes what is left to pay of it, while there is money."""
    shares = []
    for pk in order:
        part = min(amount, rests.get(pk, Decimal(0)))
        if part > 0:
            shares.append((pk, part))
            amount -= part
    return shares


def _allocate(
    origin: Payment | Document,
    shares: Iterable[tuple[int, Decimal]],
    documents: dict[int, Document],
    rests: dict[int, Decimal],
    *,
    free: Decimal,
    on: date,
) -> list[Allocation]:
    """Writes what ``origin``, a payment or a credit note, settles; opens the rights that waited for money."""
    made = []
    for pk, part in shares:
        document = documents[pk]
        _check_share(origin, document, part, rests[pk], free)
        rests[pk], free = rests[pk] - part, free - part
        day = max(on, document.issued_on or on)
        source = {"payment": origin} if isinstance(origin, Payment) else {"credit_note": origin}
        made.append(Allocation.objects.create(document=document, amount=part, on=day, **source))
        if document.membership and (isinstance(origin, Payment) or origin.cites_id != pk):
            entitlements.open_paid(membership=document.membership, on=day, starts_on=document.starts_on)
    return made


def _check_share(origin: Payment | Document, document: Document, part: Decimal, rest: Decimal, free: Decimal) -> None:
    check_amount(part)
    if document.is_draft or document.kind == Document.Kind.CREDIT_NOTE:
        raise ClubError("Seuls une facture ou un appel de cotisation émis se règlent.")
    if document.organisation_id != origin.organisation_id:
        raise ClubError(f"{document.number} n’est pas à {origin.organisation}.")
    if part > rest:
        raise ClubError(f"Il ne reste que {euros(rest)} à régler sur {document.number}.")
    if part > free:
        raise ClubError(f"Il ne reste que {euros(free)} à affecter.")
