"""« Réclamer cette fiche »: the form, the link that proves it, and the page where a contact writes the listing."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from channel import directory
from channel.access import own_expert, public_expert
from channel.actions import claims, firms
from channel.emails import CLAIM
from channel.listing_forms import ClaimForm, FirmForm
from channel.models import Claim
from club.core import limits, tokens
from club.core.errors import ClubError
from club.core.pages import visitor_page
from members.addresses import normalise
from members.visiting import within_limits

PER_CONNECTION, PER_ADDRESS, PER_FIRM = 5, 3, 10
NAMES = ("first_name", "last_name", "job_title", "email", "words")


@visitor_page
def claim(request: HttpRequest, slug: str) -> HttpResponse:
    """The same answer for every address: who is a known contact is not told."""
    expert = public_expert(slug)
    form = ClaimForm(request.POST or None)
    context = {"form": form, "expert": expert, "url": directory.url_of(expert)}
    if request.method != "POST" or not form.is_valid():
        return render(request, "channel/public/claim.html", context)
    if not within_limits(request, "claim-form", form=form, limit=PER_CONNECTION):
        return render(request, "channel/public/claim.html", context, status=429)
    address = normalise(form.cleaned_data["email"])
    allowed = limits.allow(f"claim-address:{address}", limit=PER_ADDRESS, per=limits.DAY)
    if allowed and limits.allow(f"claim-firm:{expert.pk}", limit=PER_FIRM, per=limits.DAY) and not form.is_robot():
        claims.claim(expert=expert, **{name: form.cleaned_data[name] for name in NAMES})
    return redirect("public:directory:claim_asked")


@visitor_page
@require_safe
def claim_asked(request: HttpRequest) -> HttpResponse:
    return render(request, "channel/public/claim_asked.html")


@visitor_page
def claim_proof(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows the button, POST proves."""
    pk = tokens.read(CLAIM, token)
    row = Claim.objects.select_related("expert").filter(pk=pk).first() if pk else None
    context = {"claim": row, "usable": row is not None and claims.is_provable(row)}
    if row is None or request.method != "POST":
        return render(request, "channel/public/claim_proof.html", context, status=200 if row else 404)
    try:
        claims.prove(claim=row)
    except ClubError as over:
        context |= {"usable": False, "reason": str(over)}
        return render(request, "channel/public/claim_proof.html", context, status=410)
    return render(request, "channel/public/claim_proved.html", context)


def firm(request: HttpRequest, pk: int) -> HttpResponse:
    """A contact of the firm writes what the public reads of it."""
    expert = own_expert(request.user, pk)
    form = FirmForm(request.POST or None, expert=expert)
    if request.method == "POST" and form.is_valid():
        firms.write_listing(expert=expert, **form.cleaned_data)
        messages.success(request, "Votre fiche de l’annuaire est à jour.")
        return redirect("portal:channel:firm", pk)
    context = {"form": form, "expert": expert, "url": directory.url_of(expert)}
    return render(request, "channel/portal/firm.html", context)
