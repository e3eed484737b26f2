"""Issuing: the next number of the series, everything frozen, the PDF on disk, the chain; one transaction."""

from datetime import date, timedelta
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.db.models import Sum, prefetch_related_objects
from django.utils import timezone

from club.core import audit
from club.core.days import date_format
from club.core.errors import ClubError
from members.billing import chain, emails, files, parties, printing
from members.billing.actions import crediting, retaxing
from members.billing.lines import ZERO, totals
from members.billing.models import Allocation, ClosedPeriod, Counter, Document, Instalment
from members.billing.recipients import recipient_of
from members.models import User

FROZEN = ["number", "year", "rank", "issued_on", "issued_at", "due_on", "seller", "buyer", "mentions", "net", "vat"]
FROZEN += ["total", "vat_parts", "pdf_sha256", "previous_chain", "chain"]


@transaction.atomic
def issue(*, document: Document, by: User | None, on: date | None = None) -> Document:
    """Give a draft its number and freeze it, dated ``on`` (today by default). Twice gives the same document.

    Numbers follow each other without hole, whatever fails: the counter is raised in this transaction, under a lock
    that makes issuers of one series wait for each other. The PDF is safe on disk before the commit; a mail takes it
    to whoever receives the bills.
    """
    on = on or timezone.localdate()
    row = _locked(document)
    if row.number:
        return row
    _refuse_unready(row)
    counter, before = _locked_counter(Document.Kind(row.kind).series, on.year)
    _refuse_day(on, before)
    _freeze(row, on, counter, before)
    prefetch_related_objects([row], "instalments")  # read by the PDF, the invoice, the chain and the mail
    row.pdf_sha256 = files.keep(printing.pdf(row))
    row.previous_chain = before.last_hash if before else ""
    row.chain = chain.link(row)
    row.save(update_fields=FROZEN)
    counter.last, counter.last_hash, counter.last_issued_on = row.rank, row.chain, on
    counter.save(update_fields=["last", "last_hash", "last_issued_on"])
    if row.cites:
        _settle(row.cites, row, on)
    audit.record(actor=by, verb="document.issue", target=row, number=row.number)
    if to := recipient_of(row.organisation, timezone.localdate()):
        emails.document_issued(row, to=to)
    return row


def _locked(document: Document) -> Document:
    """The row under a lock, and the invoice that a credit note cites, so that nobody credits or pays it meanwhile."""
    rows = Document.objects.select_related("organisation__payer", "cites").prefetch_related("lines")
    row = rows.select_for_update(of=("self",)).filter(pk=document.pk).first()
    if row is None:
        raise ClubError("Ce brouillon a été abandonné.")
    if row.cites_id and row.is_draft:
        row.cites = Document.objects.select_for_update(no_key=True).get(pk=row.cites_id)
    return row


def _refuse_unready(row: Document) -> None:
    if not row.lines.all():
        raise ClubError("Ce document n’a aucune ligne.")
    if row.cites:
        crediting.refuse_beyond(row.cites, list(row.lines.all()))
        return
    payer = getattr(row.organisation, "payer", None)
    if payer and payer.wants_order_number and not row.order_number:
        raise ClubError(f"{row.organisation} exige un numéro de commande\u00a0: notez-le avant d’émettre.")
    if not parties.has_address(parties.buyer(row.organisation)):
        raise ClubError(
            f"L’adresse de {row.organisation} est incomplète (rue, code postal, ville)\u00a0: "
            "notez-la dans son adresse de facturation avant d’émettre."
        )
    parties.refuse_place(parties.buyer(row.organisation))
    if retaxing.is_due(row):
        raise ClubError(
            f"La TVA de ce brouillon ne convient plus à l’adresse de facturation de {row.organisation}\u00a0: "
            "enregistrez cette adresse à nouveau, le brouillon la suivra."
        )
    if row.kind == Document.Kind.CALL and totals(row.lines.all()).vat:
        raise ClubError("Un appel de cotisation ne porte pas de TVA\u00a0: une option en porte, corrigez son prix.")


