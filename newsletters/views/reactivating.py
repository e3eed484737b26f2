"""Putting an address back into use: staff ask, the reader confirms by the link. GET never acts, POST does."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from club.core.access import staff_page
from club.core.errors import ClubError
from club.core.idempotency import once
from club.core.pages import visitor_page
from members.models import User
from newsletters import access, reception, tokens
from newsletters.actions import reactivating
from newsletters.bounces import history
from newsletters.views.readers import masked


@visitor_page
def reactivate(request: HttpRequest, token: str) -> HttpResponse:
    """The signed link names one request; it serves once and for a week."""
    request_id = tokens.read(tokens.REACTIVATE, token)
    if request_id is None:
        return render(request, "newsletters/public/dead_link.html", status=404)
    page = "newsletters/public/reactivate.html"
    if request.method != "POST":
        return render(request, page, {"usable": reactivating.is_usable(request_id)})
    try:
        contact = reactivating.confirm(request_id=request_id)
    except ClubError as refusal:
        return render(request, page, {"usable": False, "reason": str(refusal)}, status=410)
    context = {"done": True, "reception": reception.of(contact), "address": masked(contact.email)}
    return render(request, page, context)


@staff_page(access.SUPPRESS)
@once
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody says the address works again, or gives another: a link goes there, and nothing changes before."""
    person = get_object_or_404(User, pk=pk)
    address, fault = request.POST.get("adresse", person.email).strip(), ""
    if request.method == "POST":
        try:
            reactivating.ask(contact=person, address=address, by=request.user)
            messages.success(request, f"Un lien à confirmer part vers {address}. Rien ne change avant.")
            return redirect("admin:members_user_change", pk)
        except ClubError as error:
            fault = str(error)
    context = {"person": person, "address": address, "fault": fault, "reception": reception.of(person)}
    context |= {"told": history.told(person), "may_change": request.user.has_perm(reactivating.CHANGE_PERSON)}
    return render(request, "newsletters/console/reactivate.html", context)
