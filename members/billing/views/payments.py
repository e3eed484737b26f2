"""Payments: noted by hand, what each settled, money on account, refunds, mistakes taken back."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from club.core.access import staff_page
from club.core.errors import ClubError
from club.core.idempotency import once
from club.core.naming import number_of
from club.core.paging import page_of
from members.billing import dues
from members.billing.actions import matching
from members.billing.actions import payments as acts
from members.billing.choosing import filled
from members.billing.models import Allocation, BankLine, Document, Payment
from members.billing.money_console import forget_bank
from members.billing.money_forms import (
    PaymentForm,
    RefundForm,
    organisation_of,
    posted_documents,
    read_shares,
    words_of,
)
from members.models import Organisation

SEE, ADD, CHANGE = "billing.view_payment", "billing.add_payment", "billing.change_payment"


def owed_by(organisation: Organisation) -> list[Document]:
    return list(Document.objects.owing().filter(organisation=organisation))


@staff_page(SEE)
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Every payment, or one organisation's, the latest first; those with money on account alone when asked."""
    free, organisation = request.GET.get("solde") == "credit", organisation_of(request.GET)
    rows = Payment.objects.weighed().select_related("organisation")
    rows = rows.filter(organisation=organisation) if organisation else rows
    rows = rows.filter(refunds=None, free__gt=0) if free else rows
    page = page_of(rows, request, key="-received_on")
    context = {"rows": page.rows, "previous_url": page.previous_url, "next_url": page.next_url, "free": free}
    of = f"organisation={organisation.pk}&" if organisation else ""
    context["tabs"] = [("Tous", f"?{of}", not free), ("Avec un crédit à affecter", f"?{of}solde=credit", free)]
    context["organisation"] = organisation
    return render(request, "billing/console/payments.html", context)


@staff_page(ADD)
@once
def new(request: HttpRequest) -> HttpResponse:
    """Whose payment it is comes first (``organisation`` or ``document`` in the address), then how much for what."""
    organisation, document = _payer(request)
    if organisation is None:
        text = words_of(request.GET.get("q", ""))
        found = Organisation.objects.search(text).order_by("sort_key", "pk")[:20] if len(text) > 1 else []
        return render(request, "billing/console/payment_payer.html", {"text": text, "found": found})
    owed = owed_by(organisation)
    form = PaymentForm(request.POST or None, initial={"amount": _due_amount(owed, document), "method": "cheque"})
    if request.method == "POST" and form.is_valid():
        try:
            to = read_shares(request.POST, owed) if request.POST.get("how") == "choose" else None
            payment = acts.record(organisation=organisation, by=request.user, to=to, **form.cleaned_data)
        except ClubError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Règlement noté.")
            return redirect("console:payment", payment.pk)
    context = {"form": form, "organisation": organisation, "chosen": request.POST.get("how") == "choose"}
    context["owed"] = [(row, request.POST.get(f"part-{row.pk}", "")) for row in owed]
    return render(request, "billing/console/payment_new.html", context, status=400 if form.errors else 200)


def _payer(request: HttpRequest) -> tuple[Organisation | None, Document | None]:
    """From the address: an organisation, or a document, whose organisation pays."""
    number = words_of(request.GET.get("document", ""))
    document = Document.objects.due().select_related("organisation").filter(number=number).first() if number else None
    return (document.organisation, document) if document else (organisation_of(request.GET), None)


def _due_amount(owed: list[Document], document: Document | None) -> Decimal | None:
    rests = {row.pk: row.rest for row in owed}
    return rests.get(document.pk) if document else (owed[0].rest if len(owed) == 1 else None)


@staff_page(SEE)
@require_safe
def payment(request: HttpRequest, pk: int) -> HttpResponse:
    """What one payment settled, what is left of it, and what may be done."""
    rows = Payment.objects.weighed().select_related("organisation", "bank_line", "refunds", "noted_by")
    row = get_object_or_404(rows.prefetch_related(_with_documents(), "refunded_by"), pk=pk)
    context: dict[str, Any] = {"payment": row, "may_act": request.user.has_perm(ADD)}
    context["released"] = row.allocations.exclude(reverses=None).select_related("document", "reverses")
    if row.refunds_id is None and row.free > 0:
        context["owed"] = filled(owed_by(row.organisation), row.free)
        context["same_account"] = dues.total_of([p for part in dues.on_account(row.organisation) for p in part])
    return render(request, "billing/console/payment.html", context)


def _with_documents() -> Prefetch:
    return Prefetch("allocations", Allocation.objects.standing().select_related("document"), to_attr="standing")


@staff_page(ADD)
@require_POST
@once
def allocate(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Payment, pk=pk)
    try:
        to = read_shares(request.POST, posted_documents(request.POST))
        if not to:
            raise ClubError("Donnez un montant pour un document au moins.")
        acts.allocate(payment=row, to=to, by=request.user)
    except ClubError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, "Le crédit est affecté.")
    return redirect("console:payment", pk)


@staff_page(ADD)
@require_POST
def release(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(
        Allocation.objects.select_related("document__membership", "payment", "credit_note"), pk=pk
    )
    try:
        acts.release(allocation=row, by=request.user)
    except ClubError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, f"{row.document.number} reste à régler\u00a0; le montant est au crédit du compte.")
    return redirect("console:payment", row.payment_id) if row.payment_id else redirect("console:payments")


@staff_page(ADD)
@once
def refund(request: HttpRequest, pk: int) -> HttpResponse:
    """Give money on account back; or, for a line of the bank that took a payment back, the whole of it."""
    row = get_object_or_404(Payment.objects.received().weighed().select_related("organisation"), pk=pk)
    line = BankLine.objects.waiting().filter(pk=number_of(request.GET.get("ligne", "")), amount__lt=0).first()
    first = {"amount": -line.amount if line else row.free, "method": row.method}
    first |= {"refunded_on": line.booked_on} if line else {}
    form = RefundForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            back = _give_back(row, line, form.cleaned_data, request)
        except ClubError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Remboursement noté.")
            return redirect("console:payment", back.pk)
    context = {"form": form, "payment": row, "line": line}
    return render(request, "billing/console/payment_refund.html", context, status=400 if form.errors else 200)


def _give_back(row: Payment, line: BankLine | None, said: dict[str, Any], request: HttpRequest) -> Payment:
    """A payment that the bank took back whole frees its documents; otherwise only what is on account goes back."""
    if line and said["amount"] == row.amount:
        day, reason = said["refunded_on"], said["reason"]
        return matching.bounce(payment=row, on=day, reason=reason, by=request.user, bank_line=line)
    return acts.refund(payment=row, by=request.user, bank_line=line, **said)


@staff_page(CHANGE)
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks, POST takes back a payment noted by mistake."""
    row = get_object_or_404(Payment.objects.select_related("organisation").prefetch_related(_with_documents()), pk=pk)
    if request.method == "POST":
        line = row.bank_line_id
        try:
            matching.cancel(payment=row, by=request.user)
        except ClubError as error:
            messages.warning(request, str(error))
            return redirect("console:payment", pk)
        forget_bank()
        messages.success(request, "Règlement annulé\u00a0: ses documents sont à nouveau dus.")
        return redirect("console:bank_line", line) if line else redirect("console:payments")
    return render(request, "billing/console/payment_cancel.html", {"payment": row})
