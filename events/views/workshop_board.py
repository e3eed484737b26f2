"""The team's page of the workshops: open the wishes, give the places, tell everybody; and the people of a session."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from club.core.access import staff_page
from club.core.errors import ClubError
from club.core.idempotency import once
from events.access import DECIDE
from events.actions import places, workshops
from events.errors import EventError
from events.models import Place, RegionalMeeting, Session
from events.models.moments import day_words
from events.seated import Seated
from events.views.console import record
from events.workshop_forms import ChangePlaceForm, GiveForm, MixForm, UndoForm


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
    context |= {"mix": MixForm(initial={"released_on": meeting.mix_released_on}), "undo": UndoForm()}
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
@require_POST
@once
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """The places given are given anew, as long as nobody was told."""
    meeting = get_object_or_404(RegionalMeeting.objects.select_related("event"), event=pk)
    try:
        count = workshops.undo_places(meeting=meeting, reason=request.POST.get("reason", ""), by=request.user)
        messages.success(request, f"Places reprises\u00a0: {count}. Vous pouvez répartir de nouveau.")
    except ClubError as error:
        messages.error(request, str(error))
    return redirect("console:workshops", pk)


@staff_page(DECIDE)
@once
def session(request: HttpRequest, pk: int) -> HttpResponse:
    """Who sits in a session, who waits for it, and one more seat given by the team."""
    around = ("slot__meeting__event", "workshop__pledge__organisation")
    found = get_object_or_404(Session.objects.select_related(*around), pk=pk)
    rows = found.places.exclude(state=Place.State.CANCELLED).select_related("registration__person").order_by("since")
    held = [place for place in rows if place.state == Place.State.CONFIRMED]
    held.sort(key=lambda place: place.registration.person.sort_key)
    step, known = request.POST.get("geste", ""), {"session": found, "held": held}
    offered = {name: made(**known, auto_id=f"{name}_%s") for name, (made, _) in SEATS.items()}
    if step in SEATS:
        made, act = SEATS[step]
        offered[step] = form = made(request.POST, **known, auto_id=f"{step}_%s")
        if form.is_valid() and _done(request, form, partial(act, found, form, request.user)):
            return redirect("console:workshop_session", pk)
    waiting = [place for place in rows if place.state == Place.State.WAITING]
    context = known | {"event": found.slot.meeting.event, "waiting": waiting, "forms": offered}
    return render(request, "events/console/workshop_session.html", context)


def _done(request: HttpRequest, form: Form, act: Callable[[], str]) -> bool:
    try:
        messages.success(request, act())
    except ClubError as error:
        form.add_error(None, str(error))
        return False
    return True


def _give(found: Session, form: GiveForm, by: Any) -> str:
    row = form.row()
    places.take(registration=row, session=found, by=by)
    return f"{row.person} a sa place{_heard(found)}"


def _change(found: Session, form: ChangePlaceForm, by: Any) -> str:
    row, to, reason = form.row(), form.cleaned_data["to"], form.cleaned_data["reason"]
    if to is None:
        places.leave(registration=row, session=found, by=by, reason=reason)
        return f"{row.person} n’a plus de place à ce créneau{_heard(found)}"
    places.take(registration=row, session=to, by=by, reason=reason)
    return f"{row.person} suit maintenant «\u00a0{to.workshop}\u00a0»{_heard(found)}"


def _heard(found: Session) -> str:
    return (
        ", et un courriel le lui dit." if found.slot.meeting.places_told_at else ". Personne n’en est averti encore."
    )


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


SEATS: dict[str, tuple[type[Form], Callable[[Session, Any, Any], str]]] = {
    "donner": (GiveForm, _give),
    "changer": (ChangePlaceForm, _change),
}
ACTS: dict[str, Callable[[RegionalMeeting, Any], str]] = {"ouvrir": _open, "repartir": _assign, "annoncer": _tell}
