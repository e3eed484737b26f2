"""Applications as staff study them: the list, one page with everything, the decision."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from club.core.access import staff_page
from club.core.console import forget_count
from club.core.days import date_format
from club.core.errors import ClubError
from club.core.history import Entry, history_of
from club.core.idempotency import once
from club.core.lists import list_context
from members import applying, duplicates, statuses
from members.actions import applications as actions
from members.decision_forms import AdmitForm, ApplicationFilter, ChangesForm, CloseForm, LinkForm, RefuseForm
from members.models import Application
from members.panels import application_panels_for

SHOWN = ["name", "side", "kind", "state", "city", "submitted_at", "starts_on", "updated_at"]
State = Application.State
DECISIONS = {  # name → action, what is said afterwards, states in which it is offered
    "admit": (actions.admit, "La demande est admise.", [State.SUBMITTED]),
    "changes": (actions.ask_changes, "Le demandeur est prévenu de ce qui est à compléter.", [State.SUBMITTED]),
    "refuse": (actions.refuse, "La demande est refusée\u00a0; le demandeur est prévenu.", [State.SUBMITTED]),
    "link": (actions.link, "La demande est rattachée à cette organisation.", [State.SUBMITTED]),
    "unlink": (actions.unlink, "La demande n’est plus rattachée.", [State.SUBMITTED]),
    "close": (actions.abandon, "La demande est close sans suite.", [State.SUBMITTED, State.CHANGES, State.DRAFT]),
}

FORMS = {"changes": ChangesForm, "refuse": RefuseForm, "link": LinkForm, "unlink": CloseForm, "close": CloseForm}
MOST_WORDS = 120


@staff_page("members.view_application")
@require_safe
def applications(request: HttpRequest) -> HttpResponse:
    rows = Application.objects.visible_to_staff()
    context = list_context(request, ApplicationFilter(request), rows, key="-updated_at", shown=SHOWN, tell=_line)
    return render(request, "members/console/applications.html", context)


def _line(application: Application) -> dict[str, str]:
    return {
        "pk": str(application.pk),
        "name": application.name,
        "kind": application.get_kind_display(),
        "city": application.city,
        "state": application.get_state_display(),
        "tone": "warning" if application.state == State.SUBMITTED else "",
        "sent": date_format(application.submitted_at, "j F Y") if application.submitted_at else "",
        "starts": date_format(application.starts_on, "j F Y"),
    }


@staff_page("members.view_application")
@require_safe
def application(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole application on one page."""
    return _page(request, _fetch(pk))


@staff_page("members.change_application")
@require_POST
@once
def decide(request: HttpRequest, pk: int, decision: str) -> HttpResponse:
    """Admit, ask for changes, refuse, link, close: a form of the page of the application."""
    row = _fetch(pk)
    if decision not in DECISIONS:
        raise Http404
    form = _form(decision, row, request.POST)
    if not form.is_valid():
        return _page(request, row, decision, form)
    action, words, _ = DECISIONS[decision]
    try:
        action(application=row, by=request.user, **form.fields_of_action())
    except ClubError as error:
        messages.error(request, str(error))  # above the page: a colleague may just have decided
        return _page(request, _fetch(pk), decision, form)
    forget_count("console:applications")
    messages.success(request, words)
    return redirect("console:application", row.pk)


def _history(row: Application) -> list[Entry]:
    """Its changes, without the moment that each of them already bears."""
    moment = str(Application._meta.get_field("updated_at").verbose_name).capitalize()
    entries = history_of(row)
    return [replace(entry, changes=[c for c in entry.changes if c[0] != moment]) for entry in entries]


def _fetch(pk: int) -> Application:
    rows = Application.objects.visible_to_staff().select_related("organisation", "statutes", "rules", "terms")
    return get_object_or_404(rows.select_related("decided_by", "prospect__owner"), pk=pk)


def _form(decision: str, row: Application, data: Any = None) -> Any:
    """The form of a decision; fields of one page bear ids of their own."""
    options: dict[str, Any] = {"auto_id": f"{decision}-%s"}
    if decision == "admit":
        return AdmitForm(data, application=row, likely=duplicates.of_application(row), **options)
    return FORMS[decision](data, **options)


def _page(request: HttpRequest, row: Application, decision: str = "", form: Any = None) -> HttpResponse:
    likely = [one for one in duplicates.of_application(row) if one.organisation != row.organisation]
    standings = statuses.standings([likeness.organisation for likeness in likely]) if likely else {}
    allowed = request.user.has_perm("members.change_application")
    offered = [name for name, (_, _, states) in DECISIONS.items() if allowed and row.state in states]
    choices = applying.choices_of(row)
    text = request.GET.get("cherche", "").strip()[:MOST_WORDS]
    context = {
        "application": row,
        "number": applying.number_of(row),
        "quote": applying.quote_of(row, choices),
        "period": applying.period_words(row),
        "ends_on": applying.ends_on(row),
        "texts": [text for text in (row.statutes, row.rules, row.terms) if text],
        "likely": [(likeness, standings[likeness.organisation.pk]) for likeness in likely],
        "text": text,
        "sought": [one for one in duplicates.sought(text) if one != row.organisation] if text else [],
        "others": duplicates.other_applications(row),
        "entries": _history(row),
        "panels": application_panels_for(request.user, row),
        "forms": {name: form if name == decision else _form(name, row) for name in offered},
        "decision": decision,
    }
    return render(request, "members/console/application.html", context)
