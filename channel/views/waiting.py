"""What waits for the team about the public directory: claims to judge, mistakes that visitors reported."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from channel import directory
from channel.actions import claims
from channel.listing_forms import ClaimDecisionForm, ReportOutcomeForm
from channel.models import Claim
from club.core.access import staff_page
from club.core.console import forget_count
from club.core.errors import ClubError
from members.actions import reports
from members.models import ListingReport

SHOWN = 100


@staff_page("channel.change_expert")
@require_safe
def listings(request: HttpRequest) -> HttpResponse:
    """The oldest first; a claim whose link was mailed may still prove itself."""
    context = {
        "claims": Claim.objects.waiting().select_related("expert").order_by("pk")[:SHOWN],
        "reports": ListingReport.objects.waiting().order_by("pk")[:SHOWN],
    }
    return render(request, "channel/console/listings.html", context)


@staff_page("channel.change_expert")
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Claim.objects.select_related("expert", "settled_by"), pk=pk)
    form = ClaimDecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            if form.cleaned_data["choice"] == "yes":
                claims.accept(claim=row, by=request.user)
            else:
                claims.refuse(claim=row, reason=form.cleaned_data["reason"], by=request.user)
        except ClubError as error:
            form.add_error(None, str(error))
        else:
            return _settled(request, f"La demande sur {row.expert} est réglée.")
    context = {"form": form, "row": row, "url": directory.url_of(row.expert)}
    return render(request, "channel/console/claim.html", context)


@staff_page("channel.change_expert")
def report(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(ListingReport.objects.select_related("settled_by"), pk=pk)
    form = ReportOutcomeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reports.settle(report=row, outcome=form.cleaned_data["outcome"], by=request.user)
        except ClubError as error:
            form.add_error(None, str(error))
        else:
            return _settled(request, "Le signalement est classé.")
    return render(request, "channel/console/report.html", {"form": form, "row": row})


def _settled(request: HttpRequest, words: str) -> HttpResponse:
    messages.success(request, words)
    forget_count("console:listings")
    return redirect("console:listings")
