"""What the team decides on an event: announce, close, postpone, cancel, start again from it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from club.core.access import staff_page
from club.core.errors import ClubError
from club.core.idempotency import once
from events.access import DECIDE
from events.actions import agenda, deciding, redrawing
from events.errors import EventError
from events.forms import DecisionForm
from events.models import Event, State
from events.models.moments import day_words
from events.panels_of_event import cards


@staff_page(DECIDE)
@once
def event(request: HttpRequest, pk: int) -> HttpResponse:
    """Where an event stands and what may be decided, on the version that is shown."""
    found = get_object_or_404(Event.objects.with_place(), pk=pk)
    form = DecisionForm(request.POST or None, event=found)
    if form.is_bound and form.is_valid():
        try:
            decided = _decide(found, form.cleaned_data, request.user)
        except ClubError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"«\u00a0{decided}\u00a0»\u00a0: {decided.get_state_display()}.")
            return redirect("console:event", decided.pk)
    rights = redrawing.words(found) if found.state == State.POSTPONED else ""
    context = {"event": found, "form": form, "record": record(found), "rights": rights}
    context["panels"] = cards(found, request.user)
    return render(request, "events/console/event.html", context)


@staff_page("events.add_event")
@require_POST
@once
def duplicate(request: HttpRequest, pk: int) -> HttpResponse:
    copy = agenda.duplicate(event=get_object_or_404(Event, pk=pk), by=request.user)
    words = "avec le même programme, sans invité ni intervenants. Elle n’est pas annoncée."
    messages.success(request, f"Voici la copie, le {day_words(timezone.localdate(copy.starts_at))}, {words}")
    return redirect(record(copy))


def _decide(event: Event, data: dict[str, Any], by: Any) -> Event:
    state = State(data["decision"])
    if hasattr(event, "regional"):
        return _decide_regional(event, state, data, by)
    if state in (State.POSTPONED, State.CANCELLED):
        act = agenda.postpone if state == State.POSTPONED else agenda.cancel
        return act(event=event, reason=data["reason"], by=by, seen=data["seen"])
    if event.state in (State.DRAFT, State.POSTPONED):
        return agenda.publish(event=event, by=by, seen=data["seen"])
    return agenda.mark(event=event, state=state, by=by, seen=data["seen"])


def _decide_regional(event: Event, state: State, data: dict[str, Any], by: Any) -> Event:
    """Suppliers and workshops hang on it: what changes its day is decided on its board."""
    if state == State.CANCELLED:
        return deciding.cancel(event=event, reason=data["reason"], by=by, seen=data["seen"])
    if event.state == State.DRAFT:
        return agenda.publish(event=event, by=by, seen=data["seen"])
    if state in (State.POSTPONED, State.HELD) or event.state == State.POSTPONED:
        raise EventError("Cette rencontre se reporte, reprend ou se clôt sur le tableau des rencontres régionales.")
    return agenda.mark(event=event, state=state, by=by, seen=data["seen"])


def record(event: Event) -> str:
    return reverse("admin:events_event_change", args=[event.pk])