def _locked_counter(series: str, year: int) -> tuple[Counter, Counter | None]:
    """The counter of a year, and the one that gave the last number of the series; every year of it is locked."""
    Counter.objects.bulk_create([Counter(series=series, year=year)], ignore_conflicts=True)
    rows = list(Counter.objects.filter(series=series).order_by("year").select_for_update())
    counter = next(row for row in rows if row.year == year)
    return counter, next((row for row in reversed(rows) if row.last), None)


def _refuse_day(on: date, before: Counter | None) -> None:
    """Read under the lock of the counter, which whoever closes a period takes too."""
    if on > timezone.localdate():
        raise ClubError("Un document ne peut pas porter une date à venir.")
    if before and before.last_issued_on and on < before.last_issued_on:
        last = f"{before.series}-{before.year}-{before.last:05d}"
        day = date_format(before.last_issued_on, "j F Y")
        raise ClubError(f"Le {last} est daté du {day}\u00a0: le suivant ne peut pas porter une date antérieure.")
    closed = ClosedPeriod.objects.filter(until__gte=on).order_by("-until").first()
    if closed:
        raise ClubError(f"La période est close jusqu’au {date_format(closed.until, 'j F Y')}.")


def _freeze(row: Document, on: date, counter: Counter, before: Counter | None) -> None:
    """Everything that the document says, number included; nothing of it changes afterwards."""
    row.rank, row.year = counter.last + 1, counter.year
    row.number = f"{counter.series}-{row.year}-{row.rank:05d}"
    row.issued_on, row.issued_at = on, timezone.now()
    _set_out(row)
    row.due_on = None if row.cites else _due(row, on)


def _set_out(row: Document) -> None:
    """Sums, parties and sentences as they are today."""
    sums = crediting.totals_of_credit(row.cites, row.lines.all()) if row.cites else totals(row.lines.all())
    row.net, row.vat, row.total, row.vat_parts = sums.net, sums.vat, sums.total, sums.as_rows()
    row.seller, row.mentions = parties.seller(), parties.mentions(row, sums)
    row.buyer = row.cites.buyer if row.cites else parties.buyer(row.organisation)


def preview(*, document: Document, on: date | None = None) -> bytes:
    """The paper of a draft as it would be issued today, marked as a draft, without number; nothing is written."""
    row = Document.objects.select_related("organisation__payer", "cites").prefetch_related("lines", "instalments")
    draft = row.get(pk=document.pk)
    _set_out(draft)
    if not draft.cites and not draft.instalments.all():
        draft.due_on = _due_alone(draft, on or timezone.localdate())
    return printing.pdf(draft)


def _due_alone(row: Document, on: date) -> date:
    """The one day to pay of a document without schedule."""
    return max(row.due_on, on) if row.due_on else on + timedelta(days=settings.SELLER["payment_days"])


def _due(row: Document, on: date) -> date:
    """The last day to pay. Without a schedule there is one instalment; none is due before it was asked for."""
    schedule = list(row.instalments.all())
    if not schedule:
        due_on = _due_alone(row, on)
        if row.total:
            Instalment.objects.create(document=row, position=1, due_on=due_on, amount=row.total)
        return due_on
    if sum((part.amount for part in schedule), ZERO) != row.total:
        raise ClubError("Les échéances ne font pas le total du document.")
    row.instalments.filter(due_on__lt=on).update(due_on=on)
    return max(on, *(part.due_on for part in schedule))


def _settle(invoice: Document, note: Document, on: date) -> None:
    """A credit note settles what its invoice still owes, as far as it goes. It opens no right and ends none."""
    paid = invoice.allocations.aggregate(sum=Sum("amount"))["sum"] or Decimal(0)
    amount = min(note.total, invoice.total - paid)
    if amount > 0:
        Allocation.objects.create(document=invoice, credit_note=note, amount=amount, on=on)
