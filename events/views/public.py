"""The public agenda: what comes, what was, by month, one event, and the same for calendars."""

from datetime import date
from itertools import groupby
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from club.core.models import Departement
from club.core.pages import public_page
from club.core.paging import Page, page_of
from club.core.readings import mark
from club.editorial.reading import html_of
from events.access import documents_for
from events.admittance import closed_words
from events.asking import Asked
from events.engines import told_to_engines
from events.ics import CONTENT_TYPE, KEPT, calendar_of
from events.models import Event, State
from events.models.events import EventQuerySet, others_of_series
from events.months import bounds, events_of, month_after, weeks_of, years

SIZE, MOST, FED = 50, 300, 500
"""Events on a page of a list, in a month, in a calendar to subscribe to."""


@public_page
def agenda(request: HttpRequest) -> HttpResponse:
    """What comes, by month, a page of it at a time; then what waits for a new day."""
    asked, every = Asked.of(request), Event.objects.announced().to_come()
    shown = asked.narrow(every).with_place()
    dated, known = shown.exclude(state=State.POSTPONED), Event.objects.announced()
    page = page_of(dated, request, key="starts_at", size=SIZE, known=known)
    context = frame(asked, every, years()) | by_month(page) | {"this_month": timezone.localdate()}
    if not page.previous_url:
        context["postponed"] = list(shown.filter(state=State.POSTPONED)[:SIZE])
    return render(request, "events/public/agenda.html", context | feed_addresses(asked.place))


@public_page
def year(request: HttpRequest, year: int) -> HttpResponse:
    """What was held, or called off, in a year; the latest first."""
    held, address = years(), reverse("public:agenda:year", args=[year])
    if year not in held:
        raise Http404
    if request.path != address:
        return _spelt(request, address)
    asked, every = Asked.of(request), Event.objects.announced().over().filter(starts_at__year=year)
    known = Event.objects.announced()
    page = page_of(asked.narrow(every).with_place(), request, key="-starts_at", size=SIZE, known=known)
    return render(request, "events/public/year.html", frame(asked, every, held) | by_month(page) | {"year": year})


@public_page
def month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """A month as a calendar, from the first that has an event to the last."""
    first, last = bounds()
    if not 1 <= month <= 12 or not first.year <= year <= last.year:
        raise Http404
    shown = date(year, month, 1)
    if not first <= shown <= last:
        raise Http404
    if request.path != (address := reverse("public:agenda:month", args=[year, month])):
        return _spelt(request, address)
    asked, every = Asked.of(request), events_of(shown)
    events = list(asked.narrow(every).with_place()[: MOST + 1])
    context = frame(asked, every, years()) | {"month": shown, "events": events}
    context |= {"weeks": weeks_of(year, month, events[:MOST]), "most": MOST if len(events) > MOST else None}
    context["previous"] = month_after(shown, -1) if shown > first else None
    context["next"] = month_after(shown) if shown < last else None
    return render(request, "events/public/month.html", context)


@public_page
def event(request: HttpRequest, slug: str) -> HttpResponse:
    found = _announced(slug)
    context: dict[str, Any] = {"event": found, "guest": found.guest_words(), "state": found.state_words()}
    context |= {"closed": closed_words(found), "documents": documents_for(request.user, found)}
    context["over"] = found.is_over()
    context |= {"description": html_of(found.description)[0], "structured": told_to_engines(found)}
    context["others"] = others_of_series(found)
    return mark(render(request, "events/public/event.html", context), "event", found.pk)


@public_page
def event_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """One event, for the calendar of whoever comes."""
    found = _announced(slug)
    return HttpResponse(calendar_of([found], name=found.title), content_type=CONTENT_TYPE)


@public_page
def feed(request: HttpRequest) -> HttpResponse:
    """The whole agenda, to subscribe to."""
    return HttpResponse(calendar_of(_fed(Asked()), name=f"Agenda · {settings.CLUB_NAME}"), content_type=CONTENT_TYPE)


@public_page
def departement_feed(request: HttpRequest, code: str) -> HttpResponse:
    """What takes place in a département, and online."""
    place = get_object_or_404(Departement, code=code)
    name = f"Agenda · {settings.CLUB_NAME}\u00a0: {place}"
    return HttpResponse(calendar_of(_fed(Asked(place)), name=name), content_type=CONTENT_TYPE)


def _spelt(request: HttpRequest, address: str) -> HttpResponse:
    """The one address of a page whose numbers came with zeros before: « 2026/07 »."""
    query = request.GET.urlencode()
    return redirect(f"{address}?{query}" if query else address, permanent=True)


def _announced(slug: str) -> Event:
    return get_object_or_404(Event.objects.announced().with_place().select_related("series"), slug=slug)


def _fed(asked: Asked) -> list[Event]:
    """What comes and what was lately, the nearest first when there is too much for a calendar; in order of day."""
    recent = asked.narrow(Event.objects.announced().filter(ends_at__gte=timezone.now() - KEPT))
    return sorted(recent.nearest().with_place().with_programme()[:FED], key=lambda event: (event.starts_at, event.pk))


def _month_of(event: Event) -> date:
    return timezone.localdate(event.starts_at).replace(day=1)


def frame(asked: Asked, every: EventQuerySet, held: list[int]) -> dict[str, Any]:
    """What lists, months and years have in common: what is asked, the choices among ``every``, the years."""
    departements, kinds = asked.choices(every)
    return {"asked": asked, "departements": departements, "kinds": kinds, "years": held}


def by_month(page: Page[Event]) -> dict[str, Any]:
    return {"page": page, "months": [(month, list(rows)) for month, rows in groupby(page.rows, key=_month_of)]}


def feed_addresses(place: Departement | None) -> dict[str, str]:
    """The feed to subscribe to: of the département that is chosen, else of the Club."""
    path = reverse("public:agenda:departement_feed", args=[place.code]) if place else reverse("public:agenda:feed")
    host = settings.SITE_URL.partition("://")[2]
    words = f"{place} et en ligne" if place else "toutes les rencontres"
    return {"feed": settings.SITE_URL + path, "webcal": f"webcal://{host}{path}", "feed_words": words}
