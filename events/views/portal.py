"""Meetings in the members’ portal: where one may come, one’s registration, and everything that it may become."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from club.core.errors import ClubError
from club.core.idempotency import once
from club.core.paging import page_of
from club.editorial.reading import html_of
from events import access
from events.actions import leaving, registering
from events.attending import Meeting, lines_of
from events.models import Registration
from events.models.events import others_of_series
from events.registering_forms import ColleagueForm, NeedsForm, RegistrationForm
from events.views.registering import answer

Act = Callable[[HttpRequest, Meeting, Any], str]
PARTICIPANTS = 60


@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    """Where one goes, where one may go with what is left in words, and the way into the others."""
    return render(request, "events/portal/meetings.html", lines_of(request.user))


@require_http_methods(["GET", "HEAD", "POST"])
@once
def meeting(request: HttpRequest, slug: str) -> HttpResponse:
    at = Meeting.of(access.meeting_for(request.user, slug), request.user)
    step = request.POST.get("geste", "")
    form = _forms(request, at).get(step)
    if request.method != "POST" or (form and not form.is_valid()):
        return _shown(request, at, {step: form} if form else {})
    try:
        messages.success(request, _done(request, at, step, form))
    except ClubError as error:
        if form is None:
            messages.error(request, str(error))
            return redirect("portal:agenda:event", slug)
        form.add_error(None, str(error))
        return _shown(request, at, {step: form})
    return redirect("portal:agenda:event", slug)


def _forms(request: HttpRequest, at: Meeting, *, bound: bool = True) -> dict[str, forms.Form]:
    """The forms that this person may send now, by the step that each one does."""
    data, found = (request.POST if bound else None), {}
    if at.may_register:
        clash = at.clash(request.user)
        found["inscrire"] = RegistrationForm(data, event=at.event, admittance=at.admittance, clash=clash)
    if at.row and at.is_registered and not at.event.is_over():
        found["preciser"] = NeedsForm.of(at.row, data)
        if at.has_colleagues():
            found["collegue"] = ColleagueForm(data, row=at.row)
    return found


def _shown(request: HttpRequest, at: Meeting, bound: dict[str, Any]) -> HttpResponse:
    shown = _forms(request, at, bound=False) | bound
    context: dict[str, Any] = {
        "at": at,
        "event": at.event,
        "registration": at.row,
        "guest": at.event.guest_words(),
        "others": others_of_series(at.event),
        "description": html_of(at.event.description)[0],
        "documents": access.documents_for(request.user, at.event),
        "clash": at.clash(request.user),
        "register": shown.get("inscrire"),
        "needs": shown.get("preciser"),
        "colleague": shown.get("collegue"),
        "participants": _participants(request, at),
        "form": next(iter(bound.values()), None),
    }
    return render(request, "events/portal/meeting.html", context, status=400 if bound else 200)


def _participants(request: HttpRequest, at: Meeting) -> dict[str, Any]:
    """Who comes, a page at a time; ``who``: the name or structure looked for among them."""
    rows, who = at.participants(), request.GET.get("qui", "").strip()[:120]
    found = rows.named(who) if who else rows
    anchor, key = "#participants", "person__sort_key"
    page = page_of(found, request, key=key, size=PARTICIPANTS, anchor=anchor, known=rows)
    return {"number": rows.count(), "who": who, "page": page, "is_long": bool(who or page.next_url)}


def _done(request: HttpRequest, at: Meeting, step: str, form: Any) -> str:
    """Do what the button says; the words are what the next page says first."""
    if form is not None:
        return STEPS[step](request, at, form)
    return answer(at.row, at.offer, step) if at.row and at.is_registered else "Rien n’a changé."


def _register(request: HttpRequest, at: Meeting, form: RegistrationForm) -> str:
    asked, way = form.asked(), Registration.Way.PORTAL
    row = registering.register(event=at.event, person=request.user, way=way, asked=asked)  # type: ignore[arg-type]
    if row.state == Registration.State.WAITING:
        return f"Vous êtes en liste d’attente, au rang {row.rank()}. Nous vous écrivons dès qu’une place se libère."
    if row.state == Registration.State.SUBJECT:
        return "Votre inscription est notée, sous réserve que la rencontre se tienne."
    return "Votre place est réservée. Un courriel vous le confirme."


def _tell(request: HttpRequest, at: Meeting, form: NeedsForm) -> str:
    registering.tell(registration=at.row, **form.needs())  # type: ignore[arg-type]
    return "C’est noté."


def _let(request: HttpRequest, at: Meeting, form: ColleagueForm) -> str:
    person = form.cleaned_data["person"]
    leaving.substitute(registration=at.row, person=person)  # type: ignore[arg-type]
    return f"{person} vient à votre place, et reçoit la confirmation."


STEPS: dict[str, Act] = {"inscrire": _register, "preciser": _tell, "collegue": _let}
