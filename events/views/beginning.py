"""How an event begins: from a type and a day; and its programme, written on one page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from club.core.access import staff_page
from club.core.errors import ClubError
from club.core.idempotency import once
from events.access import DECIDE
from events.actions import programme as programmes
from events.models import Event
from events.programme_forms import BeginningForm, SeenForm, rows_of


@staff_page("events.add_event")
@require_safe
def new(request: HttpRequest) -> HttpResponse:
    """Choose a type and a day; the record opens filled in, nothing is kept before it is saved."""
    form = BeginningForm(request.GET if "day" in request.GET else None)
    record = reverse("admin:events_event_add")
    if form.is_bound and form.is_valid():
        return redirect(f"{record}?{form.query()}")
    return render(request, "events/console/new.html", {"form": form, "record": record})


@staff_page(DECIDE)
@once
def programme(request: HttpRequest, pk: int) -> HttpResponse:
    """All of it on one page; what was typed is shown again when it is refused."""
    event, meanwhile, refused = get_object_or_404(Event, pk=pk), False, ""
    seen, rows = SeenForm(request.POST or None, initial={"seen": event.version}), rows_of(event, request.POST or None)
    if request.method == "POST" and rows.is_valid() and seen.is_valid():
        try:
            version = seen.cleaned_data["seen"]
            programmes.write(event=event, moments=rows.moments(), by=request.user, seen=version)  # type: ignore[arg-type]
        except ClubError as error:
            refused, meanwhile = str(error), version != event.version
        else:
            messages.success(request, "Le programme est enregistré.")
            return redirect("console:event_programme", pk)
    context = {"event": event, "rows": rows, "refused": refused, "meanwhile": meanwhile}
    context["seen"] = SeenForm(initial={"seen": event.version}) if meanwhile else seen
    return render(request, "events/console/programme.html", context)
