"""The door, on a telephone: who is there. Works by forms; a script keeps what is noted while there is no network."""

import json
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db import IntegrityError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from club.core.access import staff_page
from club.core.errors import ClubError
from club.core.idempotency import once
from events import links, presence
from events.actions import checking
from events.actions.checking import Arrival, Seen, Visitor
from events.checking_forms import UndoForm, VisitorForm, form_of
from events.errors import EventError
from events.models import CheckIn, Event, Registration
from members.models import User

CHECK_IN = "events.add_checkin"
KEPT = timedelta(days=1)
"""How long after the end a telephone may keep the names."""
AT_ONCE = 200
"""Entries read from one call; a telephone sends the others after."""


@staff_page(CHECK_IN)
@once
def check_in(request: HttpRequest, pk: int) -> HttpResponse:
    """The list with a search, the badge that a camera read, the form of those who come unannounced."""
    event = get_object_or_404(Event, pk=pk)
    form = form_of(request.POST) if request.POST else VisitorForm()
    if form.is_bound and form.is_valid():
        try:
            arrival = _enter(event, form.cleaned_data, request.user)
        except ClubError as error:
            messages.error(request, str(error))
        else:
            messages.add_message(request, messages.SUCCESS if arrival.is_new else messages.WARNING, arrival.words)
        return redirect("console:check_in", event.pk)
    asked = request.GET.get("q", "").strip()
    rows = presence.at_the_door(event)
    context = {"event": event, "form": form, "asked": asked, "count": presence.count_of(event)}
    named = Q(person__in=User.objects.search(asked)) | Q(structure__icontains=asked)
    context["rows"] = rows.filter(named) if asked else rows
    context["badge"] = _of_badge(event, token) if (token := request.GET.get("badge")) else None
    context |= {"token": token, "until": event.ends_at + KEPT}
    return render(request, "events/console/check_in.html", context)


@staff_page(CHECK_IN)
@require_POST
def check_in_entries(request: HttpRequest, pk: int) -> HttpResponse:
    """What a telephone kept, and what became of each entry; then who is there. Sent twice, an entry arrives once."""
    event = get_object_or_404(Event, pk=pk)
    try:
        sent = json.loads(request.body) if request.content_type == "application/json" else {}
        entries = sent["entries"][:AT_ONCE]
        results = [_told(event, dict(entry), request.user) for entry in entries]
    except (ValueError, TypeError, KeyError):
        return JsonResponse({"error": "Entrées illisibles."}, status=400)
    count = presence.count_of(event)
    return JsonResponse({"results": results, "here": presence.arrivals_of(event), "expected": count.expected})


@staff_page(CHECK_IN)
@require_safe
def check_in_worker(request: HttpRequest, pk: int) -> HttpResponse:
    """The script that opens the page of the door without network; its own address makes it see nothing else."""
    context = {"until": get_object_or_404(Event, pk=pk).ends_at + KEPT}
    name, kind = "events/console/check_in_worker.js", "text/javascript; charset=utf-8"
    return render(request, name, context, content_type=kind)


@staff_page(CHECK_IN)
def check_in_undo(request: HttpRequest, pk: int, registration: int) -> HttpResponse:
    """An entry that was a mistake."""
    entries = CheckIn.objects.select_related("registration__person", "registration__event", "by")
    entry = get_object_or_404(entries, registration=registration, registration__event=pk)
    form = UndoForm(request.POST or None)
    if form.is_bound and form.is_valid():
        checking.undo(entry=entry, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, f"L’entrée de {entry.registration.person} est retirée.")
        return redirect("console:check_in", pk)
    return render(request, "events/console/check_in_undo.html", {"entry": entry, "form": form})


def _enter(event: Event, data: dict[str, Any], by: Any) -> Arrival:
    seen = Seen(by=by, at=data["at"], key=data["key"])
    if data["badge"]:
        row = _of_badge(event, data["badge"])
        if row is None:
            raise EventError("Ce badge n’est pas de cette rencontre.")
        return checking.check_in(registration=row, seen=seen, means=CheckIn.Means.CODE)
    if data["registration"]:
        known = Registration.objects.filter(event=event, pk=data["registration"]).first()
        if known is None:
            raise EventError("Cette inscription n’est pas de cette rencontre.")
        return checking.check_in(registration=known, seen=seen, means=CheckIn.Means.NAME)
    names = ("first_name", "last_name", "structure", "email", "side")
    return checking.walk_in(event=event, visitor=Visitor(**{name: data[name] for name in names}), seen=seen)


def _told(event: Event, entry: dict[str, Any], by: Any) -> dict[str, Any]:
    """``outcome``: new, already, refused, or again when two calls brought it at the same moment."""
    told = {"key": entry.get("key")}
    if not all(isinstance(value, str) for value in entry.values()):
        return told | {"outcome": "refused", "words": "Entrée illisible."}
    form = form_of(entry)
    if not form.is_valid():
        return told | {"outcome": "refused", "words": " ".join(e for found in form.errors.values() for e in found)}
    try:
        arrival = _enter(event, form.cleaned_data, by)
    except ClubError as error:
        return told | {"outcome": "refused", "words": str(error)}
    except IntegrityError:
        return told | {"outcome": "again", "words": ""}
    told |= {"registration": arrival.check_in.registration_id, "words": arrival.words, "note": arrival.note}
    return told | {"outcome": "new" if arrival.is_new else "already"}


def _of_badge(event: Event, token: str) -> Registration | None:
    pk = links.registration_of_badge(token)
    rows = Registration.objects.select_related("person", "check_in")
    return rows.filter(event=event, pk=pk).first() if pk else None
