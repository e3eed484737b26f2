"""Regional meetings in the console: who is asked, who promised, who is late, and the decision."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from club.core.access import staff_page
from club.core.console import forget_count
from club.core.errors import ClubError
from club.core.idempotency import once
from club.core.naming import number_of
from events import access
from events import regional_board as told
from events.actions import asking, deciding, pledging
from events.errors import EventError
from events.models import Event, Kind, Place, Pledge, RegionalMeeting
from events.regional_forms import (
    DecisionForm,
    LaterForm,
    NewDayForm,
    PostponeForm,
    SearchForm,
    StaffPledgeForm,
    hours_of,
    typed,
)
from events.suppliers import candidates, suppliers
from members.models import Organisation


@staff_page(access.SEE_SEARCHES)
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Every regional meeting, and those whose search is not open."""
    return render(request, "events/console/regionals.html", told.board())


@staff_page(access.SEARCH)
@once
def open_search(request: HttpRequest, event: int) -> HttpResponse:
    found = get_object_or_404(Event.objects.with_place(), pk=event, kind=Kind.REGIONAL)
    form = SearchForm(request.POST or None, initial=told.search_defaults(found))
    if form.is_bound and form.is_valid():
        try:
            meeting = asking.open_search(event=found, by=request.user, **form.cleaned_data)
            messages.success(request, "La recherche est ouverte. Sollicitez maintenant les fournisseurs.")
            return redirect("console:regional:meeting", meeting.pk)
        except ClubError as error:
            form.add_error(None, str(error))
    return render(request, "events/console/regional_open.html", {"event": found, "form": form})


@staff_page(access.SEE_SEARCHES)
@require_safe
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    found = _meeting(pk)
    return _shown(request, found)


