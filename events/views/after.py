"""The days after an event: what those who came say by their mailed link, and what the team reads of it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from club.core.access import staff_page
from club.core.errors import ClubError
from club.core.idempotency import once
from club.core.pages import visitor_page
from events import aftermath, links, presence, returns
from events.actions import afterwards
from events.after_forms import ContactsForm, FeedbackForm
from events.aftermath import Circle
from events.models import Event, Feedback, Kind
from events.papers.people import Guest, attestations
from events.papers.typesetting import Occasion
from members.access import acting_for
from members.models import Organisation

NAMED, MET = 50, 300
"""Names that the team’s page shows before it sends to the list: present, and absent; contacts with officials."""


@visitor_page
@once
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Three questions, and those with whom to stay in touch; a button acts, reading does not."""
    feedback = _opened(token)
    step, who = request.POST.get("geste", ""), request.GET.get("qui", "").strip()[:120]
    circle = aftermath.met_by(feedback.registration, who)
    forms = _forms(feedback, circle, request.POST if request.method == "POST" else None, step)
    form = forms.get(step)
    if form is not None and form.is_valid():
        try:
            messages.success(request, _done(feedback, step, form.cleaned_data))
            return redirect("public:agenda:after", token)
        except ClubError as error:
            form.add_error(None, str(error))
    row = feedback.registration
    context = {"feedback": feedback, "registration": row, "event": row.event, "form": form, "token": token, **forms}
    context |= {"circle": circle, "who": who}
    return render(request, "events/public/after.html", context)


@visitor_page
@require_safe
def attestation(request: HttpRequest, token: str) -> HttpResponse:
    """That somebody was there, for those who were checked in at a training."""
    row = _opened(token).registration
    if row.event.kind != Kind.TRAINING or not row.event.is_over() or not hasattr(row, "check_in"):
        raise Http404("Aucune attestation pour cette inscription.")
    guest = Guest(str(row.person), row.structure)
    paper = attestations(Occasion.of(row.event), [guest], made_on=timezone.localdate())
    named = {"Content-Disposition": 'inline; filename="attestation-de-presence.pdf"'}
    return HttpResponse(paper, content_type="application/pdf", headers=named)


@staff_page("events.view_registration")
@require_safe
def event_after(request: HttpRequest, pk: int) -> HttpResponse:
    """Who came, who did not, what they say, how many stay in touch."""
    event = get_object_or_404(Event, pk=pk)
    count, absent = presence.count_of(event), aftermath.absent_from(event)
    context: dict[str, Any] = {"event": event, "count": count, "hosts": returns.hosts_of(event)}
    context |= {"present": aftermath.present_at(event)[:NAMED], "absent": absent[:NAMED]}
    context |= {"absences": absent.count(), "more_present": count.present - NAMED}
    context["more_absent"] = context["absences"] - NAMED
    context |= {"opinions": aftermath.opinions_on(event), "pairs": aftermath.pairs_of(event)}
    context |= _with_officials(event)
    return render(request, "events/console/after.html", context)


def _with_officials(event: Event) -> dict[str, Any]:
    """Contacts prepared for the register; nothing is asked for where no official comes."""
    if not event.with_officials:
        return {}
    rows = aftermath.official_contacts_of(event)
    return {"contacts": rows.count(), "official_contacts": rows[:MET]}


@staff_page("events.view_registration")
@require_safe
def event_return(request: HttpRequest, pk: int, organisation: int) -> HttpResponse:
    """The same return as the supplier reads."""
    event = get_object_or_404(Event.objects.with_place(), pk=pk)
    brought = returns.return_of(event, get_object_or_404(Organisation, pk=organisation))
    if brought is None:
        raise Http404("Cette organisation n’a tenu aucun atelier ce jour-là.")
    return render(request, "events/console/return.html", {"event": event, "brought": brought})


@require_safe
def supplier_return(request: HttpRequest, slug: str, organisation: int) -> HttpResponse:
    """What the meeting brought to the supplier, for those who act for it."""
    event = get_object_or_404(Event.objects.over().with_place().filter(kind=Kind.REGIONAL), slug=slug)
    brought = returns.return_of(event, acting_for(request.user, organisation).organisation)
    if brought is None:
        raise Http404("Cette organisation n’a tenu aucun atelier ce jour-là.")
    return render(request, "events/portal/return.html", {"event": event, "brought": brought})


def _opened(token: str) -> Feedback:
    pk = links.registration_after(token)
    rows = Feedback.objects.select_related("registration__person", "registration__event")
    found = rows.filter(registration=pk).first() if pk else None
    if found is None:
        raise Http404("Ce lien n’ouvre aucun avis.")
    return found


def _forms(feedback: Feedback, circle: Circle, data: Any, step: str) -> dict[str, Any]:
    said = {"note": feedback.note, "takes": feedback.takes, "missed": feedback.missed}
    wished = {"wanted": [row.pk for row in circle.chosen]}
    met = [*circle.chosen, *circle.others]
    return {
        "avis": FeedbackForm(data if step == "avis" else None, initial=said),
        "contacts": ContactsForm(data if step == "contacts" else None, initial=wished, met=met),
    }


def _done(feedback: Feedback, step: str, data: dict[str, Any]) -> str:
    if step == "avis":
        afterwards.answer(feedback=feedback, **data)
        return "Merci\u00a0: votre avis est noté. Vous pouvez encore le changer."
    met = afterwards.stay_in_touch(registration=feedback.registration, wanted=data["wanted"])
    if met:
        names = ", ".join(str(row.person) for row in met)
        return f"{names}\u00a0: vous l’avez dit tous les deux, chacun reçoit l’adresse de l’autre."
    return "C’est noté. Personne n’est prévenu tant que l’autre n’a pas dit oui aussi."
