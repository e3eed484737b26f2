"""What a visitor does from a listing: write to its professional through the Club, report a mistake."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from club.core import limits, tokens
from club.core.errors import ClubError
from club.core.pages import visitor_page
from members import listings
from members.actions import enquiries, reports
from members.addresses import normalise
from members.emails import ENQUIRY
from members.listing_forms import EnquiryForm, ReportForm
from members.models import Enquiry
from members.models.directory import KEPT_DAYS
from members.visiting import TOO_MANY, within_limits

PER_ADDRESS, PER_LISTING = 3, 20
TOLD_ENOUGH = "Cette fiche a été beaucoup signalée aujourd’hui\u00a0: nous la relisons. Revenez demain si besoin."


@visitor_page
def contact(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """The same answer whoever writes: what becomes of it is told in the writer's own mailbox."""
    listing = listings.find(kind, slug)
    if not listings.reads(listing.recipient):
        raise Http404("Cette personne ne reçoit pas de message par l’annuaire.")
    form = EnquiryForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and within_limits(request, "enquiry-form", form=form):
        said = {name: form.cleaned_data[name] for name in ("name", "email", "phone", "message")}
        address = f"enquiry-from:{normalise(said['email'])}"
        if not form.is_robot() and limits.allow(address, limit=PER_ADDRESS, per=limits.DAY):
            enquiries.ask(to=listing, **said)
        return redirect("public:directory:enquiry_asked")
    context = {"form": form, "listing": listing, "days": KEPT_DAYS}
    return render(request, "members/public/listing/contact.html", context, status=_status(form))


@visitor_page
@require_safe
def enquiry_asked(request: HttpRequest) -> HttpResponse:
    return render(request, "members/public/listing/asked.html")


@visitor_page
def enquiry(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows the button, POST sends: mail scanners follow links."""
    pk = tokens.read(ENQUIRY, token)
    row = Enquiry.objects.select_related("recipient").filter(pk=pk).first() if pk else None
    if row is None:
        return render(request, "members/public/listing/dead_link.html", status=404)
    context = {"enquiry": row, "usable": enquiries.is_usable(row), "days": KEPT_DAYS}
    if request.method != "POST":
        return render(request, "members/public/listing/confirm.html", context)
    try:
        enquiries.send(enquiry=row)
    except (ClubError, Http404) as over:
        reason = str(over) if isinstance(over, ClubError) else "Cette fiche n’est plus dans l’annuaire."
        context |= {"usable": False, "reason": reason}
        return render(request, "members/public/listing/confirm.html", context, status=410)
    return render(request, "members/public/listing/sent.html", context)


@visitor_page
def report(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    listing = listings.find(kind, slug)
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and within_limits(request, "listing-report", form=form):
        said = {"listing": listing, "words": form.cleaned_data["words"], "email": form.cleaned_data["email"]}
        if form.is_robot() or reports.waiting(**said):
            return redirect("public:directory:reported")
        if limits.allow(f"listing-report-on:{listing.url}", limit=PER_LISTING, per=limits.DAY):
            reports.report(**said)
            return redirect("public:directory:reported")
        form.add_error(None, TOLD_ENOUGH)
    context = {"form": form, "listing": listing}
    return render(request, "members/public/listing/report.html", context, status=_status(form))


@visitor_page
@require_safe
def reported(request: HttpRequest) -> HttpResponse:
    return render(request, "members/public/listing/reported.html")


def _status(form: forms.Form) -> int:
    return 429 if {TOO_MANY, TOLD_ENOUGH} & set(form.non_field_errors()) else 200
