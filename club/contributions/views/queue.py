"""The Club's queue of contributions: read, decided upon, placed, published."""

from collections.abc import Callable, Iterator
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from club.contributions import access, desk, emails
from club.contributions.actions import deciding, placing, publishing
from club.contributions.content import changes, content_of, thaw
from club.contributions.models import Placement, Submission, Version
from club.contributions.queue_forms import PlaceForm, PublishForm, ReasonForm, RetouchForm, WordsForm
from club.core.access import staff_page
from club.core.errors import ClubError
from club.core.idempotency import once
from club.core.naming import number_of
from members.models import Organisation

State = Submission.State
PER_PAGE = 25
TABS = [
    ("À lire", "", [State.SUBMITTED]),
    ("Chez le fournisseur", "fournisseur", [State.PROPOSED, State.RETURNED]),
    ("Acceptés", "acceptes", [State.ACCEPTED]),
    ("Écartés", "ecartes", [State.REFUSED, State.WITHDRAWN]),
]
TONES = {State.SUBMITTED: "warning", State.ACCEPTED: "success", State.REFUSED: "error"}
Decision = Callable[[HttpRequest, Submission, dict[str, Any]], str]


@staff_page(access.READ)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    chosen = request.GET.get("file", "")
    states = next((states for _, key, states in TABS if key == chosen), TABS[0][2])
    counts = dict(_handed_in().values_list("state").annotate(Count("pk")).order_by())
    tabs = [
        (f"{label} ({sum(counts.get(state, 0) for state in held)})", f"?file={key}", key == chosen)
        for label, key, held in TABS
    ]
    last = Version.objects.filter(submission=OuterRef("pk")).values(words=KeyTextTransform("title", "content"))[:1]
    rows = _handed_in().filter(state__in=states).select_related("supplier", "wished").annotate(words=Subquery(last))
    order = "submitted_at" if State.SUBMITTED in states else "-submitted_at"
    page = Paginator(rows.order_by(order, "pk"), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "contributions/console/queue.html", {"page": page, "tabs": tabs, "chosen": chosen})


@staff_page(access.READ)
@require_safe
def read(request: HttpRequest, pk: int) -> HttpResponse:
    return _shown(request, _row(pk), {})


@staff_page(access.DECIDE)
@require_POST
@once
def decide(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """One decision; what was typed stays when it is refused."""
    row = _row(pk)
    if step not in DECISIONS:
        raise Http404
    form_class, act = DECISIONS[step]
    if not access.may_decide(request.user, step):
        raise PermissionDenied
    form = form_class(request.POST, auto_id=f"{step}_%s")
    if not form.is_valid():
        return _shown(request, row, {step: form}, status=400)
    try:
        messages.success(request, act(request, row, form.cleaned_data))
    except ClubError as error:
        messages.error(request, str(error))
    return redirect("console:contributions:read", pk)


@staff_page(access.DECIDE)
@once
def retouch(request: HttpRequest, pk: int) -> HttpResponse:
    """The Club's own words, which the supplier will have to agree to."""
    row = _row(pk)
    form = RetouchForm(request.POST, request.FILES, kept=row) if request.method == "POST" else RetouchForm.of(row)
    if form.is_bound and form.is_valid():
        note = form.cleaned_data["note"]
        try:
            deciding.propose(submission=row, by=request.user, seen=_seen(request), content=form.content(), note=note)
        except ClubError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"C’est parti\u00a0: {row.supplier} compare les deux textes et vous répond.")
            return redirect("console:contributions:read", pk)
    context = {"form": form, "row": row, "version": _version(row)}
    return render(request, "contributions/console/retouch.html", context)


@staff_page(access.DECIDE)
@once
def write_for(request: HttpRequest, pk: int) -> HttpResponse:
    """« On s’en occupe »: staff write from a supplier's material, and the supplier agrees."""
    supplier = get_object_or_404(Organisation.objects.brands().active(), pk=pk)
    form = RetouchForm(request.POST, request.FILES) if request.method == "POST" else RetouchForm()
    if form.is_bound and form.is_valid():
        facts = {"content": form.content(), "note": form.cleaned_data["note"], "call": desk.next_call(supplier)}
        try:
            row = deciding.write_for(supplier=supplier, by=request.user, **facts)
        except ClubError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"C’est écrit\u00a0: {_told(row)}, et rien ne paraît sans son accord.")
            return redirect("console:contributions:read", row.pk)
    return render(request, "contributions/console/retouch.html", {"form": form, "supplier": supplier})


@staff_page(access.READ)
@require_safe
def document(request: HttpRequest, pk: int) -> FileResponse:
    """The PDF that came with it; no other address serves it before it is a resource."""
    row = _row(pk)
    if not row.file or not row.file.storage.exists(row.file.name):
        raise Http404("Aucun document.")
    response = FileResponse(row.file.open(), content_type="application/pdf", filename=row.file_name)
    response["Cache-Control"] = "private, no-store"
    return response


