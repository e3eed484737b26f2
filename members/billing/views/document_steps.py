"""What staff do with a dues document: issue it, throw the draft away, credit it, note what becomes of it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from club.core.access import staff_page
from club.core.errors import ClubError
from club.core.idempotency import once
from members.billing import access, document_console
from members.billing.actions import documents as actions
from members.billing.actions import following, payers
from members.billing.document_forms import CreditForm, OrderNumberForm, PayerForm, TransmissionForm
from members.billing.models import Document


@staff_page(access.ISSUE)
@require_POST
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Twice gives the same document: the second is told the number that the first gave."""
    row = get_object_or_404(Document, pk=pk)
    try:
        issued = actions.issue(document=row, by=request.user)
    except ClubError as error:
        messages.error(request, str(error))
    else:
        document_console.forget()
        messages.success(request, f"C’est émis sous le numéro {issued.number}.")
    return redirect("console:document", pk)


@staff_page(access.ISSUE)
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Document, pk=pk)
    try:
        actions.discard(document=row, by=request.user)
    except ClubError as error:
        messages.error(request, str(error))
        return redirect("console:document", pk)
    document_console.forget()
    messages.success(request, "Le brouillon est abandonné. Il n’avait pas de numéro\u00a0: la série n’a pas de trou.")
    return redirect("console:documents")


@staff_page(access.ISSUE)
@require_POST
def order_number(request: HttpRequest, pk: int) -> HttpResponse:
    form = OrderNumberForm(request.POST)
    row = get_object_or_404(Document, pk=pk)
    if form.is_valid():
        _told(request, "Numéro de commande noté.", actions.note_order_number, document=row, **form.cleaned_data)
    return redirect("console:document", pk)


@staff_page(access.PAYER)
def payer(request: HttpRequest, pk: int) -> HttpResponse:
    """The billing address of the organisation that a draft is addressed to."""
    row = get_object_or_404(Document.objects.filter(number=None).select_related("organisation"), pk=pk)
    form = PayerForm.of(row.organisation, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        payers.note_payer(organisation=row.organisation, by=request.user, **form.cleaned_data)
        messages.success(request, "L’adresse de facturation est notée.")
        return redirect("console:document", pk)
    return render(
        request, "billing/console/payer.html", {"document": row, "organisation": row.organisation, "form": form}
    )


@staff_page(access.ISSUE)
@once
def credit(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft of a credit note, to be read again before it is issued."""
    row = get_object_or_404(Document.objects.due().select_related("organisation"), pk=pk)
    form = CreditForm(row, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            note = actions.credit(
                document=row, lines=form.lines(), reason=form.cleaned_data["reason"], by=request.user
            )
        except ClubError as error:
            form.add_error(None, str(error))
        else:
            document_console.forget()
            return redirect("console:document", note.pk)
    return render(request, "billing/console/credit.html", {"document": row, "form": form})


@staff_page(access.TRANSMIT)
@require_POST
def transmission(request: HttpRequest, pk: int) -> HttpResponse:
    return _note(request, pk, TransmissionForm(request.POST), following.note_transmission, "L’état est noté.")


def _note(request: HttpRequest, pk: int, form: Any, action: Callable[..., Any], success: str) -> HttpResponse:
    row = get_object_or_404(Document.objects.issued(), pk=pk)
    if form.is_valid():
        _told(request, success, action, document=row, **form.cleaned_data)
    else:
        messages.error(request, " ".join(error for errors in form.errors.values() for error in errors))
    return redirect("console:document", pk)


def _told(request: HttpRequest, success: str, action: Callable[..., Any], **arguments: Any) -> None:
    try:
        with transaction.atomic():
            action(by=request.user, **arguments)
    except ClubError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, success)
