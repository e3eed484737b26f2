"""Proposals in the console: the list, one of them, its preparation."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.db.models import Sum
from django.db.models.functions import Coalesce
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from club.core.access import staff_page
from club.core.audit import name_of
from club.core.days import date_format
from club.core.errors import ClubError
from club.core.idempotency import once
from club.core.lists import list_context
from club.core.models import AuditEntry
from club.core.templatetags.club import euros
from members.billing import access, figures, files, offer
from members.billing.actions import proposals as actions
from members.billing.models import Proposal
from members.billing.proposal_forms import ProposalFilter, TermsForm
from members.models import Application

State = Proposal.State
TONES = {State.SENT: "info", State.ACCEPTED: "warning", State.ACTIVATED: "success"}
SHOWN = ["kind", "state", "starts_on", "ends_on", "valid_until", "organisation__name", "discount", "created_at"]
SHOWN += ["discount_approved_by"]
VERBS = {
    "proposal.prepare": "préparée",
    "proposal.renew": "préparée pour le renouvellement",
    "proposal.change": "préparée depuis le simulateur",
    "proposal.choose": "options changées par l’organisation",
    "proposal.approve_discount": "remise accordée",
    "proposal.send": "envoyée",
    "proposal.resend": "renvoyée",
    "proposal.accept": "acceptée",
    "proposal.decline": "refusée",
    "proposal.withdraw": "retirée",
    "proposal.expire": "restée sans réponse",
    "proposal.reopen": "reprise",
    "proposal.activate": "commencée",
}


@staff_page(access.SEE_PROPOSAL)
@require_safe
def proposals(request: HttpRequest) -> HttpResponse:
    rows = Proposal.objects.annotate(net=Coalesce(Sum("lines__net"), Decimal(0)))
    context = list_context(request, ProposalFilter(request), rows, key="-created_at", shown=SHOWN, tell=line)
    return render(request, "billing/console/proposals.html", context)


def line(row: Proposal) -> dict[str, str]:
    note = "remise à accorder" if row.state == State.DRAFT and row.waits_for_approval else ""
    if row.state == State.SENT:
        note = f"réponse attendue avant le {date_format(row.valid_until, 'j F Y')}"
    return {
        "pk": str(row.pk),
        "organisation": row.organisation.name,
        "kind": row.get_kind_display(),
        "period": f"{row.starts_on:%d/%m/%Y} – {row.ends_on:%d/%m/%Y}",
        "net": euros(row.net),
        "state": row.get_state_display(),
        "tone": TONES.get(State(row.state), ""),
        "note": note,
    }


@staff_page(access.SEE_PROPOSAL)
@require_safe
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    row = _found(pk)
    return render(request, "billing/console/proposal.html", context_of(request, row))


def context_of(request: HttpRequest, row: Proposal) -> dict[str, Any]:
    """What the page of a proposal shows: figures, schedule, what it ends and gives, what was done, what is next."""
    quote, credit = figures.quote_of(row), figures.credit_of(row)
    acts = AuditEntry.objects.filter(target=name_of(row)).select_related("actor").order_by("at", "pk")
    return {
        "proposal": row,
        "reference": offer.reference(row),
        "tone": TONES.get(State(row.state), ""),
        "quote": quote,
        "credit": credit,
        "balance": quote.total - credit.total,
        "rights": offer.rights(quote),
        "instalments": figures.due_dates(row.instalments),
        "acts": [(act, VERBS.get(act.verb, act.verb)) for act in acts],
        "may_approve": access.can_approve_discount(request.user, row),
        "approvers": access.discount_approvers(row) if row.is_changeable and row.waits_for_approval else [],
        "documents": row.documents.exclude(number=None).order_by("pk"),
        "can_reopen": row.state in (State.DECLINED, State.EXPIRED, State.WITHDRAWN),
    }


@staff_page(access.PREPARE)
@require_POST
@once
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """The proposal of an admitted application; the one it has already, if any."""
    application = get_object_or_404(Application, pk=pk)
    try:
        row = actions.propose(application=application, by=request.user)
    except ClubError as error:
        messages.error(request, str(error))
        return redirect("console:proposals")
    return redirect("console:proposal", row.pk)


@staff_page(access.PREPARE)
@once
def prepare(request: HttpRequest, pk: int) -> HttpResponse:
    row = _found(pk)
    form = TermsForm(request.POST or None, proposal=row, initial=vars(actions.terms_of(row)))
    if form.is_valid():
        try:
            actions.prepare(proposal=row, terms=form.terms(), by=request.user)
            messages.success(request, "La proposition est à jour.")
            return redirect("console:proposal", pk)
        except ClubError as error:
            form.add_error(None, str(error))
    return render(request, "billing/console/proposal_prepare.html", {"proposal": row, "form": form})


@staff_page(access.SEE_PROPOSAL)
@require_safe
def pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The file that was sent; of a draft, what it would be."""
    row = _found(pk)
    try:
        content = files.read(row.pdf_sha256) if row.pdf_sha256 else offer.pdf(row)
    except ClubError as error:
        messages.error(request, str(error))
        return redirect("console:proposal", pk)
    return HttpResponse(content, content_type="application/pdf", headers=_inline(f"{offer.reference(row)}.pdf"))


@staff_page(access.SEE_PROPOSAL)
@require_safe
def evidence(request: HttpRequest, pk: int) -> FileResponse:
    """The signed form or the order that was uploaded."""
    row = _found(pk)
    if not row.evidence_sha256:
        raise Http404("Aucune pièce n’est jointe.")
    name = f"{offer.reference(row)}-accord.pdf"
    return FileResponse(files.path_of(row.evidence_sha256).open("rb"), as_attachment=True, filename=name)


def _found(pk: int) -> Proposal:
    rows = Proposal.objects.select_related(
        "organisation", "application", "previous", "membership", "prepared_by", "discount_approved_by"
    )
    return get_object_or_404(rows, pk=pk)


def _inline(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'inline; filename="{name}"', "X-Content-Type-Options": "nosniff"}
