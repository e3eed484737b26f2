"""What a person asked of the team about Flash info: each page says what will happen (GET), then does it (POST)."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from club.core.access import staff_page
from club.core.errors import ClubError
from club.core.idempotency import once
from members.models import User
from newsletters import access, reception
from newsletters.actions import requests
from newsletters.panels import STEPS
from newsletters.reasons import now_words


@staff_page(access.CHOOSE)
@once
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    return _step(request, pk, "leave", requests.unsubscribe)


@staff_page(access.CHOOSE)
@once
def come_back(request: HttpRequest, pk: int) -> HttpResponse:
    return _step(request, pk, "return", requests.resubscribe)


@staff_page(access.SUPPRESS)
@once
def suppress(request: HttpRequest, pk: int) -> HttpResponse:
    return _step(request, pk, "suppress", requests.suppress, reason=request.POST.get("motif", ""))


@staff_page(access.SUPPRESS)
@once
def lift(request: HttpRequest, pk: int) -> HttpResponse:
    return _step(request, pk, "lift", requests.lift, reason=request.POST.get("motif", ""))


def _step(request: HttpRequest, pk: int, step: str, action: Callable[..., bool], **said: Any) -> HttpResponse:
    """Runs the action and says the state it leads to, which is not always the one hoped for."""
    person = get_object_or_404(User, pk=pk)
    fault = ""
    if request.method == "POST":
        try:
            changed = action(contact=person, by=request.user, **said)
            state = now_words(person) or "Rien ne s’oppose à ce que le prochain Flash info lui parvienne."
            messages.success(request, f"{'C’est fait' if changed else 'C’était déjà fait'}. {state}")
            return redirect("admin:members_user_change", pk)
        except ClubError as error:
            fault = str(error)
    context = {"person": person, "step": step, "title": STEPS[step], "reception": reception.of(person)}
    context |= {"now": now_words(person), "fault": fault, "reason": said.get("reason", "")}
    return render(request, "newsletters/console/request.html", context)
