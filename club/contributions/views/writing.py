"""Writing a contribution and following it, the same page for the portal and for the link of a mail."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from club.contributions import access, desk
from club.contributions.actions import calling, deciding, writing
from club.contributions.actions.placing import KINDS
from club.contributions.content import changes, content_of
from club.contributions.desk import Desk
from club.contributions.errors import ContributionError
from club.contributions.forms import SubmissionForm
from club.contributions.models import Submission
from club.core import limits
from club.core.errors import ClubError
from club.core.idempotency import once
from club.core.naming import number_of
from club.core.pages import visitor_page
from club.core.paging import page_of
from members.models import Organisation
from newsletters.models import Block, Issue
from newsletters.rendering.compose import compose
from newsletters.views.previews import mail_frame, shown

View = Callable[..., HttpResponse]
Step = Callable[[HttpRequest, Desk], tuple[str, Submission | None]]
SAVES_AN_HOUR, PAGE = 120, 50
HAND_IN, AGREE, DECLINE, WITHDRAW, REUSE = "remettre", "accord", "rien", "retirer", "reprendre"
LOST = "Joignez de nouveau l’image et le document."
TOO_MANY = "Beaucoup d’enregistrements en une heure\u00a0: réessayez plus tard, ou appelez-nous."


@visitor_page
@once
def call(request: HttpRequest, token: str) -> HttpResponse:
    """The link of a call: the form, without login."""
    return _opened(request, desk.of_call(token))


@visitor_page
@once
def follow(request: HttpRequest, token: str) -> HttpResponse:
    """The link of a decision: what became of the contribution, and what it asks for."""
    return _opened(request, desk.of_version(token))


@require_safe
def contributions(request: HttpRequest) -> HttpResponse:
    """What the person's suppliers wrote, the newest first, and where each appeared."""
    clients = access.clients_of(request.user)
    if not clients:
        raise Http404
    mine = Submission.objects.filter(supplier__in=clients)
    page = page_of(mine.select_related("supplier").with_place(), request, key="-saved_at", size=PAGE, known=mine)
    context = {"clients": clients, "rows": page.rows}
    context |= {"previous_url": page.previous_url, "next_url": page.next_url}
    return render(request, "contributions/portal/contributions.html", context)


@once
def new(request: HttpRequest, organisation: int) -> HttpResponse:
    mine = access.writing_for(request.user, organisation)
    supplier = mine.organisation
    return _page(request, Desk(request.user, supplier, call=desk.current_call(supplier)))


@once
def contribution(request: HttpRequest, pk: int) -> HttpResponse:
    rows = access.submissions_of(request.user).select_related("supplier", "call__slot")
    row = get_object_or_404(rows, pk=pk)
    return _page(request, Desk(request.user, row.supplier, row, row.call))


@require_POST
@mail_frame
def preview(request: HttpRequest, organisation: int) -> HttpResponse:
    supplier = access.writing_for(request.user, organisation).organisation
    saved = Submission.objects.filter(supplier=supplier, pk=number_of(request.GET.get("contenu")) or 0).first()
    return _in_the_mail(request, supplier, saved)


def link_preview(opened: Callable[[str], Desk | None]) -> View:
    """The preview of a link's form. ``opened`` gives the desk of its token."""

    @login_not_required
    @require_POST
    @mail_frame
    def shown_in_frame(request: HttpRequest, token: str) -> HttpResponse:
        found = opened(token)
        if found is None:
            raise Http404
        return _in_the_mail(request, found.supplier, found.submission)

    return shown_in_frame


def _opened(request: HttpRequest, found: Desk | None) -> HttpResponse:
    if found is None:
        return render(request, "contributions/public/dead_link.html", status=404)
    return _page(request, found)


def _page(request: HttpRequest, at: Desk) -> HttpResponse:
    row = at.submission
    if request.method != "POST":
        form = SubmissionForm.of(row) if row else SubmissionForm()
        return _shown(request, at, form)
    step = STEPS.get(request.POST.get("geste", ""))
    if step:
        return _step(request, at, step)
    form = SubmissionForm(request.POST, request.FILES, kept=row)
    if not limits.allow(f"contribution:{at.person.pk}", limit=SAVES_AN_HOUR, per=limits.HOUR):
        form.add_error(None, TOO_MANY)
    if form.is_valid() and (saved := _save(form, at)):
        return _handed_in(request, at, saved) if request.POST.get("geste") == HAND_IN else _kept(request, at, saved)
    return _shown(request, at, form)


