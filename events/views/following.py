"""One's meetings in one's own calendar: the address to subscribe to, and what it gives."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from club.core.idempotency import once
from club.core.pages import visitor_page
from events import links
from events.actions import subscribing
from events.ics import CONTENT_TYPE, KEPT
from events.invites import personal_feed
from events.models import CalendarFeed, Registration

FED = 500


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@once
def subscription(request: HttpRequest) -> HttpResponse:
    """The address, and a button that changes it; nothing is written until somebody asks for one."""
    if request.method == "POST":
        subscribing.renew_address(person=request.user)
        messages.success(request, "Voici votre adresse. S’il y en avait une autre, elle ne donne plus rien.")
        return redirect("portal:agenda:subscription")
    found = CalendarFeed.objects.filter(person=request.user).first()
    url = links.feed_url(found) if found else ""
    webcal = "webcal://" + url.partition("://")[2] if url else ""
    return render(request, "events/portal/subscription.html", {"url": url, "webcal": webcal})


@visitor_page
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Every seat that its person holds or held, the cancelled ones too: calendars take them away."""
    found = CalendarFeed.objects.filter(pk=links.feed_of(token), person__is_active=True).first()
    if found is None:
        raise Http404("Cette adresse ne donne plus rien.")
    rows = Registration.objects.filter(person=found.person_id, changes__gt=0)
    rows = rows.filter(event__ends_at__gte=timezone.now() - KEPT)
    rows = rows.select_related("event__commune", "event__departement").order_by("event__starts_at", "pk")
    rows = rows.prefetch_related("event__programme")
    return HttpResponse(personal_feed(rows[:FED], name="Mes rencontres du Club"), content_type=CONTENT_TYPE)
