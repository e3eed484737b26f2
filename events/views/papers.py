"""Papers of an event, for the team: what would not be read on the badges first, then each as PDF."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from club.core.access import staff_page
from events.models import Event
from events.papers import people, rows
from events.papers.badges import sheets_of
from events.papers.typesetting import Occasion

Paper = Callable[[Event], bytes]
ON_A_SHEET = 10


def _badges(event: Event) -> bytes:
    return sheets_of(Occasion.of(event), rows.badges_of(event)).pdf


def _sheet(event: Event) -> bytes:
    return people.sheet_to_sign(Occasion.of(event), rows.expected(event))


def _door(event: Event) -> bytes:
    return people.list_at_the_door(Occasion.of(event), rows.expected(event))


def _attestations(event: Event) -> bytes:
    there = rows.present(event)
    if not there:
        raise Http404("Personne n’a émargé.")
    return people.attestations(Occasion.of(event), there, made_on=timezone.localdate())


PAPERS: dict[str, Paper] = {
    "badges": _badges,
    "emargement": _sheet,
    "accueil": _door,
    "attestations": _attestations,
}


@staff_page("events.view_registration")
@require_safe
def papers(request: HttpRequest, pk: int) -> HttpResponse:
    event = get_object_or_404(Event.objects.with_place(), pk=pk)
    badges = rows.badges_of(event, with_codes=False)
    context = {
        "event": event,
        "unfit": sheets_of(Occasion.of(event), badges).unfit,
        "badge_count": len(badges),
        "sheet_count": -(-len(badges) // ON_A_SHEET),
        "present_count": event.registrations.filter(check_in__isnull=False).count(),
    }
    return render(request, "events/console/papers.html", context)


@staff_page("events.view_registration")
@require_safe
@never_cache
def paper(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    event = get_object_or_404(Event.objects.with_place(), pk=pk)
    if name not in PAPERS:
        raise Http404("Ce papier n’existe pas.")
    named = {"Content-Disposition": f'inline; filename="{event.slug}-{name}.pdf"'}
    return HttpResponse(PAPERS[name](event), content_type="application/pdf", headers=named)