def _shown(request: HttpRequest, at: Desk, form: SubmissionForm) -> HttpResponse:
    """Words that can no longer be changed are read; what was typed and refused stays on the page in every state."""
    read_only = bool(at.submission) and at.submission.state not in writing.WRITABLE and not form.is_bound
    return render(request, at.template, at.context() | {"form": form, "is_read_only": read_only})


def _save(form: SubmissionForm, at: Desk) -> Submission | None:
    """None when it could not be kept: the form says why, and shows what somebody else wrote meanwhile."""
    content, wished = form.content(), form.cleaned_data["wished"]
    try:
        if at.submission is None:
            return writing.begin(supplier=at.supplier, author=at.person, content=content, call=at.call, wished=wished)
        return writing.write(submission=at.submission, seen=form.cleaned_data["seen"], content=content, wished=wished)
    except writing.Conflict as conflict:
        form.add_error(None, f"{conflict} {LOST}" if form.files else str(conflict))
        form.theirs = list(changes(content.tidied(), content_of(conflict.current)))  # type: ignore[attr-defined]
        form.data = form.data.copy()
        form.data["seen"] = writing.fingerprint(conflict.current)
    except ClubError as error:
        form.add_error(None, str(error))
    return None


def _kept(request: HttpRequest, at: Desk, saved: Submission) -> HttpResponse:
    messages.success(request, "Brouillon gardé. Le Club ne le voit pas encore.")
    return redirect(at.url(saved))


def _handed_in(request: HttpRequest, at: Desk, saved: Submission) -> HttpResponse:
    try:
        writing.hand_in(submission=saved, by=at.person)
        messages.success(request, "C’est remis\u00a0: le Club vous lit et vous répond. Merci\u00a0!")
    except ClubError as error:
        messages.error(request, f"Brouillon gardé, mais pas encore remis. {error}")
    return redirect(at.url(saved))


def _step(request: HttpRequest, at: Desk, step: Step) -> HttpResponse:
    try:
        said, row = step(request, at)
        messages.success(request, said)
    except ClubError as error:
        messages.error(request, str(error))
        row = at.submission
    return redirect(at.url(row))


def _agree(request: HttpRequest, at: Desk) -> tuple[str, Submission | None]:
    seen = number_of(request.POST.get("version")) or 0
    row = deciding.agree(submission=_row(at), by=at.person, seen=seen)
    return "C’est d’accord\u00a0: ce texte paraîtra tel que vous l’avez lu.", row


def _decline(request: HttpRequest, at: Desk) -> tuple[str, Submission | None]:
    if at.call is None or at.call.slot.due_at <= timezone.now():
        raise ContributionError("Aucun appel n’attend de réponse.")
    calling.decline(call=at.call, by=at.person)
    return "C’est noté\u00a0: rien cette fois. Nous ne vous relancerons pas pour ce numéro.", at.submission


def _withdraw(request: HttpRequest, at: Desk) -> tuple[str, Submission | None]:
    return "Ce contenu est retiré.", writing.withdraw(submission=_row(at), by=at.person)


def _reuse(request: HttpRequest, at: Desk) -> tuple[str, Submission | None]:
    if at.token:
        raise Http404
    return "Voici un nouveau brouillon avec les mêmes mots.", writing.reuse(submission=_row(at), by=at.person)


def _row(at: Desk) -> Submission:
    if at.submission is None:
        raise Http404
    return at.submission


STEPS = {AGREE: _agree, DECLINE: _decline, WITHDRAW: _withdraw, REUSE: _reuse}


def _in_the_mail(request: HttpRequest, supplier: Organisation, saved: Submission | None) -> HttpResponse:
    """The insert as it stands in the form, in the real message; a new image shows once it is kept."""
    form = SubmissionForm(request.POST, kept=saved)
    form.full_clean()
    words = {name: form.data.get(name, "") for name in ("title", "text", "link_label", "image_alt")}
    kind = form.cleaned_data.get("kind", Block.Kind.PRODUCT)
    draft = Block(
        pk=0,
        supplier=supplier,
        kind=KINDS.get(kind, kind),
        image=saved.image if saved else "",
        link_url=form.cleaned_data.get("link_url", ""),
        **words,
    )
    issue = Issue.objects.flash().order_by("-number").first() or Issue(
        number=1, title="Flash info", subject="Flash info"
    )
    return HttpResponse(shown(compose(issue, [draft]), request.POST.get("mode", ""), ""))
