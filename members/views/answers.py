"""What members asked of the Club and staff answer: changes of sensitive fields, introductions; and logos."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from club.core import images
from club.core.access import staff_page
from club.core.console import forget_count
from club.core.errors import ClubError
from members.actions import pages
from members.models import Introduction, OrganisationChange
from members.portal_forms import AnswerForm

SHOWN = 100


@login_not_required
@require_safe
def logo(request: HttpRequest, name: str) -> FileResponse:
    """A logo: its name says its content and never serves another."""
    return images.answer("logos", name)


@staff_page("members.change_organisation")
@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """Everything that members asked and nobody answered yet, the oldest first."""
    introductions = Introduction.objects.filter(state=Introduction.State.ASKED).order_by("pk")
    changes = OrganisationChange.objects.filter(state=OrganisationChange.State.WAITING)
    context = {
        "changes": changes.select_related("organisation", "asked_by")[:SHOWN],
        "introductions": introductions.select_related(
            "asked_by__person", "asked_by__organisation", "to", "person__person"
        )[:SHOWN],
    }
    return render(request, "members/console/asked.html", context)


@staff_page("members.change_organisation")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(OrganisationChange.objects.select_related("organisation", "asked_by"), pk=pk)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            yes = form.cleaned_data["choice"] == "yes"
            pages.settle_change(change=row, accepted=yes, reason=form.cleaned_data["words"], by=request.user)
        except ClubError as error:
            form.add_error(None, str(error))
        else:
            return _settled(request, "Le changement est accepté." if yes else "Le changement est refusé.")
    return render(request, "members/console/change.html", {"form": form, "row": row})


@staff_page("members.change_organisation")
def introduction(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Introduction.objects.select_related("asked_by__person", "asked_by__organisation", "to", "person__person")
    row = get_object_or_404(rows, pk=pk)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            yes = form.cleaned_data["choice"] == "yes"
            pages.settle_introduction(introduction=row, passed=yes, reply=form.cleaned_data["words"], by=request.user)
        except ClubError as error:
            form.add_error(None, str(error))
        else:
            return _settled(request, "La demande est transmise." if yes else "La demande est classée.")
    return render(request, "members/console/introduction.html", {"form": form, "row": row})


def _settled(request: HttpRequest, words: str) -> HttpResponse:
    messages.success(request, words)
    forget_count("console:asked")
    return redirect("console:asked")
