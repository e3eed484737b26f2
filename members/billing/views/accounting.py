"""For the accountant: periods closed, entries to take away, the proof that nothing issued was changed."""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from club.core import audit
from club.core.access import proved_again, staff_page
from club.core.errors import ClubError
from club.core.sheets.writing import download
from members.billing import access, entries
from members.billing.actions import periods
from members.billing.actions.verifying import verify_chain
from members.billing.document_forms import AccountingForm, PeriodForm
from members.billing.models import ClosedPeriod, Document


@staff_page(access.CLOSE)
@require_safe
def accounting(request: HttpRequest) -> HttpResponse:
    context = {
        "form": PeriodForm(initial={"until": timezone.localdate().replace(day=1) - timedelta(days=1)}),
        "closed": ClosedPeriod.objects.select_related("closed_by").order_by("-until"),
        "issued": Document.objects.issued().count(),
    }
    return render(request, "billing/console/accounting.html", context)


@staff_page(access.CLOSE)
@require_POST
def close(request: HttpRequest) -> HttpResponse:
    form = PeriodForm(request.POST)
    try:
        if form.is_valid():
            periods.close(until=form.cleaned_data["until"], by=request.user)
            messages.success(request, "La période est close\u00a0: rien ne s’y ajoute plus.")
        else:
            messages.error(request, "Choisissez le dernier jour de la période, et dites que c’est définitif.")
    except ClubError as error:
        messages.error(request, str(error))
    return redirect("console:accounting")


@staff_page(access.CLOSE)
@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    verdict = verify_chain()
    if verdict.holds:
        messages.success(request, f"{verdict.checked} documents relus\u00a0: tous sont tels qu’ils ont été émis.")
    else:
        messages.error(request, f"{verdict.number}\u00a0: {verdict.why}. Prévenez l’administration de la plateforme.")
    return redirect("console:accounting")


@staff_page(access.CLOSE)
@proved_again
def export(request: HttpRequest) -> HttpResponseBase:
    """GET: what to take away. POST: the file."""
    year = timezone.localdate().year
    initial = {"starts_on": date(year, 1, 1), "ends_on": timezone.localdate(), "file_kind": "fec"}
    form = AccountingForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        return _file(request, **form.cleaned_data)
    return render(request, "billing/console/accounting_export.html", {"form": form})


def _file(request: HttpRequest, starts_on: date, ends_on: date, file_kind: str, defer: bool) -> StreamingHttpResponse:
    about: dict[str, Any] = {"from": starts_on.isoformat(), "to": ends_on.isoformat(), "kind": file_kind}
    audit.record(actor=request.user, verb="accounting.export", target="billing", **about)
    if file_kind == "csv":
        return download(entries.records(starts_on, ends_on), name=f"documents-{ends_on:%Y%m%d}", kind="csv")
    lines = entries.fec(entries.entries(starts_on, ends_on, defer=defer))
    response = StreamingHttpResponse(lines, content_type="text/plain; charset=utf-8")
    name = f"{settings.SELLER['siren']}FEC{ends_on:%Y%m%d}.txt"  # the name that the administration wants
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
