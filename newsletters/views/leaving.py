"""The last steps before an issue leaves: checks, trial, approval, schedule."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from club.core import doorbell
from club.core.access import staff_page
from club.core.errors import ClubError
from club.core.idempotency import once
from newsletters import access
from newsletters.actions import approval, scheduling
from newsletters.actions.composing import Conflict
from newsletters.actions.trials import send_test
from newsletters.forms import ScheduleForm, TrialForm
from newsletters.models import Issue
from newsletters.rendering.content import content_hash
from newsletters.views.reading import audience_context, issue_context


@staff_page(access.WRITE)
def checks(request: HttpRequest, number: int) -> HttpResponse:
    """GET: the panel alone, for htmx. POST: asks for the links again."""
    issue = get_object_or_404(Issue, number=number)
    if request.method == "POST":
        doorbell.ring("newsletters.check_links_again", issue.pk)
        messages.info(request, "Les liens sont en cours de vérification.")
        return redirect("console:flash:compose", number)
    return render(request, "newsletters/console/checks.html", issue_context(request, issue))


@staff_page(access.WRITE)
@require_POST
@once
def trial(request: HttpRequest, number: int) -> HttpResponse:
    """Sends the issue as it is now to a few addresses, along the path of the real sending."""
    issue = get_object_or_404(Issue, number=number)
    form = TrialForm(request.POST)
    try:
        if form.is_valid():
            addresses = form.cleaned_data["addresses"]
            send_test(issue=issue, by=request.user, addresses=addresses)
            messages.success(request, f"Essai en route vers {', '.join(addresses)}.")
        else:
            messages.error(request, " ".join(form.errors["addresses"]))
    except ClubError as error:
        messages.error(request, str(error))
    return redirect("console:flash:compose", number)


@staff_page(access.APPROVE)
@once
def approve(request: HttpRequest, number: int) -> HttpResponse:
    """GET: everything there is to vouch for. POST: vouches for exactly that."""
    issue = get_object_or_404(Issue.objects.select_related("author"), number=number)
    if request.method == "POST":
        try:
            approval.approve(issue=issue, actor=request.user, seen=request.POST.get("empreinte", ""))
            messages.success(request, f"Le {issue} est approuvé.")
            return redirect("console:flash:schedule", number)
        except Conflict:
            messages.error(request, "Le contenu a changé pendant votre relecture : le voici à jour, relisez-le.")
            return redirect("console:flash:approve", number)
        except ClubError as error:
            messages.error(request, str(error))
            return redirect("console:flash:compose", number)
    context = issue_context(request, issue) | {"hash": content_hash(issue)}
    return render(request, "newsletters/console/approve.html", context | audience_context(issue))


@staff_page(access.APPROVE)
@require_POST
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    return _step(request, number, approval.withdraw, "L’approbation est retirée.")


@staff_page(access.SEND)
@once
def schedule(request: HttpRequest, number: int) -> HttpResponse:
    issue = get_object_or_404(Issue.objects.select_related("approved_by"), number=number)
    slot = scheduling.next_free_slot()
    proposed = slot.due_at if slot and not issue.event_id else None
    form = ScheduleForm(request.POST) if request.method == "POST" else ScheduleForm.at(proposed)
    if form.is_bound and form.is_valid():
        try:
            scheduling.schedule(
                issue=issue, actor=request.user, send_at=form.send_at(), insists=form.cleaned_data["insists"]
            )
            return redirect("console:flash:compose", number)
        except scheduling.UnusualDay as error:
            form.add_error("insists", str(error))
        except ClubError as error:
            form.add_error(None, str(error))
    context = issue_context(request, issue) | {"form": form, "slot": slot, "slots": scheduling.slots_ahead()}
    return render(request, "newsletters/console/schedule.html", context | audience_context(issue))


@staff_page(access.SEND)
@require_POST
def unschedule(request: HttpRequest, number: int) -> HttpResponse:
    return _step(request, number, scheduling.unschedule, "La programmation est annulée ; l’approbation reste.")


@staff_page(access.WRITE)
@once
def abandon(request: HttpRequest, number: int) -> HttpResponse:
    """GET asks, POST gives the issue up."""
    if request.method == "POST":
        return _step(request, number, scheduling.abandon, "Cet envoi est abandonné.")
    issue = get_object_or_404(Issue, number=number)
    return render(request, "newsletters/console/abandon.html", {"issue": issue})


def _step(request: HttpRequest, number: int, action: Callable[..., Issue], words: str) -> HttpResponse:
    """Runs an action that needs nothing but the issue, says what came of it and goes back to the issue."""
    issue = get_object_or_404(Issue, number=number)
    try:
        action(issue=issue, actor=request.user)
        messages.success(request, words)
    except ClubError as error:
        messages.error(request, str(error))
    return redirect("console:flash:compose", number)
