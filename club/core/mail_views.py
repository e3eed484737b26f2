"""Service mails in the console: what left, what did not, and the doubts that a person settles."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from club.core import outbox
from club.core.access import staff_page
from club.core.console import Waiting, forget_count
from club.core.errors import ClubError
from club.core.models import OutboxMail
from club.core.paging import page_of

State = OutboxMail.State
SETTLE = "core.settle_outboxmail"
DOUBTS_SHOWN = 50


def waiting(user: Any) -> Iterator[Waiting]:
    """Service mails in doubt wait for whoever may settle them."""
    if not user.has_perm(SETTLE) or not (n := outbox.count_uncertain()):
        return
    title = "Un courriel de service non confirmé" if n == 1 else f"{n} courriels de service non confirmés"
    detail = "Le serveur n’a pas répondu : à laisser ou à renvoyer"
    yield Waiting(title, detail, reverse("console:mails"), "Régler")


@staff_page("core.view_outboxmail")
@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    """The latest first; by state, by address. The words of a mail are nobody's business but its reader's."""
    state, address = request.GET.get("etat", ""), request.GET.get("adresse", "").strip().lower()[:254]
    rows = OutboxMail.objects.select_related("person").defer("text", "html", "calendar")
    if state in State.values:
        rows = rows.filter(state=state)
    if address:
        rows = rows.filter(to_address=address)
    page = page_of(rows, request, key="-created_at")
    doubts = OutboxMail.objects.in_doubt().select_related("person").defer("text", "html", "calendar")
    context = {
        "rows": page.rows,
        "previous_url": page.previous_url,
        "next_url": page.next_url,
        "doubts": doubts.order_by("settled_at")[:DOUBTS_SHOWN],
        "doubt_count": outbox.count_uncertain(),
        "states": State.choices,
        "state": state,
        "address": address,
    }
    return render(request, "console/mails.html", context)


@staff_page(SETTLE)
@require_POST
def mail_settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave a doubt, or send the mail again."""
    mail = get_object_or_404(OutboxMail, pk=pk)
    again = request.POST.get("choix") == "again"
    try:
        (outbox.send_again if again else outbox.leave)(mail=mail, by=request.user)
        messages.success(request, "Le courriel repart." if again else "Le courriel est laissé tel quel.")
        forget_count("console:mails")
    except ClubError as error:
        messages.error(request, str(error))
    return redirect("console:mails")
