"""What stays of an event: put on file by the team, opened by those who may read it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from club.core.access import staff_page
from club.core.errors import ClubError
from club.core.idempotency import once
from events import access
from events.actions import filing
from events.guest_forms import DocumentForm
from events.models import Event, EventDocument


@login_not_required
@require_safe
def file(request: HttpRequest, pk: int) -> FileResponse | HttpResponseRedirect:
    """The file, or the way to the replay, for whoever may read it; 404 for the others."""
    row = access.document_for(request.user, pk)
    if row.link:
        return HttpResponseRedirect(row.link, headers={"Cache-Control": "private, no-store"})
    if not row.file.storage.exists(row.file.name):
        raise Http404("Le fichier manque.")
    name = f"{row.event.slug}-{row.get_kind_display().replace(' ', '-')}.pdf"
    response = FileResponse(row.file.open(), content_type="application/pdf", filename=name)
    response["Cache-Control"] = "private, no-store"
    return response


@staff_page("events.add_eventdocument")
@once
def documents(request: HttpRequest, pk: int) -> HttpResponse:
    event = get_object_or_404(Event, pk=pk)
    form = DocumentForm(request.POST or None, request.FILES or None)
    if form.is_bound and form.is_valid():
        try:
            row = filing.add(event=event, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        except ClubError as error:
            form.add_error(form.refused, str(error))
        else:
            messages.success(request, f"«\u00a0{row}\u00a0» est en ligne pour {row.get_reader_display()}.")
            return redirect("console:event_documents", pk)
    rows = event.documents.filter(withdrawn_at=None)
    return render(request, "events/console/documents.html", {"event": event, "form": form, "documents": rows})


@staff_page("events.change_eventdocument")
@require_POST
@once
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(EventDocument, pk=pk)
    filing.withdraw(document=row, by=request.user)  # type: ignore[arg-type]
    messages.success(request, f"«\u00a0{row}\u00a0» n’est plus lu par personne.")
    return redirect("console:event_documents", row.event_id)
