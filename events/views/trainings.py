"""Trainings: the topics that ambassadors and experts ask for, what suppliers propose, what the team decides."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from club.core.access import staff_page
from club.core.errors import ClubError
from club.core.idempotency import once
from club.core.naming import number_of
from events.access import can_propose_training, can_wish_training
from events.actions import trainings
from events.errors import EventError
from events.models import TopicVote, TopicWish, TrainingProposal
from events.training_forms import ProposalForm, RefusalForm, WishForm
from events.views.console import record
from members.access import acting_for, affiliations_of


@require_http_methods(["GET", "HEAD", "POST"])
@once
def topics(request: HttpRequest) -> HttpResponse:
    """The topics that are wanted, the most wanted first; ambassadors and experts vote and ask."""
    may_wish = can_wish_training(request.user)
    if request.method == "POST" and not may_wish:
        messages.error(request, "Les ambassadeurs et les experts du Channel demandent des sujets et votent.")
        return redirect("portal:agenda:topics")
    asks = request.POST.get("geste") == "demander"
    form = WishForm(request.POST if asks else None)
    if asks and form.is_valid():
        trainings.wish(**form.cleaned_data, by=request.user)  # type: ignore[arg-type]
        messages.success(request, "C’est demandé. Les fournisseurs voient ce sujet et le nombre de voix.")
        return redirect("portal:agenda:topics")
    if request.method == "POST" and not asks:
        return _voted(request)
    mine = set(TopicVote.objects.filter(person=request.user).values_list("wish_id", flat=True))  # type: ignore[misc]
    context: dict[str, Any] = {"form": form, "may_wish": may_wish, "mine": mine, "wanted": TopicWish.objects.open()}
    context["suppliers"] = [row.organisation for row in affiliations_of(request.user) if can_propose_training(row)]
    return render(request, "events/portal/topics.html", context)


def _voted(request: HttpRequest) -> HttpResponse:
    pk, _, wants = request.POST.get("voix", "").partition(":")
    wish = TopicWish.objects.filter(pk=number_of(pk)).first()
    try:
        if wish is None:
            raise EventError("Ce sujet n’est plus dans la liste.")
        trainings.vote(wish=wish, person=request.user, wants=wants == "oui")  # type: ignore[arg-type]
    except ClubError as error:
        messages.error(request, str(error))
    return redirect("portal:agenda:topics")


@require_http_methods(["GET", "HEAD", "POST"])
@once
def propose(request: HttpRequest, organisation: int) -> HttpResponse:
    """A supplier's own proposals and what became of them; a new one."""
    acting = acting_for(request.user, organisation)
    form = ProposalForm(request.POST or None, instance=TrainingProposal(organisation=acting.organisation))
    if not can_propose_training(acting):
        form = None
    elif form.is_bound and form.is_valid():
        trainings.propose(proposal=form.instance, by=request.user)  # type: ignore[arg-type]
        messages.success(request, "Votre proposition est envoyée. L’équipe vous répond par courriel.")
        return redirect("portal:agenda:propose", organisation)
    rows = TrainingProposal.objects.filter(organisation=acting.organisation).select_related("event")
    context = {"organisation": acting.organisation, "form": form, "proposals": rows}
    return render(request, "events/portal/propose.html", context)


@staff_page("events.view_trainingproposal")
@require_safe
def proposals(request: HttpRequest) -> HttpResponse:
    """What suppliers propose, those to decide first; what is wanted."""
    rows = TrainingProposal.objects.select_related("organisation", "departement", "event", "wish", "made_by")
    waiting = rows.filter(state=TrainingProposal.State.PROPOSED).order_by("made_at")
    decided = rows.exclude(state=TrainingProposal.State.PROPOSED)[:50]
    context = {"waiting": waiting, "decided": decided, "wanted": TopicWish.objects.open()}
    return render(request, "events/console/proposals.html", context)


@staff_page("events.change_trainingproposal")
@once
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """One click makes it a draft of the agenda; a refusal says why."""
    found = get_object_or_404(TrainingProposal.objects.select_related("organisation", "departement", "event"), pk=pk)
    refuses = request.POST.get("geste") == "refuser"
    form = RefusalForm(request.POST if refuses else None)
    if request.method == "POST" and (not refuses or form.is_valid()):
        try:
            if not refuses:
                event = trainings.accept(proposal=found, by=request.user)
                messages.success(
                    request, "Voici le brouillon, dans six semaines\u00a0: donnez-lui sa date et annoncez-le."
                )
                return redirect(record(event))
            trainings.refuse(proposal=found, reason=form.cleaned_data["reason"], by=request.user)
            messages.success(request, "C’est refusé. Le fournisseur reçoit votre raison.")
            return redirect("console:trainings")
        except ClubError as error:
            form.add_error(None, str(error)) if refuses else messages.error(request, str(error))
    return render(request, "events/console/proposal.html", {"proposal": found, "form": form})
