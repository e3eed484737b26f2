"""What is still to come in: documents owed, what was done about each, reminders sent or why not."""

from typing import Any

from django.contrib import messages
from django.db.models import Max, Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from club.core.access import staff_page
from club.core.errors import ClubError
from club.core.paging import page_of
from members.billing.actions import payments, reminding
from members.billing.dues import instalments_left, next_due, on_account
from members.billing.models import Allocation, Document, Hold, Reminder
from members.billing.money_forms import HoldForm
from members.billing.recipients import recipient_of

SEE, HOLD, LIFT = "billing.view_document", "billing.add_hold", "billing.change_hold"


@staff_page(SEE)
@require_safe
def owed(request: HttpRequest) -> HttpResponse:
    """Documents of which something is left to pay, the oldest due first."""
    today = timezone.localdate()
    late = request.GET.get("etat") == "retard"
    rows = Document.objects.late(today) if late else Document.objects.owing()
    rows = rows.select_related("organisation").prefetch_related("holds", "instalments")
    rows = rows.annotate(reminded_on=Max("instalments__reminders__due_on"))
    page = page_of(rows, request, key="due_on")
    shown = [
        (row, day, (today - day).days, next((h for h in row.holds.all() if h.is_running(today)), None))
        for row in page.rows
        if (day := next_due(row, row.paid) or row.due_on)
    ]
    context = {"rows": shown, "previous_url": page.previous_url, "next_url": page.next_url, "late": late}
    context["tabs"] = [("Tout ce qui est dû", "?", not late), ("En retard", "?etat=retard", late)]
    return render(request, "billing/console/owed.html", context)


@staff_page(SEE)
@require_safe
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """One document: instalments, money, reminders, suspensions."""
    rows = Document.objects.due().select_related("organisation").prefetch_related("instalments", "holds__noted_by")
    document = get_object_or_404(rows.prefetch_related(_settled_by()), pk=pk)
    today = timezone.localdate()
    paid = sum(row.left for row in document.standing)
    context: dict[str, Any] = {
        "document": document,
        "paid": paid,
        "rest": document.total - paid,
        "parts": [(part, left, left > 0 and part.due_on < today) for part, left in instalments_left(document, paid)],
        "running": next((hold for hold in document.holds.all() if hold.is_running(today)), None),
        "reminders": Reminder.objects.filter(instalment__document=document).select_related("mail"),
        "recipient": recipient_of(document.organisation, today),
        "hold_form": HoldForm(),
    }
    context["free_payments"], context["free_notes"] = on_account(document.organisation)
    return render(request, "billing/console/follow.html", context)


def _settled_by() -> Prefetch:
    rows = Allocation.objects.standing().select_related("payment", "credit_note")
    return Prefetch("allocations", rows, to_attr="standing")


@staff_page("billing.add_payment")
@require_POST
def spend(request: HttpRequest, pk: int, note: int) -> HttpResponse:
    """A credit note of the same organisation settles what it can of a document."""
    document = get_object_or_404(Document.objects.owing(), pk=pk)
    row = get_object_or_404(Document.objects.unspent().filter(organisation=document.organisation_id), pk=note)
    try:
        payments.spend(credit_note=row, to=[(document, min(row.free, document.rest))], by=request.user)
    except ClubError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, f"L’avoir {row.number} est imputé sur {document.number}.")
    return redirect("console:dues_follow", pk)


@staff_page(HOLD)
@require_POST
def hold(request: HttpRequest, pk: int) -> HttpResponse:
    document, form = get_object_or_404(Document.objects.due(), pk=pk), HoldForm(request.POST)
    if not form.is_valid():
        messages.warning(request, "Dites pourquoi les rappels sont suspendus, et jusqu’à quand pour une promesse.")
        return redirect("console:dues_follow", pk)
    try:
        reminding.hold(document=document, by=request.user, **form.cleaned_data)
    except ClubError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, "Les rappels de ce document sont suspendus.")
    return redirect("console:dues_follow", pk)


@staff_page(LIFT)
@require_POST
def lift(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Hold.objects.select_related("document"), pk=pk)
    try:
        reminding.lift(hold=row, by=request.user)
    except ClubError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, "Les rappels reprennent à la prochaine date.")
    return redirect("console:dues_follow", row.document_id)


@staff_page("billing.view_reminder")
@require_safe
def reminders(request: HttpRequest) -> HttpResponse:
    """Every reminder, the latest first: sent, or why not."""
    state = request.GET.get("etat", "")
    rows = Reminder.objects.select_related("instalment__document__organisation", "mail")
    rows = rows.filter(state=state) if state in Reminder.State.values else rows
    page = page_of(rows, request, key="-decided_at")
    choices = [("Tous", "?", not state), ("Envoyés", "?etat=sent", state == "sent")]
    choices.append(("Non envoyés", "?etat=skipped", state == "skipped"))
    context = {"rows": page.rows, "previous_url": page.previous_url, "next_url": page.next_url, "tabs": choices}
    return render(request, "billing/console/reminders.html", context)
