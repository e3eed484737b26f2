"""Money of a credit note given back, in one step."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from club.core.access import staff_page
from club.core.errors import ClubError
from club.core.idempotency import once
from club.core.naming import number_of
from members.billing.actions import returning
from members.billing.models import BankLine, Document
from members.billing.money_console import forget_bank
from members.billing.money_forms import RefundForm


@staff_page("billing.add_payment")
@once
def refund_credit(request: HttpRequest, pk: int) -> HttpResponse:
    """GET says what will move; POST moves it and notes the refund. ``ligne`` in the address: the bank's."""
    rows = Document.objects.issued().filter(kind=Document.Kind.CREDIT_NOTE)
    note = get_object_or_404(rows.select_related("organisation", "cites"), pk=pk)
    line = BankLine.objects.waiting().filter(pk=number_of(request.GET.get("ligne", "")), amount__lt=0).first()
    first = {"amount": returning.paid_back_at_most(note), "method": "transfer", "reason": note.reason}
    first |= {"amount": -line.amount, "refunded_on": line.booked_on} if line else {}
    form = RefundForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            made = returning.refund_credit_note(
                credit_note=note, by=request.user, bank_line=line, **form.cleaned_data
            )
        except ClubError as error:
            form.add_error(None, str(error))
        else:
            forget_bank()
            messages.success(request, "Remboursement noté\u00a0: l’avoir a pris la place du règlement.")
            return redirect("console:payment", made[0].pk)
    context = {"form": form, "note": note, "line": line, "most": returning.paid_back_at_most(note)}
    return render(request, "billing/console/credit_refund.html", context, status=400 if form.errors else 200)
