"""Lines of the bank and payments brought together by a person; what was wrong is taken back."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import ProtectedError, Sum

from club.core import audit
from club.core.errors import ClubError
from club.core.templatetags.club import euros
from members.billing.actions import locking, payments
from members.billing.actions.payments import Shares
from members.billing.models import BankLine, Payment
from members.models import Organisation, User


def left_of(line: BankLine) -> Decimal:
    """What of a line is not matched yet, with its sign."""
    return line.amount - (line.payments.aggregate(n=Sum("amount"))["n"] or Decimal(0))


@transaction.atomic
def match(
    *,
    line: BankLine,
    to: Shares,
    by: User,
    organisation: Organisation | None = None,
    method: str = Payment.Method.TRANSFER,
) -> list[Payment]:
    """The documents that a line pays, one payment per organisation.

    ``organisation``: whose account gets what is too much; without it the rest of the line goes on waiting.
    """
    line = BankLine.objects.select_for_update(no_key=True).get(pk=line.pk)
    locking.documents([document.pk for document, _ in to])
    shares: dict[int, list[tuple[object, Decimal]]] = {}
    owners = {document.organisation_id: document.organisation for document, _ in to}
    for document, part in to:
        shares.setdefault(document.organisation_id, []).append((document, part))
    sums = {pk: sum((part for _, part in parts), Decimal(0)) for pk, parts in shares.items()}
    rest = left_of(line) - sum(sums.values(), Decimal(0))
    if organisation and rest > 0:
        owners.setdefault(organisation.pk, organisation)
        sums[organisation.pk] = sums.get(organisation.pk, Decimal(0)) + rest
    if not sums:
        raise ClubError("Choisissez au moins un document, ou l’organisation qui garde ce montant à son crédit.")
    return [
        payments.record(
            organisation=owners[pk],
            method=method,
            amount=amount,
            received_on=line.booked_on,
            by=by,
            reference=line.end_to_end or line.remittance,
            bank_line=line,
            to=shares.get(pk, []),
        )
        for pk, amount in sums.items()
    ]


@transaction.atomic
def recognise(*, line: BankLine, known: Iterable[Payment], by: User) -> None:
    """The line is money already noted by hand (a cheque, a deposit of several): nothing is counted twice."""
    line = BankLine.objects.select_for_update(no_key=True).get(pk=line.pk)
    if line.state != BankLine.State.WAITING:
        raise ClubError("Cette ligne du relevé n’attend plus\u00a0: un collègue l’a traitée.")
    wanted = sorted({payment.pk for payment in known})
    rows = [locking.payment(pk) for pk in wanted]
    if not rows:
        raise ClubError("Choisissez au moins un règlement.")
    if any(row.bank_line_id or row.refunds_id for row in rows):
        raise ClubError("L’un de ces règlements est déjà rattaché à une ligne de relevé.")
    left, total = left_of(line), sum((row.amount for row in rows), Decimal(0))
    if total > left:
        raise ClubError(f"Ces règlements font {euros(total)}, la ligne ne porte que {euros(left)}.")
    Payment.objects.filter(pk__in=wanted).update(bank_line=line)
    if total == left:
        BankLine.objects.filter(pk=line.pk).update(state=BankLine.State.MATCHED)
    audit.record(actor=by, verb="bank.recognise", target=line, payments=wanted)


@transaction.atomic
def detach(*, payment: Payment, by: User) -> None:
    """The payment stays, noted by hand; its line of the bank waits again."""
    line = BankLine.objects.select_for_update(no_key=True).get(pk=payment.bank_line_id)
    if not Payment.objects.filter(pk=payment.pk, bank_line=line).update(bank_line=None):
        raise ClubError("Ce règlement n’est plus rattaché à cette ligne.")
    BankLine.objects.filter(pk=line.pk).update(state=BankLine.State.WAITING)
    audit.record(actor=by, verb="bank.detach", target=payment, line=line.pk)


@transaction.atomic
def cancel(*, payment: Payment, by: User) -> None:
    """A payment noted by mistake is taken back whole: its documents are owed again, its line of the bank waits."""
    payments.check_open(payment.received_on)
    if payment.bank_line_id:
        BankLine.objects.select_for_update(no_key=True).get(pk=payment.bank_line_id)
    settled = locking.with_documents(payment)
    payment.allocations.exclude(reverses=None).delete()
    payment.allocations.all().delete()
    for document in settled.values():
        payments.close_unfunded(document)
    try:
        Payment.objects.get(pk=payment.pk).delete()
    except ProtectedError as error:
        raise ClubError("Un remboursement cite ce règlement\u00a0: annulez d’abord le remboursement.") from error
    BankLine.objects.filter(pk=payment.bank_line_id).update(state=BankLine.State.WAITING)
    details = {"amount": str(payment.amount), "organisation": payment.organisation_id}
    audit.record(actor=by, verb="payment.cancel", target=payment, **details)


@transaction.atomic
def bounce(*, payment: Payment, on: date, reason: str, by: User, bank_line: BankLine | None = None) -> Payment:
    """A payment that the bank took back (unpaid cheque, returned transfer): its documents are owed again."""
    payments.check_open(on)
    if bank_line:
        BankLine.objects.select_for_update(no_key=True).get(pk=bank_line.pk)
    locking.with_documents(payment)
    for row in list(payment.allocations.standing().select_related("document__membership", "payment")):
        payments.release(allocation=row, by=by, on=on)
    return payments.refund(
        payment=payment,
        amount=payments.free_of(payment),
        refunded_on=on,
        reason=reason,
        by=by,
        method=payment.method,
        bank_line=bank_line,
    )
