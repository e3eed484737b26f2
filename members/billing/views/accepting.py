"""What the mailed link of a proposal opens, without account and without script: read, accept, refuse.

The link names one proposal and is signed. GET never acts, for mail scanners follow links; POST does.
"""

from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from club.core.errors import ClubError
from club.core.pages import View, visitor_page
from members.bilan import bilan_of_term
from members.billing import figures, files, links, offer
from members.billing.actions import acceptance
from members.billing.actions.proposals import decline as decline_it
from members.billing.consent import authority_words, consent_words
from members.billing.models import Proposal
from members.billing.proposal_forms import AcceptForm, CodeForm, DeclineForm

CODE = "code"
HIDDEN = (Proposal.State.DRAFT, Proposal.State.WITHDRAWN)


def by_token(view: View) -> View:
    """The view gets the proposal that the token names; a wrong token, a draft and what was withdrawn open nothing."""

    @wraps(view)
    def found(request: HttpRequest, token: str) -> HttpResponse:
        pk = links.proposal_of(token)
        rows = Proposal.objects.select_related("organisation", "previous__organisation").exclude(state__in=HIDDEN)
        row = rows.filter(pk=pk).first() if pk else None
        if row is None:
            return render(request, "billing/public/dead_link.html", status=404)
        return view(request, row, token)

    return visitor_page(found)


@by_token
def proposal(request: HttpRequest, row: Proposal, token: str) -> HttpResponse:
    """Reading and accepting; another button of the same form asks for the code first."""
    if row.is_settled:
        return redirect("public:billing:thanks", token)
    if request.POST.get("action") == CODE:
        return _ask(request, row, token)
    form = _form(row, request.POST or None)
    status = 200
    if form.is_valid():
        try:
            _accept(row, form.cleaned_data)
            return redirect("public:billing:thanks", token)
        except ClubError as error:
            form.add_error(None, str(error))
            status = 409
    return render(request, "billing/public/proposal.html", _context(row, token, form), status=status)


def _ask(request: HttpRequest, row: Proposal, token: str) -> HttpResponse:
    """Mails the code; whatever was typed is still in the page."""
    asked, typed = CodeForm(request.POST), {name: request.POST.get(name, "") for name in AcceptForm.base_fields}
    fault, status = "", 200
    if asked.is_valid():
        connection = get_adapter().get_client_ip(request)
        try:
            acceptance.ask_code(proposal=row, email=asked.cleaned_data["email"], connection=connection)
        except ClubError as error:
            fault, status = str(error), 409
    else:
        fault, status = "Donnez l’adresse où envoyer le code.", 400
    form = _form(row, None, typed | {"code": "", "document": row.pdf_sha256})
    if not fault:
        form.fields["code"].widget.attrs["autofocus"] = True
    more = {"fault": fault, "code_sent": "" if fault else asked.cleaned_data["email"]}
    return render(request, "billing/public/proposal.html", _context(row, token, form) | more, status=status)


def _form(row: Proposal, data: Any, typed: dict[str, Any] | None = None) -> AcceptForm:
    initial = typed or {"document": row.pdf_sha256, "order_number": row.order_number}
    return AcceptForm(data, words=(authority_words(row), consent_words(row)), initial=initial)


def _accept(row: Proposal, said: dict[str, Any]) -> None:
    names = ("name", "title", "email", "code", "document", "order_number")
    acceptance.accept_by_link(proposal=row, **{name: said[name] for name in names})


def _context(row: Proposal, token: str, form: AcceptForm) -> dict[str, Any]:
    quote, credit = figures.quote_of(row), figures.credit_of(row)
    return {
        "proposal": row,
        "token": token,
        "title": offer.TITLES[Proposal.Kind(row.kind)],
        "reference": offer.reference(row),
        "quote": quote,
        "rights": offer.rights(quote),
        "credit": credit,
        "balance": quote.total - credit.total,
        "instalments": figures.due_dates(row.instalments),
        "form": form,
        "bilan": bilan_of_term(row.previous) if row.previous else None,
        "may_choose": row.kind == Proposal.Kind.RENEWAL and row.is_open() and not row.discount,
        "is_open": row.is_open(),
        "closed": "" if row.is_open() else acceptance.closed_words(row),
    }


@require_safe
@by_token
def pdf(request: HttpRequest, row: Proposal, token: str) -> HttpResponse:
    """Exactly the file whose hash the acceptance names."""
    if not row.pdf_sha256:
        raise Http404("Cette proposition n’a pas de document.")
    name = f'inline; filename="{offer.reference(row)}.pdf"'
    headers = {"Content-Disposition": name, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(files.read(row.pdf_sha256), content_type="application/pdf", headers=headers)


@by_token
def decline(request: HttpRequest, row: Proposal, token: str) -> HttpResponse:
    """GET asks, POST notes the refusal; a proposal that is no longer open says so."""
    form = DeclineForm(request.POST if request.method == "POST" else None)
    fault = ""
    if request.method == "POST" and form.is_valid():
        try:
            row = decline_it(proposal=row, reason=form.cleaned_data["reason"])
        except ClubError as error:
            fault = str(error)
    context = {"proposal": row, "token": token, "form": form, "fault": fault}
    return render(request, "billing/public/decline.html", context, status=409 if fault else 200)


@require_safe
@by_token
def thanks(request: HttpRequest, row: Proposal, token: str) -> HttpResponse:
    """What was accepted, by whom, and what comes next; before that, the way to the proposal."""
    if not row.is_settled:
        return redirect("public:billing:proposal", token)
    context = {"proposal": row, "token": token, "reference": offer.reference(row)}
    return render(request, "billing/public/thanks.html", context)
