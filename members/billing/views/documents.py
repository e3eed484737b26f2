"""Dues documents in the console: the list, one document, its PDF."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from club.core.access import staff_page
from club.core.errors import ClubError
from club.core.lists import list_context
from club.core.templatetags.club import euros
from members.billing import access, einvoice, files, parties
from members.billing.actions import issuing, returning
from members.billing.document_forms import DocumentFilter, OrderNumberForm, TransmissionForm
from members.billing.models import Document
from members.models import Vat

SHOWN = ["kind", "number", "issued_on", "due_on", "total", "created_at", "organisation__name"]


@staff_page(access.SEE_DOCUMENT)
@require_safe
def documents(request: HttpRequest) -> HttpResponse:
    rows = Document.objects.settled().asked()
    context = list_context(request, DocumentFilter(request), rows, key="-created_at", shown=SHOWN, tell=line)
    return render(request, "billing/console/documents.html", context)


def line(document: Document) -> dict[str, Any]:
    label, tone = state_of(document, document.paid, document.asked)
    return {
        "pk": document.pk,
        "title": document.number or "Brouillon",
        "organisation": document.organisation.name,
        "kind": document.get_kind_display(),
        "issued_on": document.issued_on,
        "due_on": document.due_on,
        "total": euros(document.total),
        "state": label,
        "tone": tone,
    }


def state_of(document: Document, paid: Decimal, asked: Decimal) -> tuple[str, str]:
    """In words, with the tone of its mark. ``asked``: what was due before today."""
    if document.is_draft:
        return "brouillon", "warning"
    if document.kind == Document.Kind.CREDIT_NOTE:
        return "émis", ""
    if paid >= document.total:
        return "réglée", "success"
    if asked > paid:
        return f"en retard de {euros(asked - paid)}", "error"
    return (f"reste {euros(document.total - paid)}", "info") if paid else ("à régler", "info")


@staff_page(access.SEE_DOCUMENT)
@require_safe
def document(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(_whole(), pk=pk)
    template = "billing/console/draft.html" if row.is_draft else "billing/console/document.html"
    facts = _of_draft(row) if row.is_draft else _of_issued(row)
    return render(request, template, {"document": row, "lines": row.lines.all(), **facts})


def _whole() -> Any:
    rows = Document.objects.settled().asked().select_related("organisation", "cites", "created_by")
    return rows.prefetch_related("lines", "instalments")


def _of_draft(row: Document) -> dict[str, Any]:
    buyer = row.cites.buyer if row.cites else parties.buyer(row.organisation)
    form = OrderNumberForm(initial={"order_number": row.order_number})
    awaited = Document.objects.unissued().filter(pk=row.pk).exists()
    return {"buyer": buyer, "missing": parties.missing(buyer), "form": form, "awaited": awaited}


def _of_issued(row: Document) -> dict[str, Any]:
    label, tone = state_of(row, row.paid, row.asked)
    running = next((hold for hold in row.holds.all() if hold.is_running()), None)
    return {
        "buyer": row.buyer,
        "state": label,
        "tone": tone,
        "rest": row.total - row.paid,
        "parts": [
            (_label(part["vat"]), Decimal(part["base"]), Decimal(part["amount"]), part["exemption"])
            for part in row.vat_parts
        ],
        "payable": row.kind != Document.Kind.CREDIT_NOTE,
        "settled_by": row.allocations.standing().select_related("payment", "credit_note"),
        "to_refund": returning.paid_back_at_most(row) if row.cites_id else 0,
        "credit_notes": row.credit_notes.all(),
        "hold": running,
        "electronic": einvoice.is_electronic(row),
        "transmissions": row.transmissions.select_related("noted_by"),
        "transmission_form": TransmissionForm(),
    }


def _label(vat: str) -> str:
    return "20\u00a0%" if Vat(vat).rate else Vat(vat).label.capitalize()


@staff_page(access.SEE_DOCUMENT)
@require_safe
def pdf(request: HttpRequest, pk: int) -> FileResponse:
    return download(get_object_or_404(Document.objects.issued(), pk=pk))


@staff_page(access.SEE_DOCUMENT)
@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper of a draft, read before it is issued."""
    row = get_object_or_404(Document.objects.filter(number=None), pk=pk)
    try:
        paper = issuing.preview(document=row)
    except ClubError as error:
        messages.error(request, str(error))
        return redirect("console:document", pk)
    named = {"Content-Disposition": 'inline; filename="brouillon.pdf"'}
    return HttpResponse(paper, content_type="application/pdf", headers=named)


def download(row: Document) -> FileResponse:
    """The PDF as it was issued, opened by the browser under its number."""
    try:
        file = files.path_of(row.pdf_sha256).open("rb")
    except FileNotFoundError:
        raise Http404("Le PDF manque.") from None
    return FileResponse(file, content_type="application/pdf", filename=f"{row.number}.pdf")
