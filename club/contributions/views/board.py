"""The board of calls: who was asked for a departure, who answered, whom to telephone."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from club.contributions import access, timetable
from club.contributions import board as told
from club.contributions.actions import calling
from club.contributions.actions.placing import inserts_free
from club.contributions.addressees import CONTENT_ROLES, addressee, refused_among, team_of
from club.contributions.models import Call
from club.core.access import staff_page
from club.core.console import forget_count
from club.core.errors import ClubError
from club.core.idempotency import once
from club.core.paging import page_of
from members.models import Organisation

PAGE, NOTES = 50, 50
FILTERS = ("q", "etat", "apres", "avant")


@staff_page(access.SEE_CALLS)
@require_safe
def board(request: HttpRequest, slot: int | None = None) -> HttpResponse:
    """One departure: the coming one with calls, or the one that the address names."""
    departures = told.departures(slot)
    if departures is None:
        raise Http404
    here = departures.here
    form = told.CallFilter(request)
    found = form.narrow(told.calls_of(here, departures.looked_back()))
    page = page_of(found, request, key="supplier__sort_key", size=PAGE)
    context = {"form": form, "departures": departures, "slot": here, "query": request.GET.urlencode()}
    context |= {"rows": page.rows, "previous_url": page.previous_url, "next_url": page.next_url}
    context["lines"] = told.lines(page.rows, timezone.localdate(here.due_at) if here else None)
    context["count"] = told.counted(form, here, found)
    if here:
        context |= {"totals": told.totals(here), "closes_on": timetable.closes_on(here.due_at)}
        context["is_past"] = here.due_at <= timezone.now()
    return render(request, "contributions/console/board.html", context)


@staff_page(access.SEE_CALLS)
@require_safe
def supplier(request: HttpRequest, pk: int) -> HttpResponse:
    """Whom to telephone, what was said, and the calls of a year."""
    organisation = get_object_or_404(Organisation.objects.brands(), pk=pk)
    calls = told.calls_of_supplier(organisation)
    team = team_of(organisation)
    refused = refused_among([affiliation.person for affiliation in team])
    context = {
        "supplier": organisation,
        "calls": [told.tell(call) | {"slot": call.slot} for call in calls],
        "coming": next((told.tell(c) | {"slot": c.slot} for c in calls if c.slot.due_at > timezone.now()), None),
        "team": team,
        "addressee": addressee(team, CONTENT_ROLES, refused),
        "notes": organisation.content_notes.select_related("by", "call__slot")[:NOTES],
        "inserts": max(inserts_free(organisation), 0),
        "last": told.last_sent(organisation),
    }
    return render(request, "contributions/console/board_supplier.html", context)


@staff_page(access.SETTLE_CALLS)
@require_POST
@once
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """What was said on the telephone, about the newest call when there is one."""
    organisation = get_object_or_404(Organisation.objects.brands(), pk=pk)
    call = organisation.content_calls.order_by("-slot__due_at").first()
    try:
        calling.note(supplier=organisation, by=request.user, text=request.POST.get("texte", ""), call=call)
        messages.success(request, f"Noté pour {organisation}.")
    except ClubError as error:
        messages.error(request, str(error))
    return redirect("console:contributions:board_supplier", pk)


@staff_page(access.SETTLE_CALLS)
@require_POST
@once
def take_over(request: HttpRequest, pk: int) -> HttpResponse:
    """« On s’en occupe »."""
    return _settle(request, pk, calling.take_over, "le Club s’occupe de son contenu")


@staff_page(access.SETTLE_CALLS)
@require_POST
@once
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """« Rien cette fois », said on the telephone."""
    return _settle(request, pk, calling.decline, "rien cette fois")


def _settle(request: HttpRequest, pk: int, action: Callable[..., Call], words: str) -> HttpResponse:
    call = get_object_or_404(Call.objects.select_related("supplier"), pk=pk)
    try:
        action(call=call, by=request.user)
        messages.success(request, f"{call.supplier}\u00a0: {words}. Plus aucun rappel ne partira pour ce départ.")
    except ClubError as error:
        messages.error(request, str(error))
    forget_count("console:contributions:board")
    return _back(request, call)


def _back(request: HttpRequest, call: Call) -> HttpResponse:
    """The supplier's page when it was pressed there, else the board as it was filtered, at the same row."""
    if "fiche" in request.POST:
        return redirect("console:contributions:board_supplier", call.supplier_id)
    asked = QueryDict(request.POST.get("filtres", ""))
    query = urlencode({name: asked[name] for name in FILTERS if asked.get(name)})
    page = reverse("console:contributions:board_of", args=[call.slot_id])
    return HttpResponseRedirect(f"{page}{f'?{query}' if query else ''}#appel-{call.pk}")