@staff_page(access.SEARCH)
@require_POST
@once
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Suppliers that have a right to a workshop, the others, or one of them."""
    found = _meeting(pk)
    whom = request.POST.get("qui", "")
    rows = candidates(found)
    chosen = {
        "droit": [one.organisation for one in rows if one.left],
        "autres": [one.organisation for one in rows if not one.left],
    }.get(whom, [one.organisation for one in rows if one.organisation.pk == number_of(whom)])
    return _acted(request, found, lambda: _asked(found, chosen, request.user))


@staff_page(access.SEARCH)
@require_POST
@once
def decide(request: HttpRequest, pk: int, shown: str) -> HttpResponse:
    """Act on what was typed in the form ``shown``, or show it again beside what is wrong with it."""
    made, act = DECISIONS[shown]
    found, form = _meeting(pk), made(request.POST)
    if form.is_valid():
        try:
            messages.success(request, _said(act(found, form, request.user)))
            forget_count("console:regional:board")
            return redirect("console:regional:meeting", pk)
        except ClubError as error:
            form.add_error(None, str(error))
    return _shown(request, _meeting(pk), **{shown: form})


@staff_page(access.SEARCH)
@require_POST
@once
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """The programme and the workshops go to the participants; or, after the day, the meeting is said to be held."""
    found, seen = _meeting(pk), number_of(request.POST.get("seen"))
    if request.POST.get("geste") == "tenue":
        return _acted(request, found, lambda: _said(deciding.hold(meeting=found, by=request.user, seen=seen)))
    return _acted(request, found, lambda: _said(deciding.confirm(meeting=found, by=request.user, seen=seen)))


@staff_page(access.SEARCH)
@once
def pledge(request: HttpRequest, pk: int) -> HttpResponse:
    """The team promises a workshop for a supplier, sponsors one, or writes its words again."""
    found = _meeting(pk)
    named = number_of(request.POST.get("atelier") or request.GET.get("atelier"))
    changed = found.pledges.standing().filter(pk=named).first()
    initial = typed(changed) | {"organisation": changed.organisation_id} if changed else None
    form = StaffPledgeForm(request.POST or None, initial=initial, suppliers=[row.pk for row in suppliers()])
    if form.is_bound and form.is_valid():
        try:
            messages.success(request, _pledged(found, changed, form, request.user))
            return redirect("console:regional:meeting", pk)
        except ClubError as error:
            form.add_error(None, str(error))
    context = {"meeting": found, "event": found.event, "form": form, "changed": changed}
    return render(request, "events/console/regional_pledge.html", context)


@staff_page(access.SEARCH)
@require_POST
@once
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """What a supplier said on the telephone: it takes a workshop back, or does not come."""
    found, why = _meeting(pk), request.POST.get("pourquoi", "")
    row = found.pledges.filter(pk=number_of(request.POST.get("atelier"))).first()
    if row:
        return _acted(request, found, lambda: _withdrawn(row, why, request.user))
    supplier = Organisation.objects.filter(pk=number_of(request.POST.get("fournisseur"))).first()
    return _acted(request, found, lambda: _declined(found, supplier, why, request.user))


def _meeting(pk: int) -> RegionalMeeting:
    rows = RegionalMeeting.objects.select_related("event__commune", "event__departement", "decided_by")
    return get_object_or_404(rows, pk=pk)


def _shown(request: HttpRequest, found: RegionalMeeting, **forms: Any) -> HttpResponse:
    seen = {"seen": found.version}
    usual = {
        "go_form": DecisionForm(initial=seen),
        "postpone_form": PostponeForm(initial=seen),
        "day_form": NewDayForm(initial=seen | hours_of(found.event)),
        "later_form": LaterForm(initial=seen | {"decides_on": found.decides_on}),
    }
    return render(request, "events/console/regional.html", told.meeting(found) | usual | forms)


def _acted(request: HttpRequest, found: RegionalMeeting, act: Callable[[], str]) -> HttpResponse:
    try:
        messages.success(request, act())
        forget_count("console:regional:board")
    except ClubError as error:
        messages.error(request, str(error))
    return redirect("console:regional:meeting", found.pk)


def _go(found: RegionalMeeting, form: DecisionForm, by: Any) -> RegionalMeeting:
    told = form.cleaned_data
    return deciding.go(meeting=found, by=by, seen=told["seen"], despite=told["despite"])


def _postpone(found: RegionalMeeting, form: PostponeForm, by: Any) -> RegionalMeeting:
    told = form.cleaned_data
    return deciding.postpone(meeting=found, reason=told["reason"], by=by, kept=form.kept(), seen=told["seen"])


def _seek_again(found: RegionalMeeting, form: NewDayForm, by: Any) -> RegionalMeeting:
    starts_at, ends_at = form.hours()
    told = form.cleaned_data
    days = {"starts_at": starts_at, "ends_at": ends_at, "decides_on": told["decides_on"]}
    return deciding.seek_again(meeting=found, by=by, seen=told["seen"], **days)


def _later(found: RegionalMeeting, form: LaterForm, by: Any) -> RegionalMeeting:
    return asking.decide_later(meeting=found, by=by, **form.cleaned_data)


DECISIONS: dict[str, tuple[type[Form], Callable[[RegionalMeeting, Any, Any], RegionalMeeting]]] = {
    "go_form": (DecisionForm, _go),
    "postpone_form": (PostponeForm, _postpone),
    "day_form": (NewDayForm, _seek_again),
    "later_form": (LaterForm, _later),
}


def _said(found: RegionalMeeting) -> str:
    return (
        f"«\u00a0{found}\u00a0» {found.get_stage_display()}. Chacun de ceux que cela concerne l’apprend par courriel."
    )


def _asked(found: RegionalMeeting, chosen: list[Organisation], by: Any) -> str:
    number = len(asking.ask(meeting=found, organisations=chosen, by=by))
    return f"{number}\u00a0fournisseur{'s sont sollicités' if number > 1 else ' est sollicité'}."


def _pledged(found: RegionalMeeting, changed: Pledge | None, form: StaffPledgeForm, by: Any) -> str:
    if changed:
        pledging.change(pledge=changed, words=form.words(), by=by, seen=form.cleaned_data["seen"] or 0)
        return "L’atelier est à jour."
    told = form.cleaned_data
    if told["atelier"]:
        raise EventError("Cet atelier n’est plus promis.")
    row = pledging.pledge(
        meeting=found, organisation=told["organisation"], words=form.words(), by=by, sponsored=told["sponsored"]
    )
    return f"Atelier noté pour {row.organisation}."


def _withdrawn(row: Pledge, why: str, by: Any) -> str:
    seated = Place.objects.held().filter(workshop__pledge=row).count()
    pledging.withdraw(pledge=row, because=why, by=by)
    told = f" Qui y avait une place ({seated}) a la meilleure qui restait au même créneau." if seated else ""
    return f"L’atelier de {row.organisation} est retiré, son droit lui est rendu.{told}"


def _declined(found: RegionalMeeting, supplier: Organisation | None, why: str, by: Any) -> str:
    if supplier is None:
        raise EventError("Dites de quel fournisseur il s’agit.")
    pledging.decline(meeting=found, organisation=supplier, why=why, by=by)
    return f"{supplier} ne vient pas. Plus aucun rappel ne lui partira."
