"""The team's page of the workshops: open the wishes, give the places, tell everybody; and the people of a session."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from club.core.access import staff_page
from club.core.errors import ClubError
from club.core.idempotency import once
from club.core.naming import number_of
from events.access import DECIDE
from events.actions import places, workshops
from events.errors import EventError
from events.models import Place, RegionalMeeting, Registration, Session
from events.models.moments import day_words
from events.seated import Seated
from events.views.console import record
from events.workshop_forms import MixForm


@staff_page(DECIDE)
@once
def board(request: HttpRequest, pk: int) -> HttpResponse:
    """``pk``: of the event."""
    meeting = get_object_or_404(RegionalMeeting.objects.select_related("event"), event=pk)
    act = ACTS.get(request.POST.get("geste", ""))
    if request.method == "POST":
        try:
            messages.success(request, act(meeting, request.user) if act else "Rien n’a changé.")
        except ClubError as error:
            messages.error(request, str(error))
        return redirect("console:workshops", pk)
    context = {"meeting": meeting, "event": meeting.event, "seated": Seated(meeting), "record": record(meeting.event)}
    context["mix"] = MixForm(initial={"released_on": meeting.mix_released_on})
    return render(request, "events/console/workshops.html", context)


@staff_page(DECIDE)
@require_POST
@once
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """From which day the seats that one side leaves free are for the other."""
    meeting = get_object_or_404(RegionalMeeting.objects.select_related("event"), event=pk)
    form = MixForm(request.POST)
    try:
        if not form.is_valid():
            raise EventError("Donnez un jour, par exemple la veille de la rencontre.")
        on = form.cleaned_data["released_on"]
        workshops.release_mix(meeting=meeting, on=on, by=request.user)
        messages.success(request, f"C’est noté\u00a0: les places libres s’ouvrent à tous le {day_words(on)}.")
    except ClubError as error:
        messages.error(request, str(error))
    return redirect("console:workshops", pk)


@staff_page(DECIDE)
@once
def session(request: HttpRequest, pk: int) -> HttpResponse:
    """Who sits in a session, who waits for it, and one more seat given by the team."""
    around = ("slot__meeting__event", "workshop__pledge__organisation")
    found = get_object_or_404(Session.objects.select_related(*around), pk=pk)
    event = found.slot.meeting.event
    if request.method == "POST":
        rows = Registration.objects.select_related("person").filter(event=event)
        row = rows.filter(pk=number_of(request.POST.get("inscription"))).first()
        try:
            messages.success(request, _give(row, found, request.user))
        except ClubError as error:
            messages.error(request, str(error))
        return redirect("console:workshop_session", pk)
    rows = found.places.exclude(state=Place.State.CANCELLED).select_related("registration__person")
    held = [place for place in rows.order_by("registration__person__sort_key") if place.state == "confirmed"]
    context = {"session": found, "event": event, "held": held, "waiting": rows.waiting()}
    seated = {place.registration_id for place in held}
    coming = Registration.objects.coming().filter(event=event).with_people().by_name()
    context["others"] = [row for row in coming if row.pk not in seated]
    return render(request, "events/console/workshop_session.html", context)


def _give(row: Registration | None, found: Session, by: Any) -> str:
    if row is None:
        return "Personne n’est choisi\u00a0: rien n’a changé."
    places.take(registration=row, session=found, by=by)
    return f"{row.person} a sa place, et un courriel le lui dit."


def _open(meeting: RegionalMeeting, by: Any) -> str:
    people = workshops.open_wishes(meeting=meeting, by=by)
    return f"Les vœux sont ouverts\u00a0: un courriel part à chaque personne inscrite ({people})."


def _assign(meeting: RegionalMeeting, by: Any) -> str:
    outcome = workshops.assign_places(meeting=meeting, by=by)
    given, missing = len(outcome.assignments), len(outcome.unplaced)
    words = f"{given}\u00a0place{'s' * (given > 1)} donnée{'s' * (given > 1)}. Personne n’en est encore averti."
    return words + (f" Il en a manqué {missing}\u00a0: voyez plus bas qui n’en a pas." if missing else "")


def _tell(meeting: RegionalMeeting, by: Any) -> str:
    people = workshops.tell_places(meeting=meeting, by=by)
    return f"C’est annoncé\u00a0: un courriel part à chaque personne inscrite ({people}). Chacun prend ce qui reste."


ACTS: dict[str, Callable[[RegionalMeeting, Any], str]] = {"ouvrir": _open, "repartir": _assign, "annoncer": _tell}