def _handed_in() -> QuerySet[Submission]:
    return Submission.objects.exclude(state=State.DRAFT).exclude(submitted_at=None)


def _version(row: Submission) -> int:
    """The number of the words on the page."""
    last = row.versions.first()
    return last.number if last else 0


def _row(pk: int) -> Submission:
    """With the words that changed hands last: what its supplier is writing since is not the Club's to read."""
    rows = _handed_in().select_related("supplier", "author", "wished", "resource", "decided_by", "call__slot")
    row = get_object_or_404(rows, pk=pk)
    if version := row.versions.first():
        for name, value in thaw(version.content).as_dict().items():
            setattr(row, name, value)
    return row


def _shown(request: HttpRequest, row: Submission, bound: dict[str, forms.Form], status: int = 200) -> HttpResponse:
    versions = list(row.versions.select_related("by", "agreed_by"))
    older = versions[1] if len(versions) > 1 else None
    forms_shown = {step: bound.get(step) or make(row, f"{step}_%s") for step, make in FORMS.items()}
    inserts = placing.inserts_free(row.supplier)
    if inserts > 0:
        del forms_shown["placer"].fields["beyond"]
    context = {
        "row": row,
        "tone": TONES.get(State(row.state), ""),
        "versions": versions,
        "changes": list(changes(thaw(older.content), content_of(row))) if older else [],
        "version": versions[0].number if versions else 0,
        "placements": (placements := list(row.placements.select_related("issue"))),
        "pulls": list(_pulls(request, placements, bound.get("retirer"))),
        "inserts": inserts,
    } | forms_shown
    return render(request, "contributions/console/read.html", context, status=status)


def _pulls(
    request: HttpRequest, placements: list[Placement], bound: forms.Form | None
) -> Iterator[tuple[Placement, forms.Form]]:
    """Each placement that stands, and the form that takes it out."""
    for placement in placements:
        if placement.state != Placement.State.PULLED:
            is_typed = bound is not None and str(placement.pk) == request.POST.get("parution")
            yield placement, bound if is_typed else ReasonForm(auto_id=f"retirer{placement.pk}_%s")


def _accept(request: HttpRequest, row: Submission, _data: dict[str, Any]) -> str:
    deciding.accept(submission=row, by=request.user, seen=_seen(request))
    return f"Accepté\u00a0: {_told(row)}."


def _send_back(request: HttpRequest, row: Submission, data: dict[str, Any]) -> str:
    deciding.send_back(submission=row, by=request.user, seen=_seen(request), remark=data["words"])
    return f"Renvoyé, avec vos mots\u00a0: {_told(row)}."


def _refuse(request: HttpRequest, row: Submission, data: dict[str, Any]) -> str:
    deciding.refuse(submission=row, by=request.user, seen=_seen(request), reason=data["words"])
    return f"Refusé\u00a0: {_told(row)}."


def _seen(request: HttpRequest) -> int:
    """The version on the page from which somebody decides."""
    return number_of(request.POST.get("version")) or 0


def _told(row: Submission) -> str:
    """Whom the decision was mailed to."""
    person, _ = emails.reader_of(row)
    return f"{person} le lit dans un courriel" if person else "il n’y a personne à prévenir"


def _place(request: HttpRequest, row: Submission, data: dict[str, Any]) -> str:
    placing.place(submission=row, issue=data["issue"], by=request.user, beyond=data["beyond"])
    return f"Placé à la fin du {data['issue']}\u00a0: le droit ne sera compté qu’à l’envoi."


def _publish(request: HttpRequest, row: Submission, data: dict[str, Any]) -> str:
    resource = publishing.publish(submission=row, by=request.user, audience=data["audience"])
    return f"Publié dans les ressources\u00a0: {resource.title}."


def _pull(request: HttpRequest, row: Submission, data: dict[str, Any]) -> str:
    number = number_of(request.POST.get("parution")) or 0
    placement = get_object_or_404(Placement, pk=number, submission=row)
    placing.pull(placement=placement, by=request.user, reason=data["reason"])
    return f"Retiré du {placement.issue}\u00a0: l’encart est rendu à {row.supplier}."


FORMS: dict[str, Callable[[Submission, str], forms.Form]] = {
    "renvoyer": lambda _row, ids: WordsForm(auto_id=ids),
    "refuser": lambda _row, ids: WordsForm(auto_id=ids),
    "placer": lambda _row, ids: PlaceForm(auto_id=ids),
    "publier": lambda row, ids: PublishForm.of(row, auto_id=ids),
}
DECISIONS: dict[str, tuple[type[forms.Form], Decision]] = {
    "accepter": (forms.Form, _accept),
    "renvoyer": (WordsForm, _send_back),
    "refuser": (WordsForm, _refuse),
    "placer": (PlaceForm, _place),
    "publier": (PublishForm, _publish),
    "retirer": (ReasonForm, _pull),
}
