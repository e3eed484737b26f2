"""A change of options in mid-term: simulated by a GET, which writes nothing; then proposed, or confirmed."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from club.core.access import staff_page
from club.core.errors import ClubError
from club.core.idempotency import once
from members import choosing
from members.access import administering
from members.billing import access
from members.billing.actions import changes, confirming
from members.billing.consent import authority_words, consent_words
from members.billing.membership_forms import ChangeForm, ConfirmForm
from members.billing.models import Proposal
from members.models import Membership


def _simulated(request: HttpRequest, term: Membership, data: Any, *, seats: bool) -> dict[str, Any]:
    """The form and, once it is valid, what the change would do."""
    tomorrow = max(timezone.localdate(), term.starts_on) + timedelta(days=1)
    held, on_sale = changes.held(term, tomorrow), choosing.catalogue(term.organisation.side, tomorrow)
    running = [line.version for line in changes.running_lines(term, tomorrow)]
    on_sale += [version for version in running if version.option_id not in {v.option_id for v in on_sale}]
    form = ChangeForm(
        data,
        versions=on_sale,
        held=held,
        seats=term.seats if seats else None,
        initial={"day": min(tomorrow, term.ends_on)},
    )
    found = None
    if form.is_bound and form.is_valid():
        try:
            found = changes.simulate(membership=term, wanted=form.wanted(), day=form.cleaned_data["day"])
        except ClubError as error:
            form.add_error(None, str(error))
    return {"term": term, "organisation": term.organisation, "form": form, "found": found}


@staff_page(access.PREPARE)
@once
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """GET simulates; POST prepares the proposal of the same change, to be sent or signed on paper."""
    term = get_object_or_404(Membership.objects.select_related("organisation"), pk=pk)
    context = _simulated(request, term, request.POST or request.GET or None, seats=True)
    form, found = context["form"], context["found"]
    if request.method == "POST" and found:
        said = {"day": form.cleaned_data["day"], "seats": form.cleaned_data["seats"], "by": request.user}
        try:
            row = changes.propose_change(membership=term, wanted=form.wanted(), **said)
            messages.success(request, "Le changement est préparé\u00a0: envoyez-le, ou notez l’accord reçu.")
            return redirect("console:proposal", row.pk)
        except ClubError as error:
            form.add_error(None, str(error))
    return render(request, "billing/console/change.html", context)


@once
def own_change(request: HttpRequest, organisation: int) -> HttpResponse:
    """The same for an administrator of the organisation, who confirms here what raises the dues."""
    mine = administering(request.user, organisation)
    term = mine.organisation.memberships.running().first()
    if term is None:
        messages.info(request, "Aucune adhésion n’est en cours\u00a0: il n’y a rien à changer.")
        return redirect("portal:members:organisation", organisation)
    context = _simulated(request, term, request.POST or request.GET or None, seats=False)
    if context["found"]:
        context["confirm"] = _confirm_form(request, term, context["found"], mine.job_title)
    asked = request.method == "POST" and context["found"] and context["confirm"].is_valid()
    answer = _confirmed(request, term, context) if asked else None
    return answer or render(request, "billing/portal/change.html", context)


def _confirm_form(request: HttpRequest, term: Membership, found: changes.Simulation, title: str) -> ConfirmForm:
    offer = Proposal(kind=Proposal.Kind.CHANGE, organisation=term.organisation)
    data = request.POST if request.method == "POST" else None
    initial = {"title": title, "figures": confirming.seen(found)}
    return ConfirmForm(data, words=(authority_words(offer), consent_words(offer)), initial=initial)


def _confirmed(request: HttpRequest, term: Membership, context: dict[str, Any]) -> HttpResponse | None:
    form, confirm = context["form"], context["confirm"].cleaned_data
    said = {"day": form.cleaned_data["day"], "title": confirm["title"], "figures": confirm["figures"]}
    try:
        row = confirming.confirm_change(membership=term, wanted=form.wanted(), by=request.user, **said)
    except ClubError as error:
        form.add_error(None, str(error))
        return None
    if row.state == Proposal.State.ACTIVATED:
        messages.success(request, "C’est fait\u00a0: l’avoir et la facture sont dans vos documents.")
    else:
        messages.success(request, "Votre demande est chez nous\u00a0: le Club la relit et vous répond.")
    return redirect("portal:members:organisation", term.organisation_id)
