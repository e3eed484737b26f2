"""What robots ask for: where they may go, and whom to tell of a fault."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from club.core.context import facts
from club.core.pages import public_page

CLOSED = [
    "/espace/",
    "/console/",
    "/compte/",
    "/demo/",
    "/sante/",
    "/adherer/demande/",
    "/adhesion/",
    "/agenda/documents/",
    "/agenda/inscription/",
    "/agenda/invitation/",
    "/agenda/suite/",
    "/apercu/",
    "/contribuer/",
    "/invitation/",
    "/opposition/",
    "/recherche/",
    "/rencontres-regionales/atelier/",
    "/annuaire/message/",
    "/annuaire/reclamation/",
    "/flash-info/abonnement/",
    "/flash-info/desabonnement/",
    "/flash-info/invitation/",
    "/flash-info/lien/",
    "/flash-info/preferences/",
    "/flash-info/remise-en-service/",
]
"""Beginnings of addresses that are nobody's to list: signed-in pages, forms under way, links by token."""
OPEN = ["/flash-info/abonnement/$"]
SIX_MONTHS = timedelta(days=183)


@public_page
def robots(request: HttpRequest) -> HttpResponse:
    """RFC 9309. The longest rule wins, so that the page that subscribes is open and its tokens are not."""
    lines = ["User-agent: *", *(f"Allow: {path}" for path in OPEN), *(f"Disallow: {path}" for path in CLOSED), ""]
    return _text([*lines, f"Sitemap: {settings.SITE_URL}{reverse('public:sitemap')}"])


@public_page
def security(request: HttpRequest) -> HttpResponse:
    """RFC 9116: whom to write to about a hole; good for half a year from the first of the month."""
    until = timezone.localdate().replace(day=1) + SIX_MONTHS
    lines = [
        f"Contact: mailto:{facts()['club_email']}",
        f"Contact: {settings.SITE_URL}{reverse('public:contact')}",
        f"Expires: {until}T00:00:00Z",
        "Preferred-Languages: fr, en",
        f"Canonical: {settings.SITE_URL}{reverse('public:security')}",
    ]
    return _text(lines)


def _text(lines: list[str]) -> HttpResponse:
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")
