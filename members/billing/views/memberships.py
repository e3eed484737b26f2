"""Memberships for the team: the list of terms, the membership of an organisation, and how it ends."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Sum
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from club.core.access import staff_page
from club.core.errors import ClubError
from club.core.idempotency import once
from club.core.lists import list_context
from club.core.templatetags.club import euros
from members.actions import departures
from members.billing import access
from members.billing.actions import payers, renewals
from members.billing.document_forms import PayerForm
from members.billing.membership_forms import ExpulsionForm, OverrideForm, RenewForm, ResignationForm, TermFilter
from members.billing.terms import documents_of, terms_of
from members.models import Membership, Organisation, StatusOverride
from members.statuses import standing_of

SHOWN = ["starts_on", "ends_on", "planned_end", "seats", "organisation__name", "organisation__side"]


@staff_page(access.SEE_PROPOSAL)
@require_safe
def memberships(request: HttpRequest) -> HttpResponse:
    rows = Membership.objects.annotate(net=Coalesce(Sum("lines__net"), Decimal(0)))
    context = list_context(request, TermFilter(request), rows, key="-starts_on", shown=SHOWN, tell=line)
    return render(request, "billing/console/memberships.html", context)


def line(row: Membership) -> dict[str, str]:
    return {
        "pk": str(row.organisation_id),
        "organisation": row.organisation.name,
        "side": row.organisation.get_side_display(),
        "period": f"{row.starts_on:%d/%m/%Y} – {row.planned_end if row.never_begins else row.ends_on:%d/%m/%Y}",
        "note": _note(row),
        "seats": str(row.seats),
        "net": euros(row.net),
    }


def _note(row: Membership) -> str:
    if row.never_begins:
        return "retirée avant de commencer"
    return f"prévue jusqu’au {row.planned_end:%d/%m/%Y}" if row.ends_on < row.planned_end else ""


@staff_page(access.SEE_PROPOSAL)
@require_safe
def membership(request: HttpRequest, pk: int) -> HttpResponse:
    """Standing in words, terms, rights with their uses, documents, proposals, departures."""
    organisation = get_object_or_404(Organisation, pk=pk)
    today = timezone.localdate()
    terms, standing = terms_of(organisation, today), standing_of(organisation)
    latest = next((term.row for term in terms if not term.row.never_begins), None)
    context = {
        "organisation": organisation,
        "standing": standing,
        "terms": terms,
        "latest": latest,
        "running": next((term.row for term in terms if term.is_running), None),
        "people": organisation.affiliations.current().count(),
        "may_leave": standing.is_member or (latest and latest.ends_on >= today) or _awaited(organisation),
        "lapsed": bool(latest) and latest.ends_on < today,
        "documents": documents_of(organisation),
        "proposals": organisation.proposals.order_by("-pk")[:10],
        "notice": organisation.leave_notices.waiting().first(),
        "departures": organisation.departures.select_related("noted_by"),
        "override": StatusOverride.objects.filter(organisation=organisation, until__gte=today).first(),
        "renew": RenewForm(initial={"starts_on": today}),
    }
    return render(request, "billing/console/membership.html", context)


def _awaited(organisation: Organisation) -> bool:
    """A proposal may still begin a term."""
    return organisation.proposals.living().exists()


@staff_page(access.PAYER)
def payer(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the documents to come of an organisation go."""
    organisation = get_object_or_404(Organisation, pk=pk)
    form = PayerForm.of(organisation, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        payers.note_payer(organisation=organisation, by=request.user, **form.cleaned_data)
        messages.success(request, "L’adresse de facturation est notée.")
        return redirect("console:membership", pk)
    return render(request, "billing/console/payer.html", {"organisation": organisation, "form": form})


@staff_page(access.LEAVE)
@once
def resign(request: HttpRequest, pk: int) -> HttpResponse:
    return _decide(request, pk, "resign", ResignationForm, departures.resign, "La démission est notée.")


@staff_page(access.LEAVE)
@once
def expel(request: HttpRequest, pk: int) -> HttpResponse:
    return _decide(request, pk, "expel", ExpulsionForm, departures.expel, "La radiation est notée.")


@staff_page(access.LEAVE)
@once
def override(request: HttpRequest, pk: int) -> HttpResponse:
    return _decide(request, pk, "override", OverrideForm, departures.override_status, "Le statut est décidé.")


def _decide(
    request: HttpRequest, pk: int, step: str, form_class: type[forms.Form], act: Callable[..., Any], words: str
) -> HttpResponse:
    organisation = get_object_or_404(Organisation, pk=pk)
    form = form_class(request.POST or None)
    if form.is_valid():
        try:
            act(organisation=organisation, by=request.user, **form.cleaned_data)
            messages.success(request, words)
            return redirect("console:membership", pk)
        except ClubError as error:
            form.add_error(None, str(error))
    context = {"organisation": organisation, "form": form, "step": step, "standing": standing_of(organisation)}
    return render(request, "billing/console/membership_decide.html", context)


@staff_page(access.LEAVE)
@require_POST
@once
def lift(request: HttpRequest, pk: int) -> HttpResponse:
    organisation = get_object_or_404(Organisation, pk=pk)
    departures.lift_override(organisation=organisation, by=request.user)
    messages.success(request, f"Les règles reprennent. {standing_of(organisation).why}")
    return redirect("console:membership", pk)


@staff_page(access.PREPARE)
@require_POST
@once
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    """Prepare the renewal of a term now, or the return of an organisation that left."""
    term = get_object_or_404(Membership.objects.select_related("organisation"), pk=pk)
    form = RenewForm(request.POST)
    starts_on = form.cleaned_data["starts_on"] if form.is_valid() else None
    try:
        proposal = renewals.prepare(term=term, by=request.user, starts_on=starts_on)
    except ClubError as error:
        messages.error(request, str(error))
        return redirect("console:membership", term.organisation_id)
    return redirect("console:proposal", proposal.pk)
