"""The steps of a proposal: granting the discount, sending, an acceptance on paper, beginning, closing."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from club.core.access import staff_page
from club.core.errors import ClubError
from club.core.idempotency import once
from members.billing import access, document_console, proposal_console
from members.billing.actions import proposals as actions
from members.billing.models import Document, Proposal
from members.billing.proposal_forms import CloseForm, PaperForm, SendForm


@staff_page(access.APPROVE_DISCOUNT)
@require_POST
@once
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, actions.approve_discount, "La remise est accordée\u00a0: la proposition peut partir.")


@staff_page(access.PREPARE)
@once
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks for the address; POST freezes the figures and mails the link, or mails it once more."""
    row = _found(pk)
    form = SendForm(request.POST or None, initial={"to": row.sent_to or actions.addressee(row)})
    if form.is_valid():
        act = actions.resend if row.state == Proposal.State.SENT else actions.send
        try:
            act(proposal=row, by=request.user, to=form.cleaned_data["to"])
            messages.success(request, f"Le lien est parti vers {form.cleaned_data['to']}.")
            return redirect("console:proposal", pk)
        except ClubError as error:
            form.add_error(None, str(error))
    return render(request, "billing/console/proposal_send.html", {"proposal": row, "form": form})


@staff_page(access.PREPARE)
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The signed form or the purchase order that came by mail or post; the same twice is one acceptance."""
    row = _found(pk)
    form = PaperForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        said = dict(form.cleaned_data)
        try:
            actions.accept(proposal=row, by=request.user, **said | {"file": said["file"].read()})
            messages.success(request, "L’accord est noté, sa pièce est gardée.")
            proposal_console.forget()
            return redirect("console:proposal", pk)
        except ClubError as error:
            form.add_error(None, str(error))
    return render(request, "billing/console/proposal_paper.html", {"proposal": row, "form": form})


@staff_page(access.ACTIVATE)
@require_POST
@once
def activate(request: HttpRequest, pk: int) -> HttpResponse:
    response = _act(request, pk, actions.activate, "C’est fait\u00a0: l’adhésion et ses droits sont en place.")
    if Document.objects.unissued().filter(proposal=pk).exists():
        document_console.forget()
        messages.warning(request, "Il manque quelque chose à son document\u00a0: il reste à compléter et à émettre.")
    return response


@staff_page(access.PREPARE)
@once
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """The organisation refused to somebody of the team, or the Club takes its proposal back."""
    row = _found(pk)
    form = CloseForm(request.POST or None, initial={"who": "declined" if row.state == "sent" else "withdrawn"})
    if form.is_valid():
        act = actions.decline if form.cleaned_data["who"] == "declined" else actions.withdraw
        try:
            act(proposal=row, by=request.user, reason=form.cleaned_data["reason"])
            messages.success(request, "C’est noté\u00a0: son lien n’ouvre plus rien.")
            return redirect("console:proposal", pk)
        except ClubError as error:
            form.add_error(None, str(error))
    return render(request, "billing/console/proposal_close.html", {"proposal": row, "form": form})


@staff_page(access.PREPARE)
@require_POST
@once
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, actions.reopen, "La proposition est de nouveau en préparation.")


def _act(request: HttpRequest, pk: int, act: Callable[..., Any], words: str) -> HttpResponse:
    try:
        act(proposal=_found(pk), by=request.user)
        messages.success(request, words)
        proposal_console.forget()
    except ClubError as error:
        messages.error(request, str(error))
    return redirect("console:proposal", pk)


def _found(pk: int) -> Proposal:
    return get_object_or_404(Proposal.objects.select_related("organisation", "application"), pk=pk)
