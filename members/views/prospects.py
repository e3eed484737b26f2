"""Prospects in the console: the list, one of them with its calls, and the way to the Club’s aim."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from club.core.access import staff_page
from club.core.console import forget_count
from club.core.days import date_format
from club.core.errors import ClubError
from club.core.idempotency import once
from club.core.lists import list_context
from club.core.templatetags.club import euros
from members import console, duplicates, links, statuses
from members import pipeline as pipelines
from members.actions import organisations
from members.actions import prospects as actions
from members.duplicates import Candidate
from members.models import Organisation, Prospect
from members.prospect_forms import ApplyForm, NewProspectForm, NoteForm, PlanForm, ProspectFilter

SHOWN = ["stage", "expected", "next_action", "next_on", "organisation__name", "owner__first_name", "owner__last_name"]
SHOWN += ["owner__email", "organisation__kind"]
SEE, CHANGE = "members.view_prospect", "members.change_prospect"
CHOSEN, NEW = "organisation", "nouvelle"


@staff_page(SEE)
@require_safe
def prospects(request: HttpRequest) -> HttpResponse:
    context = list_context(
        request, ProspectFilter(request), Prospect.objects.all(), key="-pk", shown=SHOWN, tell=_line
    )
    return render(request, "members/console/prospects.html", context)


def _line(row: Prospect) -> dict[str, str]:
    late = row.next_on is not None and row.next_on <= timezone.localdate()
    return {
        "pk": str(row.pk),
        "name": row.organisation.name,
        "kind": row.organisation.get_kind_display(),
        "stage": row.get_stage_display(),
        "expected": euros(row.expected),
        "owner": str(row.owner),
        "action": row.next_action,
        "on": date_format(row.next_on, "j F Y") if row.next_on else "",
        "late": "oui" if late else "",
    }


@staff_page("members.add_prospect")
@once
def new(request: HttpRequest) -> HttpResponse:
    """A name that resembles a known one: its organisations are offered before another is made."""
    form = NewProspectForm(request.POST or None)
    likely, chosen = [], request.POST.get(CHOSEN, "")
    if request.method == "POST" and form.is_valid():
        likely = _likely(form)
        if chosen or not likely:
            try:
                row = _follow(
                    request, form, {str(one.organisation.pk): one.organisation for one in likely}.get(chosen)
                )
                return redirect("console:prospect", row.pk)
            except ClubError as error:
                form.add_error(None, str(error))
    return render(request, "members/console/prospect_new.html", {"form": form, "likely": likely, "chosen": chosen})


def _likely(form: NewProspectForm) -> list[duplicates.Likeness]:
    values = form.cleaned_data
    facts = values["number"].fields() | {"name": values["name"], "website": values["website"]}
    return duplicates.likely(Candidate(**facts))


def _follow(request: HttpRequest, form: NewProspectForm, known: Organisation | None) -> Prospect:
    values, person = form.cleaned_data, request.user
    facts = values["number"].fields() | {name: values[name] for name in ("name", "kind", "website")}
    organisation = known or organisations.create(by=person, **facts)
    forget_count("console:prospects")
    return actions.follow(
        organisation=organisation, owner=person, by=person, source=values["source"], expected=values["expected"]
    )


@staff_page(SEE)
@require_safe
def prospect(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _fetch(pk))


@staff_page(CHANGE)
@require_POST
@once
def note(request: HttpRequest, pk: int) -> HttpResponse:
    row, form = _fetch(pk), NoteForm(request.POST, auto_id="note-%s")
    if form.is_valid():
        actions.note(prospect=row, by=request.user, **form.cleaned_data)
        return redirect("console:prospect", row.pk)
    return _page(request, row, note=form)


@staff_page(CHANGE)
@require_POST
@once
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    row = _fetch(pk)
    form = PlanForm(request.POST, instance=row, auto_id="plan-%s")
    if form.is_valid():
        try:
            actions.plan(prospect=row, fields=form.cleaned_data, by=request.user)
        except ClubError as error:
            form.add_error(None, str(error))
        else:
            forget_count("console:prospects")
            messages.success(request, "La suite est notée.")
            return redirect("console:prospect", row.pk)
    return _page(request, row, plan=form)


@staff_page(CHANGE)
@require_POST
@once
def apply(request: HttpRequest, pk: int) -> HttpResponse:
    """The application filled in: its link is mailed, or opened to be filled in together by telephone."""
    row, form = _fetch(pk), ApplyForm(request.POST, auto_id="apply-%s")
    send = request.POST.get("action") == "envoyer"
    if not form.is_valid():
        return _page(request, row, apply=form)
    try:
        made = actions.apply(prospect=row, by=request.user, send=send, **form.cleaned_data)
    except ClubError as error:
        form.add_error(None, str(error))
        return _page(request, _fetch(pk), apply=form)
    if not send:
        return redirect("public:joining:status", links.application_token(made.pk))
    messages.success(request, f"Le lien de la demande est parti à {made.contact_email}.")
    return redirect("console:prospect", row.pk)


@staff_page(SEE)
@require_safe
def pipeline(request: HttpRequest) -> HttpResponse:
    """Members now, what the prospects of each stage may bring, and how far the aim still is."""
    aim, found = console.aim(request.user), pipelines.pipeline()
    context = {"aim": aim, "pipeline": found, "missing": max(aim["aim"] - aim["total"], 0)}
    return render(request, "members/console/pipeline.html", context)


def _fetch(pk: int) -> Prospect:
    return get_object_or_404(
        Prospect.objects.select_related("organisation", "owner", "sponsor", "application"), pk=pk
    )


def _page(request: HttpRequest, row: Prospect, **forms: Any) -> HttpResponse:
    shown = {
        "note": NoteForm(auto_id="note-%s"),
        "plan": PlanForm(instance=row, auto_id="plan-%s"),
        "apply": ApplyForm(auto_id="apply-%s"),
    }
    context = {
        "prospect": row,
        "notes": row.notes.select_related("author"),
        "standing": statuses.standing_of(row.organisation),
        "forms": shown | forms if request.user.has_perm(CHANGE) else {},
    }
    return render(request, "members/console/prospect.html", context)
