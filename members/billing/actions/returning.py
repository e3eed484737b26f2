"""Giving back what a credit note leaves once everything it corrects was paid, in one step."""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from club.core import audit
from club.core.errors import ClubError
from club.core.templatetags.club import euros
from members.billing.actions import locking, payments
from members.billing.models import Allocation, BankLine, Document, Payment
from members.models import User


def paid_back_at_most(credit_note: Document) -> Decimal:
    """What of a credit note settles nothing, within the money that was paid on its invoice."""
    note = Document.objects.unspent().filter(pk=credit_note.pk).first()
    paid = sum((row.left for row in _money_on(credit_note.cites_id)), Decimal(0))
    return min(note.free, paid) if note else Decimal(0)


@transaction.atomic
def refund_credit_note(
    *,
    credit_note: Document,
    amount: Decimal,
    refunded_on: date,
    reason: str,
    by: User,
    method: str = Payment.Method.TRANSFER,
    bank_line: BankLine | None = None,
) -> list[Payment]:
    """The credit note takes the place of the money on the invoice it cites, and that money goes back.

    Everything is dated ``refunded_on``: the payment may be in a closed period, which stays as it was. The latest
    money goes back first, one refund per payment. The invoice stays settled, so neither rights nor the term change.
    """
    payments.check_open(refunded_on)
    payments.check_amount(amount)
    if bank_line:
        BankLine.objects.select_for_update(no_key=True).get(pk=bank_line.pk)
    locked = locking.documents([credit_note.pk, credit_note.cites_id])
    note = locked[credit_note.pk]
    _refuse_day(note, refunded_on)
    shares = _shares(note, locked[note.cites_id], amount)
    Allocation.objects.create(document_id=note.cites_id, credit_note=note, amount=amount, on=refunded_on)
    said = {"refunded_on": refunded_on, "reason": reason, "by": by, "method": method, "bank_line": bank_line}
    made = []
    for payment_id, rows in shares.items():
        for row, part in rows:
            payments.reverse(row, part, on=refunded_on)
        back = sum((part for _, part in rows), Decimal(0))
        made.append(payments.refund(payment=Payment.objects.get(pk=payment_id), amount=back, **said))
    audit.record(actor=by, verb="credit_note.refund", target=note, amount=str(amount))
    return made


def _refuse_day(note: Document, day: date) -> None:
    if note.kind != Document.Kind.CREDIT_NOTE or note.issued_on is None:
        raise ClubError("Seul un avoir émis se rembourse.")
    if day > timezone.localdate():
        raise ClubError("Cette date est à venir.")
    if day < note.issued_on:
        raise ClubError(f"Cet avoir est du {note.issued_on:%d/%m/%Y}\u00a0: choisissez ce jour ou un jour suivant.")


def _shares(note: Document, cited: Document, amount: Decimal) -> dict[int, list[tuple[Allocation, Decimal]]]:
    """What to take from which payment of the invoice, the latest first; read under the locks."""
    paid = Document.objects.settled().values_list("paid", flat=True).get(pk=cited.pk)
    if paid < cited.total:
        raise ClubError(
            f"Cet avoir règle d’abord {cited.number}, qu’il corrige\u00a0: imputez-le avant de rembourser."
        )
    most = paid_back_at_most(note)
    if amount > most:
        raise ClubError(f"Il ne reste que {euros(most)} à rembourser sur {note.number}.")
    rows = _money_on(cited.pk)
    for pk in sorted({row.payment_id for row in rows}):
        locking.payment(pk)
    shares: dict[int, list[tuple[Allocation, Decimal]]] = {}
    for row in rows:
        if part := min(row.left, amount):
            shares.setdefault(row.payment_id, []).append((row, part))
            amount -= part
    return shares


def _money_on(document_id: int | None) -> list[Allocation]:
    rows = Allocation.objects.standing().filter(document=document_id, payment__isnull=False)
    return list(rows.order_by("-on", "-pk"))
