"""A registration by its mailed link: read it, answer an offer, give the seat back. No account is needed."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from club.core.errors import ClubError
from club.core.idempotency import once
from club.core.pages import visitor_page
from events import links
from events.actions import leaving, registering, waiting
from events.models import Offer, Registration


@visitor_page
@once
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Mail scanners follow links: reading changes nothing, a button does."""
    row = _opened(token)
    offer = row.offers.pending().first()
    if request.method == "POST":
        try:
            messages.success(request, answer(row, offer, request.POST.get("reponse", "")))
        except ClubError as error:
            messages.error(request, str(error))
        return redirect("public:agenda:registration", token)
    context = {"registration": row, "event": row.event, "offer": offer, "late": leaving.too_late(row)}
    return render(request, "events/public/registration.html", context)


def _opened(token: str) -> Registration:
    pk = links.registration_of(token)
    row = (
        Registration.objects.with_people()
        .select_related("event__commune", "event__departement")
        .filter(pk=pk)
        .first()
    )
    if pk is None or row is None:
        raise Http404("Ce lien n’ouvre aucune inscription.")
    return row


def answer(row: Registration, offer: Offer | None, said: str) -> str:
    """Do what the button says, and say what was done."""
    if said == "prendre" and offer:
        registering.seat_offered(offer)
        return "Votre place est réservée."
    if said == "laisser" and offer:
        waiting.decline(offer=offer)
        return "C’est noté\u00a0: la place va à la personne suivante."
    if said == "annuler":
        leaving.cancel(registration=row)
        return "C’est noté\u00a0: vous n’êtes plus inscrit."
    return "Rien n’a changé."
