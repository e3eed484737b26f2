"""The links of the inserts, in the messages of those who agree to be counted: counted, and handed on."""

from allauth.account.adapter import get_adapter
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from club.core import limits, readings
from newsletters import links, tokens
from newsletters.actions import clicks

PER_CONNECTION = 1_000  # an hour: more than a large network behind one address would read


@login_not_required
@require_safe
@never_cache
def follow(request: HttpRequest, token: str, reader: str = "") -> HttpResponse:
    """To the insert's own address. Whatever goes wrong with counting, a reader arrives."""
    asked = links.read_click(token)
    url = _where(request, *asked, reader) if asked else None
    if url is None:
        response = render(request, "newsletters/public/dead_link.html", status=404)
    else:
        response = HttpResponseRedirect(url)
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "same-origin"  # the site learns nothing of the message
    return response


def _where(request: HttpRequest, block: int, number: int, reader: str) -> str | None:
    now, address = timezone.now(), get_adapter().get_client_ip(request)
    return clicks.follow(
        block=block,
        number=number,
        delivery=tokens.read(tokens.READER, reader) if reader else None,
        client=clicks.client_of(connection_address=address, agent=request.headers.get("User-Agent", ""), at=now),
        robot=readings.is_machine(request),
        counted=limits.allow(f"flash-click:{now:%Y-%m-%dT%H}:{address}", limit=PER_CONNECTION, per=limits.HOUR),
    )
