"""Renewals: the campaign for the team, and the options and bilan of whoever renews."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from club.core import doorbell
from club.core.access import staff_page
from club.core.errors import ClubError
from members import choosing
from members.access import acting_for
from members.bilan import bilan_of_term
from members.billing import access, figures
from members.billing.actions import renewals as actions
from members.billing.membership_forms import OptionsForm
from members.billing.models import Proposal
from members.billing.views.accepting import by_token

State = Proposal.State
SHOWN = 12


@staff_page(access.SEE_PROPOSAL)
@require_safe
def renewals(request: HttpRequest) -> HttpResponse:
    """Who is at which stage, and the two runs: sending what is ready, beginning what is accepted."""
    rows = Proposal.objects.filter(kind=Proposal.Kind.RENEWAL)
    counts = dict(rows.values_list("state").annotate(n=Count("pk")).order_by())
    coming = actions.to_begin(until=date.max)
    context = {
        "stages": [(state.label, counts.get(state.value, 0), state.value) for state in State],
        "due": actions.due().select_related("organisation")[:SHOWN],
        "due_count": actions.due().count(),
        "ready": actions.to_send().count(),
        "coming": coming.select_related("organisation")[:SHOWN],
        "coming_count": coming.count(),
        "today_count": actions.to_begin().count(),
        "silent": rows.filter(state=State.EXPIRED).select_related("organisation").order_by("-pk")[:SHOWN],
    }
    return render(request, "billing/console/renewals.html", context)


@staff_page(access.PREPARE)
@require_POST
def prepare(request: HttpRequest) -> HttpResponse:
    """What the clock does each day, at once; twice prepares nothing more."""
    number = actions.prepare_due()
    messages.success(
        request,
        f"{number} renouvellement{'s préparés' if number > 1 else ' préparé'}."
        if number
        else "Rien n’était à préparer.",
    )
    return redirect("console:renewals")


@staff_page(access.PREPARE)
@require_POST
def send_all(request: HttpRequest) -> HttpResponse:
    doorbell.ring("billing.send_renewals", request.user.pk)
    messages.info(request, "L’envoi est en cours\u00a0: ce qui ne peut pas partir reste en préparation.")
    return redirect("console:renewals")


@staff_page(access.ACTIVATE)
@require_POST
def begin_all(request: HttpRequest) -> HttpResponse:
    """The dues run of the renewals that begin up to today; it bills nobody twice."""
    doorbell.ring("billing.begin_renewals", request.user.pk)
    messages.info(request, "Les adhésions acceptées commencent, leurs documents sont émis un à un.")
    return redirect("console:renewals")


@require_http_methods(["GET", "HEAD", "POST"])
@by_token
def options(request: HttpRequest, row: Proposal, token: str) -> HttpResponse:
    """Whoever renews adds or drops options; the figures and the document are made anew."""
    if row.kind != Proposal.Kind.RENEWAL or not row.is_open():
        return redirect("public:billing:proposal", token)
    held = {line.version.option_id: line.quantity for line in row.lines.select_related("version")}
    versions = choosing.catalogue(row.organisation.side, row.starts_on)
    form = OptionsForm(request.POST if request.method == "POST" else None, versions=versions, held=held)
    if form.is_bound and form.is_valid():
        try:
            actions.choose(proposal=row, wanted=form.wanted())
            return redirect("public:billing:proposal", token)
        except ClubError as error:
            form.add_error(None, str(error))
    context = {"proposal": row, "token": token, "form": form, "quote": figures.quote_of(row)}
    return render(request, "billing/public/options.html", context)


@require_safe
def bilan(request: HttpRequest, organisation: int, pk: int) -> HttpResponse:
    """What the organisation did with its rights over a term."""
    mine = acting_for(request.user, organisation)
    term = mine.organisation.memberships.filter(pk=pk).first()
    if term is None:
        raise Http404("Cette adhésion n’est pas celle de cette organisation.")
    context: dict[str, Any] = {"organisation": mine.organisation, "term": term, "bilan": bilan_of_term(term)}
    return render(request, "billing/portal/bilan.html", context)
