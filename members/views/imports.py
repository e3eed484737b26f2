"""Files on their way in: send one, read its preview, import the good rows, take back the others."""

from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import date
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from club.core.access import staff_page
from club.core.errors import ClubError
from club.core.idempotency import once
from club.core.paging import page_of
from club.core.sheets.columns import resource_of, resources
from club.core.sheets.writing import TYPES, download
from club.core.templatetags.club import nombre
from members.forms import ImportForm
from members.imports import receive
from members.imports.apply import progress_key
from members.imports.refused import refused_records
from members.models import ImportRow, ImportRun

PERMISSION = "members.import_people"


@staff_page(PERMISSION)
@require_safe
def imports(request: HttpRequest) -> HttpResponse:
    """The files received, the latest first."""
    page = page_of(ImportRun.objects.select_related("author").defer("headings", "about"), request, key="-created_at")
    labels = {slug: resource.label for slug, resource in resources().items()}
    rows = [(run, labels.get(run.kind, run.kind)) for run in page.rows]
    context = {"rows": rows, "previous_url": page.previous_url, "next_url": page.next_url}
    return render(request, "members/console/imports.html", context)


@staff_page(PERMISSION)
@once
def import_new(request: HttpRequest) -> HttpResponse:
    form = ImportForm(request.POST or None, request.FILES or None, initial={"kind": request.GET.get("contenu")})
    if request.method == "POST" and form.is_valid():
        run = receive.receive(author=request.user, **form.cleaned_data)
        return redirect("console:import", run.pk)
    models = [(resource.label, slug) for slug, resource in resources().items()]
    return render(request, "members/console/import_new.html", {"form": form, "models": models})


@staff_page(PERMISSION)
@require_safe
def import_model(request: HttpRequest, kind: str, file_kind: str) -> HttpResponseBase:
    """An empty table with the right titles and one example row."""
    if kind not in resources() or file_kind not in TYPES:
        raise Http404
    columns = list(resource_of(kind).fields.values())
    records = [[column.title for column in columns], [column.example for column in columns]]
    return download(records, name=f"modele-{kind}", kind=file_kind)


@staff_page(PERMISSION)
@require_safe
def import_run(request: HttpRequest, pk: int) -> HttpResponse:
    """Progress while a worker reads or writes, then the preview or the report."""
    run = get_object_or_404(ImportRun.objects.select_related("author"), pk=pk)
    context: dict[str, Any] = {"run": run, "label": resources()[run.kind].label}
    if run.is_working:
        context |= {"done": _done(run), "total": run.rows_total or 0}
    if request.htmx:
        if run.is_working:
            return render(request, "members/console/import_run.html#progress", context)
        return HttpResponseClientRefresh()
    if not run.is_working and run.read:
        context |= _preview(request, run)
    return render(request, "members/console/import_run.html", context)


def _done(run: ImportRun) -> int:
    """Rows done; while writing, only the cache knows, for the transaction hides its rows."""
    if run.state == ImportRun.State.APPLYING:
        return min(cache.get(progress_key(run.pk), 0), run.good)
    return min(run.rows_done, run.rows_total or 0)


def _preview(request: HttpRequest, run: ImportRun) -> dict[str, Any]:
    counts = {outcome: getattr(run, outcome.value) for outcome in ImportRow.Outcome}
    chosen = request.GET.get("sort", "")
    if chosen not in ImportRow.Outcome.values:
        chosen = next((outcome.value for outcome in TABS if counts[outcome]), "unchanged")
    page = page_of(run.rows.filter(outcome=chosen), request, key="number", anchor="#lignes")
    return {
        "outcome": ImportRow.Outcome(chosen),
        "rows": page.rows,
        "previous_url": page.previous_url,
        "next_url": page.next_url,
        "tabs": [(TABS[o].format(n=nombre(counts[o])), f"?sort={o.value}#lignes", o.value == chosen) for o in TABS],
        "before": _before(run) if run.state == ImportRun.State.READY else "",
    }


def _before(run: ImportRun) -> str:
    same = receive.same_file_before(run)
    return f"Le {date(localtime(same.settled_at), 'j F Y')}, par {same.author}." if same and same.settled_at else ""


TABS = {
    ImportRow.Outcome.REFUSED: "Refusées ({n})",
    ImportRow.Outcome.CREATED: "Nouvelles ({n})",
    ImportRow.Outcome.UPDATED: "Modifiées ({n})",
    ImportRow.Outcome.UNCHANGED: "Sans changement ({n})",
}


@staff_page(PERMISSION)
@require_POST
def import_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    return _decide(request, pk, receive.confirm, "")


@staff_page(PERMISSION)
@require_POST
def import_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    return _decide(request, pk, receive.cancel, "Import annulé : rien n’a été écrit.")


def _decide(request: HttpRequest, pk: int, action: Any, success: str) -> HttpResponse:
    run = get_object_or_404(ImportRun, pk=pk)
    try:
        action(run=run, author=request.user)
    except ClubError as error:
        messages.warning(request, str(error))
    else:
        if success:
            messages.success(request, success)
    return redirect(reverse("console:import", args=[pk]))


@staff_page(PERMISSION)
@require_safe
def import_refused(request: HttpRequest, pk: int, file_kind: str) -> HttpResponseBase:
    """The refused rows with their reasons, in the columns of the file: to correct and send again."""
    run = get_object_or_404(ImportRun, pk=pk, purged_at=None)
    if file_kind not in TYPES or not run.file:
        raise Http404
    return download(refused_records(run), name=f"import-{run.pk}-lignes-refusees", kind=file_kind)
