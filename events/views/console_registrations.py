"""Who comes to an event, in the console: the list, one registration, somebody added by the team, more seats."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from club.core.access import staff_page
from club.core.errors import ClubError
from club.core.idempotency import once
from club.core.lists import spoken_count
from club.core.naming import number_of
from club.core.paging import page_of
from events.actions import agenda, leaving, registering, waiting
from events.actions.registering import Favour
from events.admittance import admittance_of
from events.console_forms import AddForm, CapacityForm, ExcuseForm, MoveForm, ReasonForm, SeatForm
from events.extra_seats import bill_words
from events.listing import SHOWN, RegistrationFilter, Tally, line, with_waiting
from events.models import Event, Offer, Registration
from members.models import User

CANDIDATES = 12


@staff_page("events.view_registration")
@require_safe
def listed(request: HttpRequest, pk: int) -> HttpResponse:
    event = get_object_or_404(Event, pk=pk)
    tally = Tally(event)
    form = RegistrationFilter(request, tally.organisations)
    in_line = form.chosen("state") == "attente"
    found = form.narrow(event.registrations.all())
    rows = with_waiting(found)
    shown = rows.select_related("person").only(*SHOWN)
    page = page_of(shown, request, key="line" if in_line else "person__sort_key", known=rows)
    paged = page.previous_url or page.next_url
    context = {
        "event": event,
        "form": form,
        "rows": page.rows,
        "lines": [line(row) for row in page.rows],
        "previous_url": page.previous_url,
        "next_url": page.next_url,
        "count": spoken_count(found, form) if paged else str(len(page.rows)),
        "figures": tally.figures(event),
        "resize": CapacityForm(initial={"capacity": event.capacity}),
        "filters": _filters(request, event),
    }
    return render(request, "events/console/registrations.html", context)


@staff_page("events.change_event")
@require_POST
@once
def resize(request: HttpRequest, pk: int) -> HttpResponse:
    event, form = get_object_or_404(Event, pk=pk), CapacityForm(request.POST)
    if form.is_valid():
        before = Offer.objects.filter(event=event).count()
        changed = agenda.resize(event=event, capacity=form.cleaned_data["capacity"], by=request.user)  # type: ignore[arg-type]
        offered = Offer.objects.filter(event=event).count() - before
        told = f" {offered}\u00a0proposée{'s' if offered > 1 else ''} à qui attendait." if offered else ""
        messages.success(request, f"Places\u00a0: {changed.capacity or 'sans limite'}.{told}")
    else:
        messages.error(request, "Donnez un nombre de places, ou rien s’il n’y a pas de limite.")
    return redirect("console:event_registrations", pk)


@staff_page("events.change_registration")
@once
def registration(request: HttpRequest, pk: int) -> HttpResponse:
    """One registration, and what the team may do with it, each with its reason."""
    rows = Registration.objects.with_people().select_related("event__commune", "event__departement", "bill")
    row = get_object_or_404(rows, pk=pk)
    step = request.POST.get("geste", "")
    offered = _forms(row, request.POST if request.method == "POST" else None, step, request.user)
    form = offered.get(step)
    if form is not None and form.is_valid():
        try:
            messages.success(request, _done(row, step, form.cleaned_data, request.user))
        except ClubError as error:
            form.add_error(None, str(error))
        else:
            return redirect("console:event_registration", pk)
    context = {"row": row, "event": row.event, "forms": offered, "form": form, "offer": row.offers.pending().first()}
    clash = registering.clash_of(row.event, row.person) if row.is_coming else None
    context |= {"bill_words": bill_words(row), "clash": clash}
    return render(request, "events/console/registration.html", context, status=400 if form is not None else 200)


@staff_page("events.add_registration")
@once
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Search somebody, then say as what they come; beyond the seats with a reason."""
    event = get_object_or_404(Event, pk=pk)
    text, person = request.GET.get("q", "").strip()[:120], _person(request)
    context: dict[str, Any] = {"event": event, "q": text, "person": person}
    if person:
        admittance = admittance_of(event, person)
        form = AddForm(request.POST or None, admittance=admittance)
        if form.is_bound and form.is_valid() and _added(request, event, person, form):
            return redirect("console:event_registrations", pk)
        known = Registration.objects.filter(event=event, person=person).exclude(state="cancelled").first()
        context |= {"form": form, "admittance": admittance, "known": known}
    elif text:
        context["people"] = User.objects.active().search(text)[:CANDIDATES]
    return render(request, "events/console/registration_add.html", context)


def _added(request: HttpRequest, event: Event, person: User, form: AddForm) -> bool:
    favour = Favour(request.user, form.seat(), form.cleaned_data["beyond"].strip())  # type: ignore[arg-type]
    try:
        row = registering.register(
            event=event, person=person, way=Registration.Way.STAFF, asked=form.asked(), favour=favour
        )
    except ClubError as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, f"{person}\u00a0: {row.get_state_display()}. Un courriel le lui dit.")
    return True


def _person(request: HttpRequest) -> User | None:
    number = number_of(request.GET.get("personne"))
    if number is None:
        return None
    found = User.objects.active().filter(pk=number).first()
    if found is None:
        raise Http404("Cette personne n’a pas de fiche ouverte.")
    return found


def _forms(row: Registration, data: Any, step: str, by: Any) -> dict[str, Any]:
    """What may be done with a registration as it stands, by step."""
    bound = {step: data} if data is not None else {}
    found: dict[str, Any] = {}
    if row.state != Registration.State.CANCELLED and not leaving.too_late(row, by):
        found["annuler"] = ReasonForm(bound.get("annuler"), auto_id="annuler_%s")
    if row.is_coming:
        initial = {"is_excused": row.is_excused}
        found["excuser"] = ExcuseForm(bound.get("excuser"), initial=initial, auto_id="excuser_%s")
    if row.state == Registration.State.WAITING:
        if not row.event.is_over():
            found["asseoir"] = SeatForm(bound.get("asseoir"), auto_id="asseoir_%s")
        found["deplacer"] = MoveForm(bound.get("deplacer"), row=row, auto_id="deplacer_%s")
    return found


def _done(row: Registration, step: str, said: dict[str, Any], by: Any) -> str:
    if step == "annuler":
        left = leaving.cancel(registration=row, because=said["reason"], by=by)
        return f"L’inscription est annulée, et la place va à qui attend. {bill_words(left)}".strip()
    if step == "excuser":
        leaving.excuse(registration=row, is_excused=said["is_excused"], by=by)
        return "L’absence est excusée." if said["is_excused"] else "L’absence compte de nouveau."
    if step == "asseoir":
        registering.seat_at_once(registration=row, by=by, **said)
        return f"{row.person} a une place. Un courriel le lui dit."
    waiting.move(registration=row, before=said["before"], reason=said["reason"], by=by)
    return f"{row.person} est maintenant au rang {Registration.objects.get(pk=row.pk).rank()}."


def _filters(request: HttpRequest, event: Event) -> str:
    """The filters in force and the event, as the address of the export takes them."""
    query = request.GET.copy()
    for name in ("apres", "avant"):
        query.pop(name, None)
    query["rencontre"] = str(event.pk)
    return query.urlencode()
