"""The workshops of one participant, wishes first, then places: by the link of a mail, or from the portal."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from club.core.errors import ClubError
from club.core.idempotency import once
from club.core.naming import number_of
from club.core.pages import visitor_page
from events import links
from events.actions import places, workshops
from events.day import Part, day_of
from events.errors import EventError
from events.models import Kind, RegionalMeeting, Registration, Session
from events.workshop_forms import WishesForm

ROWS = Registration.objects.select_related("person", "event__commune", "event__departement", "event__regional")


@visitor_page
@once
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Reading changes nothing, a button does: mail scanners follow links."""
    row = ROWS.filter(pk=links.registration_of(token)).first()
    return _page(request, row, "events/public/workshops.html")


@once
def mine(request: HttpRequest, slug: str) -> HttpResponse:
    """``slug``: of the event; a stranger to it finds nothing."""
    row = ROWS.filter(event__slug=slug, person=request.user).first()
    return _page(request, row, "events/portal/workshops.html")


def _page(request: HttpRequest, row: Registration | None, template: str) -> HttpResponse:
    if row is None or row.event.kind != Kind.REGIONAL or not row.is_coming:
        raise Http404("Pas d’atelier à choisir ici.")
    meeting = getattr(row.event, "regional", None)
    if meeting and meeting.places_told_at and request.method == "POST":
        return _acted(request, lambda: _choose(request, row, meeting))
    parts = day_of(meeting, row) if meeting else []
    if meeting is None or not parts:
        return render(request, template, {"registration": row, "event": row.event})
    form = None if meeting.places_told_at else WishesForm(request.POST or None, parts=parts)
    if request.method == "POST" and form and form.is_valid():
        return _acted(request, lambda: _wish(row, form))
    return render(request, template, _context(row, meeting, parts, form))


def _acted(request: HttpRequest, act: Callable[[], str]) -> HttpResponse:
    try:
        messages.success(request, act())
    except ClubError as error:
        messages.error(request, str(error))
    return redirect(request.path)


def _context(
    row: Registration, meeting: RegionalMeeting, parts: list[Part], form: WishesForm | None
) -> dict[str, Any]:
    return {
        "registration": row,
        "event": row.event,
        "meeting": meeting,
        "parts": parts,
        "workshops": [choice.session.workshop for choice in parts[0].choices],
        "form": form,
        "is_mixed": meeting.is_mixed(),
    }


def _wish(row: Registration, form: WishesForm) -> str:
    workshops.state_wishes(registration=row, wishes=form.wishes())
    return "Vos vœux sont notés. Vous pouvez les changer jusqu’à la répartition."


def _choose(request: HttpRequest, row: Registration, meeting: RegionalMeeting) -> str:
    """« prendre:12 », « attendre:12 », « laisser:12 »: what to do with a session of this meeting."""
    act, _, number = request.POST.get("geste", "").partition(":")
    if act not in ("prendre", "attendre", "laisser"):
        raise EventError("Les places sont réparties\u00a0: prenez ce qui reste, ou une place en liste d’attente.")
    session = get_object_or_404(Session, slot__meeting=meeting, pk=number_of(number) or 0)
    if act == "laisser":
        places.leave(registration=row, session=session)
        return "C’est noté\u00a0: la place est rendue."
    place = places.take(registration=row, session=session, or_wait=act == "attendre")
    if place.state == place.State.WAITING:
        return (
            "Vous êtes en liste d’attente. Une place libérée pour vous est à vous aussitôt, et nous vous l’écrivons."
        )
    return f"Votre place dans «\u00a0{place.workshop}\u00a0» est réservée."
