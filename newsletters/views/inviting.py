"""Inviting segments to an event: the mailing is opened here, and answered by its personal link."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import capfirst

from club.core.access import staff_page
from club.core.errors import ClubError
from club.core.idempotency import once
from club.core.pages import visitor_page
from events import links as event_links
from events.actions import registering
from events.attending import Meeting
from events.models import Event, Registration
from events.registering_forms import RegistrationForm
from newsletters import access, invited, tokens
from newsletters.actions import composing
from newsletters.forms import InvitationForm
from newsletters.models import Delivery
from newsletters.views.readers import by_token


@staff_page(access.WRITE)
@once
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """« Inviter un segment »: whom, under which words; the message itself is written on the page of the mailing."""
    event = get_object_or_404(Event.objects.with_place(), pk=pk)
    form = InvitationForm(request.POST or None, initial=_first_words(event))
    if form.is_bound and form.is_valid():
        try:
            issue = composing.open_invitation(event=event, author=request.user, details=form.details())
            return redirect("console:flash:compose", issue.number)
        except ClubError as error:
            form.add_error(None, str(error))
    return render(request, "newsletters/console/invite.html", {"form": form, "event": event})


def _first_words(event: Event) -> dict[str, Any]:
    return {
        "title": event.title[:80],
        "subject": f"Invitation\u00a0: {event.title}"[:120],
        "preheader": f"{capfirst(event.when_words())}, {event.place_words()}"[:140],
        "segments": invited.admitted_segments(event),
    }


@visitor_page
@by_token(tokens.INVITED)
@once
def by_link(request: HttpRequest, delivery: Delivery) -> HttpResponse:
    """Mail scanners follow links: reading changes nothing, a button registers. Whoever is signed in goes to the
    portal, whoever is registered to the page of the registration.
    """
    person, event = delivery.contact, delivery.issue.event
    if person is None or event is None or not person.is_active:
        return render(request, "newsletters/public/dead_link.html", status=404)
    at = Meeting.of(event, person)
    if at.row and at.is_registered:
        return redirect(_registration(at.row))
    if request.user == person:
        return redirect("portal:agenda:event", event.slug)
    clash, said = at.clash(person), request.POST if request.method == "POST" else None
    form = None
    if at.may_register:
        form = RegistrationForm(said, event=event, admittance=at.admittance, clash=clash)
    if form is not None and form.is_bound and form.is_valid():
        try:
            return redirect(_registration(_register(at, person, form)))
        except ClubError as error:
            form.add_error(None, str(error))
    context = {"at": at, "event": event, "form": form, "person": person, "clash": clash}
    return render(request, "newsletters/public/invited.html", context)


def _register(at: Meeting, person: Any, form: RegistrationForm) -> Registration:
    way = Registration.Way.LINK
    return registering.register(event=at.event, person=person, way=way, asked=form.asked())


def _registration(row: Registration) -> str:
    return reverse("public:agenda:registration", args=[event_links.registration_token(row.pk)])
