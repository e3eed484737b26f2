"""Dues documents: preparing, throwing away, issuing and crediting them."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction

from club.core import audit
from club.core.errors import ClubError
from members.billing import parties
from members.billing.actions import retaxing
from members.billing.actions.crediting import everything_left, refuse_beyond, totals_of_credit
from members.billing.actions.issuing import issue
from members.billing.lines import ZERO, Line, Totals, line_of, lines_of, totals, write
from members.billing.models import Document, Instalment, Proposal
from members.models import Membership, Organisation, User
from members.pricing import PricedLine

__all__ = ["Line", "bill", "credit", "discard", "draft", "draft_for", "issue", "issue_or_wait", "note_order_number"]

Schedule = Sequence[tuple[date, Decimal]]


def dues_kind() -> str:
    """What the Club sends: an invoice when it is liable for VAT, else a call for dues."""
    return Document.Kind.INVOICE if settings.SELLER["vat_liable"] else Document.Kind.CALL


@transaction.atomic
def draft(
    *,
    organisation: Organisation,
    lines: Sequence[PricedLine | Line],
    starts_on: date,
    ends_on: date,
    kind: str = "",
    membership: Membership | None = None,
    proposal: Proposal | None = None,
    order_number: str = "",
    instalments: Schedule = (),
    by: User | None = None,
) -> Document:
    """A document without number. ``instalments``: days and amounts with VAT that add up to the total; none: one."""
    billed = [line_of(line) for line in lines]
    if not billed:
        raise ClubError("Ce document n’a aucune ligne.")
    sums = totals(billed)
    if instalments and sum((amount for _, amount in instalments), ZERO) != sums.total:
        raise ClubError("Les échéances ne font pas le total du document.")
    document = _written(
        billed,
        sums,
        kind=kind or dues_kind(),
        organisation=organisation,
        membership=membership,
        proposal=proposal,
        starts_on=starts_on,
        ends_on=ends_on,
        order_number=order_number,
        created_by=by,
    )
    Instalment.objects.bulk_create(
        Instalment(document=document, position=position, due_on=due_on, amount=amount)
        for position, (due_on, amount) in enumerate(sorted(instalments), 1)
    )
    return document


def draft_for(*, proposal: Proposal, by: User | None) -> Document:
    """The invoice or call for dues of an accepted proposal, with its payment schedule; twice gives the same draft.

    VAT is that of the payer today: the price accepted is without it.
    """
    made = proposal.documents.exclude(kind=Document.Kind.CREDIT_NOTE).first()
    if made:
        return made
    made = draft(
        organisation=proposal.organisation,
        lines=lines_of(proposal),
        starts_on=proposal.starts_on,
        ends_on=proposal.ends_on,
        membership=proposal.membership,
        proposal=proposal,
        order_number=proposal.order_number,
        instalments=[(date.fromisoformat(day), Decimal(amount)) for day, amount in proposal.instalments],
        by=by,
    )
    retaxing.retax(document=made, by=by)
    return made


def bill(*, proposal: Proposal, by: User | None, on: date) -> None:
    """The document of what begins: no term waits for one that cannot be issued yet (no order number, no address)."""
    issue_or_wait(document=draft_for(proposal=proposal, by=by), by=by, on=on)


def issue_or_wait(*, document: Document, by: User | None, on: date) -> None:
    """Issue a draft; refused, it stays one, and « Aujourd’hui » asks for it."""
    try:
        issue(document=document, by=by, on=on)
    except ClubError as error:
        audit.record(actor=by, verb="document.wait", target=document, reason=str(error))


@transaction.atomic
def credit(
    *,
    document: Document,
    lines: Sequence[PricedLine | Line] | None = None,
    reason: str,
    by: User | None,
    proposal: Proposal | None = None,
) -> Document:
    """The draft of a credit note on an issued document; without ``lines``, all that is left to credit.

    ``proposal``: the change that gives back; staff's own credit notes follow the document that they correct.
    """
    if document.is_draft or document.kind == Document.Kind.CREDIT_NOTE:
        raise ClubError("Un avoir se fait sur une facture ou un appel de cotisation émis.")
    if not reason.strip():
        raise ClubError("Un avoir a un motif.")
    given = [line_of(line) for line in lines] if lines is not None else everything_left(document)
    if not given or not any(line.net for line in given):
        raise ClubError(f"Il ne reste rien à créditer sur {document.number}.")
    refuse_beyond(document, given)
    return _written(
        given,
        totals_of_credit(document, given),
        kind=Document.Kind.CREDIT_NOTE,
        organisation=document.organisation,
        membership=document.membership,
        proposal=proposal or document.proposal,
        cites=document,
        reason=reason.strip()[:200],
        starts_on=document.starts_on,
        ends_on=document.ends_on,
        order_number=document.order_number,
        created_by=by,
    )


@transaction.atomic
def discard(*, document: Document, by: User | None) -> None:
    """Throw a draft away. It never had a number: the series knows nothing of it.

    What bills a term that began stays: nothing would bill it again, unless it can only be made elsewhere.
    """
    row = Document.objects.select_for_update().filter(pk=document.pk).first()
    if row is None:
        return
    if not row.is_draft:
        raise ClubError("Un document émis ne s’efface pas\u00a0: faites un avoir.")
    if Document.objects.unissued().filter(pk=row.pk).exists() and not parties.is_by_hand(row.organisation):
        raise ClubError(
            "L’adhésion a commencé et rien d’autre ne ferait ce document\u00a0: complétez-le et émettez-le. "
            "S’il ne fallait rien demander, un avoir le dira ensuite."
        )
    audit.record(actor=by, verb="document.discard", target=row, kind=row.kind, total=str(row.total))
    row.delete()


@transaction.atomic
def note_order_number(*, document: Document, order_number: str, by: User | None) -> None:
    """The order number that the payer wants on the document, while it is a draft."""
    changed = Document.objects.filter(pk=document.pk, number=None).update(order_number=order_number.strip()[:60])
    if not changed:
        raise ClubError("Ce document est émis\u00a0: il ne change plus.")
    audit.record(actor=by, verb="document.order_number", target=document)


def _written(lines: Sequence[Line], sums: Totals, **fields: Any) -> Document:
    document = Document.objects.create(
        net=sums.net, vat=sums.vat, total=sums.total, vat_parts=sums.as_rows(), **fields
    )
    write(document, lines)
    return document
