"""The public agenda: what comes, what was, by month, one event, and the same for calendars."""

from datetime import date
from itertools import groupby
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from club.core.models import Departement
from club.core.pages import public_page
from club.core.readings import mark
from club.editorial.reading import html_of
from events.engines import told_to_engines
from events.ics import CONTENT_TYPE, KEPT, calendar_of
from events.models import Event, Kind, State
from events.months import bounds, events_of, month_after, weeks_of, years

FEED_NAME = "Agenda du Club de l’économie numérique"


@public_page
def agenda(request: HttpRequest) -> HttpResponse:
    """What comes, by month; ``departement`` and ``genre`` narrow it. What is online is near everybody."""
    code, slug = request.GET.get("departement", "").strip()[:3], request.GET.get("genre", "")
    every = list(Event.objects.announced().to_come().with_place())
    shown = [event for event in every if not code or event.departement_id == code or event.is_online]
    shown = [event for event in shown if slug in ("", Kind(event.kind).slug)]
    dated = [event for event in shown if event.state != State.POSTPONED]
    context: dict[str, Any] = {
        "months": [(month, list(events)) for month, events in groupby(dated, key=_month_of)],
        "postponed": [event for event in shown if event.state == State.POSTPONED],
        "departements": sorted({(e.departement_id, str(e.departement)) for e in every if e.departement_id}),
        "kinds": [(kind.slug, kind.label) for kind in Kind if any(event.kind == kind for event in every)],
        "code": code,
        "kind": slug,
        "years": years(),
        "this_month": timezone.localdate(),
    }
    return render(request, "events/public/agenda.html", context | feed_addresses(code, context["departements"]))


@public_page
def year(request: HttpRequest, year: int) -> HttpResponse:
    """What was held, or called off, in a year; the latest first."""
    found = Event.objects.announced().over().filter(starts_at__year=year).with_place()
    events = list(found.order_by("-starts_at", "-pk"))
    if not events:
        raise Http404
    context = {"year": year, "months": [(month, list(rows)) for month, rows in groupby(events, key=_month_of)]}
    return render(request, "events/public/year.html", context | {"years": years()})


@public_page
def month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """A month as a calendar, from the first that has an event to the last."""
    first, last = bounds()
    if not 1 <= month <= 12 or not first.year <= year <= last.year:
        raise Http404
    shown = date(year, month, 1)
    if not first <= shown <= last:
        raise Http404
    events = events_of(shown)
    context = {"month": shown, "weeks": weeks_of(year, month, events), "events": events}
    context["previous"] = month_after(shown, -1) if shown > first else None
    context["next"] = month_after(shown) if shown < last else None
    return render(request, "events/public/month.html", context)


@public_page
def event(request: HttpRequest, slug: str) -> HttpResponse:
    found = _announced(slug)
    context: dict[str, Any] = {"event": found, "guest": found.guest_of_honour(), "state": found.state_words()}
    context["over"] = found.is_over() and found.state != State.POSTPONED
    context |= {"description": html_of(found.description)[0], "structured": told_to_engines(found)}
    return mark(render(request, "events/public/event.html", context), "event", found.pk)


@public_page
def event_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """One event, for the calendar of whoever comes."""
    found = _announced(slug)
    return HttpResponse(calendar_of([found], name=found.title), content_type=CONTENT_TYPE)


@public_page
def feed(request: HttpRequest) -> HttpResponse:
    """The whole agenda, to subscribe to."""
    return HttpResponse(calendar_of(_fed(), name=FEED_NAME), content_type=CONTENT_TYPE)


@public_page
def departement_feed(request: HttpRequest, code: str) -> HttpResponse:
    """What takes place in a département, and online."""
    place = get_object_or_404(Departement, code=code)
    events = [event for event in _fed() if event.departement_id == place.code or event.is_online]
    return HttpResponse(calendar_of(events, name=f"{FEED_NAME}\u00a0: {place}"), content_type=CONTENT_TYPE)


def _announced(slug: str) -> Event:
    return get_object_or_404(Event.objects.announced().with_place(), slug=slug)


def _fed() -> list[Event]:
    recent = Event.objects.announced().filter(ends_at__gte=timezone.now() - KEPT)
    return list(recent.chronological().with_place())


def _month_of(event: Event) -> date:
    return timezone.localdate(event.starts_at).replace(day=1)


def feed_addresses(code: str = "", departements: Any = ()) -> dict[str, str]:
    """The feed to subscribe to: of the département that is chosen, else of the Club."""
    known = dict(departements)
    path = reverse("public:agenda:departement_feed", args=[code]) if code in known else reverse("public:agenda:feed")
    host = settings.SITE_URL.partition("://")[2]
    words = f"{known[code]} et en ligne" if code in known else "toutes les rencontres"
    return {"feed": settings.SITE_URL + path, "webcal": f"webcal://{host}{path}", "feed_words": words}
