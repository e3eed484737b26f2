"""A registration by its mailed link: read it, answer an offer, give the seat back. No account is needed."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from club.core.errors import ClubError
from club.core.idempotency import once
from club.core.pages import visitor_page
from events import links
from events.actions import leaving, registering, seats, waiting
from events.attending import price_of_offer
from events.models import Offer, Registration
from events.registering_forms import NeedsForm


@visitor_page
@once
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Mail scanners follow links: reading changes nothing, a button does."""
    row = _opened(token)
    offer, said = row.offers.pending().first(), request.POST.get("reponse", "")
    needs = _needs(row, request.POST if said == "preciser" else None)
    if request.method == "POST" and not (needs and needs.is_bound and not needs.is_valid()):
        try:
            messages.success(request, _told(row, needs) if said == "preciser" else answer(row, offer, said))
        except ClubError as error:
            messages.error(request, str(error))
        return redirect("public:agenda:registration", token)
    context = {"registration": row, "event": row.event, "offer": offer, "late": leaving.too_late(row), "needs": needs}
    context["left"] = not offer and seats.is_left_to(row)
    context["price"] = price_of_offer(row) if offer or context["left"] else ""
    return render(request, "events/public/registration.html", context)


def _needs(row: Registration, data: QueryDict | None) -> NeedsForm | None:
    """What somebody who comes or waits may still say of the day."""
    if row.state == Registration.State.CANCELLED or row.event.is_over():
        return None
    return NeedsForm.of(row, data)


def _told(row: Registration, needs: NeedsForm | None) -> str:
    if needs is None:
        return "Rien n’a changé."
    registering.tell(registration=row, **needs.needs())
    return "C’est noté."


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
    if said in ("prendre", "prendre-facturee") and row.state == Registration.State.WAITING:
        priced = said == "prendre-facturee"
        if offer:
            registering.seat_offered(offer, accepts_price=priced)
        else:
            registering.take_left(row, accepts_price=priced)
        return "Votre place est réservée."
    if said == "laisser" and offer:
        waiting.decline(offer=offer)
        return "C’est noté\u00a0: la place va à la personne suivante."
    if said == "annuler":
        leaving.cancel(registration=row)
        return "C’est noté\u00a0: vous n’êtes plus inscrit."
    return "Rien n’a changé."
