"""A member's documents in the portal, for those of its people who deal with bills."""

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from members.billing import access
from members.billing.dues import next_due
from members.billing.models import Document
from members.billing.views.documents import download, state_of


@require_safe
def documents(request: HttpRequest, organisation: int) -> HttpResponse:
    """Invoices, calls for dues and credit notes of one's organisation, the latest first."""
    mine = access.billing_for(request.user, organisation)
    rows = Document.objects.issued().filter(organisation=mine.organisation).settled().asked()
    rows = rows.prefetch_related("instalments").order_by("-issued_at", "-pk")
    found = [(row, next_due(row, row.paid) or row.due_on, *state_of(row, row.paid, row.asked)) for row in rows]
    context = {"organisation": mine.organisation, "rows": found}
    return render(request, "billing/portal/documents.html", context)


@require_safe
def pdf(request: HttpRequest, organisation: int, pk: int) -> FileResponse:
    mine = access.billing_for(request.user, organisation)
    return download(get_object_or_404(Document.objects.issued(), organisation=mine.organisation, pk=pk))
