"""A resignation given in the portal and answered in the console."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from club.core.access import staff_page
from club.core.errors import ClubError
from club.core.idempotency import once
from members import access
from members.actions import leave_notices
from members.leave_forms import LeaveAnswerForm, LeaveForm
from members.models import LeaveNotice
from members.statuses import standing_of


@once
def leave(request: HttpRequest, organisation: int) -> HttpResponse:
    """GET says what leaving means, and from which day; POST gives notice."""
    mine = access.leaving_for(request.user, organisation)
    subject = mine.organisation
    form = LeaveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            leave_notices.give(organisation=subject, reason=form.cleaned_data["reason"], by=request.user)
        except ClubError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Votre démission est chez nous\u00a0: le Club vous la confirme.")
            return redirect("portal:members:leave", subject.pk)
    context = {
        "organisation": subject,
        "form": form,
        "notice": leave_notices.latest_of(subject),
        "first_day_out": leave_notices.first_day_out(subject),
        "standing": standing_of(subject),
    }
    return render(request, "members/portal/leave.html", context, status=400 if form.errors else 200)


@staff_page("members.change_departure")
@once
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Staff read the notice, and confirm it or set it aside."""
    rows = LeaveNotice.objects.select_related("organisation", "given_by", "settled_by", "departure")
    row = get_object_or_404(rows, pk=pk)
    form = LeaveAnswerForm(request.POST or None, initial={"effective_on": row.effective_on, "choice": "yes"})
    if request.method == "POST" and form.is_valid():
        try:
            words = _settle(row, form.cleaned_data, request.user)
        except ClubError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, words)
            return redirect("console:membership", row.organisation_id)
    context = {"form": form, "row": row, "standing": standing_of(row.organisation)}
    return render(request, "members/console/leave_notice.html", context, status=400 if form.errors else 200)


def _settle(row: LeaveNotice, said: dict[str, Any], by: Any) -> str:
    if said["choice"] == "yes":
        leave_notices.confirm(notice=row, effective_on=said["effective_on"], by=by)
        return "La démission est notée."
    leave_notices.set_aside(notice=row, answer=said["answer"], by=by)
    return "La démission est classée sans suite."
