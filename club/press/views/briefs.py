"""What editors kept: the list, with what became of each, and the page of a brief."""

from typing import Any

from django.contrib import messages
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from club.core.access import staff_page
from club.core.errors import ClubError
from club.core.idempotency import once
from club.core.lists import list_context
from club.press import access, uses
from club.press.actions import briefs as actions
from club.press.forms import BriefFilter, BriefForm, NoteForm
from club.press.models import Brief, Story

SHOWN = ["title", "source", "published_on", "kept_at", "organisation__name", "filed_at", "article_id"]
SHOWN += ["kept_by__first_name", "kept_by__last_name"]


@staff_page(access.SEE)
@require_safe
def briefs(request: HttpRequest) -> HttpResponse:
    context = list_context(request, BriefFilter(request), Brief.objects.all(), key="-kept_at", shown=SHOWN, tell=line)
    made, others = uses.of(context["rows"]), _other_partners(context["rows"])
    for told in context["lines"]:
        told["uses"], told["others"] = made.get(told["pk"], []), others.get(told["pk"], [])
    return render(request, "press/console/briefs.html", context)


def _other_partners(briefs: list[Brief]) -> dict[int, list[str]]:
    """Those that the story of each brief is told of besides its own."""
    told = Story.objects.filter(cluster__brief__in=briefs).exclude(
        feed__organisation=F("cluster__brief__organisation")
    )
    found: dict[int, list[str]] = {}
    names = told.order_by("feed__organisation__sort_key").values_list("cluster__brief", "feed__organisation__name")
    for number, name in names.distinct():
        found.setdefault(number, []).append(name)
    return found


def line(brief: Brief) -> dict[str, Any]:
    names = ("pk", "title", "source", "published_on", "organisation", "kept_by", "kept_at")
    return {name: getattr(brief, name) for name in names}


@staff_page(access.SEE)
@once
def brief(request: HttpRequest, pk: int) -> HttpResponse:
    """Its words, and what may be made of it; a POST writes the words."""
    row = get_object_or_404(Brief.objects.select_related("organisation", "kept_by", "cluster"), pk=pk)
    form = BriefForm.of(row)
    if request.method == "POST" and request.user.has_perm(access.WRITE):
        form = BriefForm(request.POST)
        if form.is_valid():
            try:
                actions.write(brief=row, seen=form.cleaned_data["seen"], words=form.words(), by=request.user)
                messages.success(request, "La brève est enregistrée.")
                return redirect("console:press:brief", pk)
            except actions.Conflict as clash:
                return _page(request, row, form=_again(request, clash), conflict=clash)
            except ClubError as error:
                form.add_error(None, str(error))
    return _page(request, row, form=form)


def _page(
    request: HttpRequest,
    row: Brief,
    *,
    form: BriefForm | None = None,
    note: NoteForm | None = None,
    conflict: ClubError | None = None,
) -> HttpResponse:
    context = {
        "brief": row,
        "form": form or BriefForm.of(row),
        "note": note or NoteForm(initial={"note": row.remark}),
        "conflict": conflict,
        "uses": uses.of([row]).get(row.pk, []),
    }
    return render(request, "press/console/brief.html", context, status=409 if conflict else 200)


def _again(request: HttpRequest, clash: actions.Conflict) -> BriefForm:
    """What was typed, ready to be sent again knowing what it replaces."""
    data = request.POST.copy()
    data["seen"] = str(clash.current.version)
    return BriefForm(data)


@staff_page(access.WRITE)
@require_POST
@once
def file(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Brief.objects.select_related("organisation", "kept_by"), pk=pk)
    if request.POST.get("geste") == "retirer":
        actions.unfile(brief=row, by=request.user)
        messages.success(request, f"La note est retirée du dossier de {row.organisation}.")
        return redirect("console:press:brief", pk)
    note = NoteForm(request.POST)
    if note.is_valid():
        try:
            actions.file(brief=row, by=request.user, remark=note.cleaned_data["note"])
            messages.success(request, f"C’est noté au dossier de {row.organisation}.")
            return redirect("console:press:brief", pk)
        except ClubError as error:
            note.add_error("note", str(error))
    return _page(request, row, note=note)


@staff_page("editorial.change_article")
@require_POST
@once
def article(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Brief, pk=pk)
    try:
        draft = actions.draft_article(brief=row, by=request.user)
    except ClubError as error:
        messages.error(request, str(error))
        return redirect("console:press:brief", pk)
    return redirect("console:articles:edit", draft.pk)
