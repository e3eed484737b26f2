"""Guests in the console, in order of protocol; the page by which they, or their cabinet, answer."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from club.core.access import staff_page
from club.core.errors import ClubError
from club.core.idempotency import once
from club.core.pages import visitor_page
from events import links
from events.actions import inviting
from events.guest_forms import AnswerForm, InvitationForm
from events.models import Event, Invitation


@staff_page("events.add_invitation")
@once
def guests(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is invited in person, what they answered, and one more."""
    event = get_object_or_404(Event.objects.with_place(), pk=pk)
    form = InvitationForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            row = inviting.prepare(event=event, invited=form.invited(), by=request.user)  # type: ignore[arg-type]
        except ClubError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{row.person} est dans la liste. Rien n’est encore envoyé.")
            return redirect("console:event_guests", pk)
    rows = Invitation.objects.filter(event=event).with_seats().select_related("person")
    return render(request, "events/console/guests.html", {"event": event, "form": form, "guests": rows})


@staff_page("events.change_invitation")
@require_POST
@once
def send(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Invitation.objects.select_related("person"), pk=pk)
    try:
        inviting.send(invitation=row, by=request.user)  # type: ignore[arg-type]
        messages.success(request, f"L’invitation part vers {row.writes_to}.")
    except ClubError as error:
        messages.error(request, str(error))
    return redirect("console:event_guests", row.event_id)


@visitor_page
@once
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Mail scanners follow links: reading changes nothing, a button does."""
    row = _opened(token)
    form = AnswerForm(request.POST or None, event=row.event, initial={"represented_by": row.represented_by})
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, _answer(row, request.POST.get("reponse", ""), form))
        except ClubError as error:
            messages.error(request, str(error))
        return redirect("public:agenda:invitation", token)
    context = {"invitation": row, "event": row.event, "form": form, "guest": row.event.guest_words()}
    return render(request, "events/public/invitation.html", context)


def _answer(row: Invitation, said: str, form: AnswerForm) -> str:
    if said == "accepter":
        inviting.accept(invitation=row, **form.said())
        return "Merci\u00a0: la place est réservée, un courriel le confirme."
    if said == "decliner":
        inviting.decline(invitation=row)
        return "C’est noté, merci d’avoir répondu."
    return "Rien n’a changé."


def _opened(token: str) -> Invitation:
    pk = links.invitation_of(token)
    rows = Invitation.objects.with_seats().select_related("person", "event__commune", "event__departement")
    row = rows.filter(pk=pk).first() if pk else None
    if row is None or row.event.state == "draft":
        raise Http404("Ce lien n’ouvre aucune invitation.")
    return row
