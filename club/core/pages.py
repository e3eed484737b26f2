"""Pages open to everyone: public ones, and those that hold a form or answer a link of a mail (``visitor_page``).

Public pages are without a cookie and rendered once per version. They hold no secret of anybody, so compressing them,
whatever they repeat of the address, tells nothing to an eavesdropper (BREACH). Each is packed here, in Brotli and in
gzip, once for all its readers: the proxy passes it on.

Each answer bears the digest of what it says (ETag): whoever has it already gets 304 and no body, after a renewal too.
Whatever changes what visitors read calls ``renew()``; besides, a page never lives longer than ``SECONDS`` nor past
midnight: what holds until a day is gone the day after.
"""

import gzip
import hashlib
import re
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

import brotli
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from club.core import readings

SECONDS = 300
VERSION_KEY = "public-pages:version"
BROWSER = "public, no-cache"  # kept, and asked for again each time: what was edited shows at once
CODINGS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda content: brotli.compress(content, quality=5),
    "gzip": lambda content: gzip.compress(content, compresslevel=6, mtime=0),
}
"""The first that the visitor reads is sent. Browsers read Brotli over TLS alone; higher qualities cost more than
rendering, for a page that lives minutes.
"""
REFUSED = re.compile(r";\s*q=0(\.0*)?$")

View = Callable[..., HttpResponse]


def renew() -> None:
    """Every public page will be rendered again at its next visit."""
    cache.set(VERSION_KEY, cache.get(VERSION_KEY, 0) + 1, None)


def public_page(view: View) -> View:
    """Opens ``view`` to everyone and keeps what it renders; pages with a query string are rendered each time.

    The view sees a visitor without account, whoever asks: what it renders is shown to everybody.
    """

    @wraps(view)
    def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = "" if request.GET else f"public-page:{cache.get(VERSION_KEY, 0)}:{timezone.localdate()}:{request.path}"
        kept_answer = cache.get(key) if key else None
        coding = _coding(request)
        if kept_answer is None:
            response = _for_strangers(view, request, *args, **kwargs)
            if response.status_code != 200 or response.cookies:
                return response
            read = getattr(response, "reading", "")
            bodies = _packed(response.content, CODINGS if key else [coding])
            kept_answer = bodies, response["Content-Type"], read, _etag(response.content)
            if key:
                cache.set(key, kept_answer, SECONDS)
        bodies, kind, read, etag = kept_answer
        if read:
            readings.count(request, read)
        return get_conditional_response(request, etag=etag, response=_answer(bodies, coding, kind, etag))

    kept.access_rule = "public"  # type: ignore[attr-defined]
    return login_not_required(require_safe(kept))


def visitor_page(view: View) -> View:
    """Opens ``view`` to everyone; no cache keeps it, no search engine lists it, no other site reads its address."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex"
        response["Referrer-Policy"] = "same-origin"  # the address may be what opens it
        return response

    return login_not_required(require_http_methods(["GET", "HEAD", "POST"])(never_cache(shown)))


def _for_strangers(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """What ``view`` shows to a visitor without account. Who really asks is told again to the middlewares, which let
    no cache keep an answer to somebody signed in: it may renew the cookie of a session.
    """
    who, request.user = getattr(request, "user", None), AnonymousUser()
    try:
        return view(request, *args, **kwargs)
    finally:
        request.user = who


def codings_read(request: HttpRequest) -> set[str]:
    """The codings that the visitor names and does not refuse."""
    offered = [part.strip().lower() for part in request.headers.get("Accept-Encoding", "").split(",")]
    return {part.partition(";")[0].rstrip() for part in offered if not REFUSED.search(part)}


def _coding(request: HttpRequest) -> str:
    """The best that the visitor reads; empty when none of ours is."""
    read = codings_read(request)
    return next((coding for coding in CODINGS if coding in read), "")


def _packed(content: bytes, codings: Iterable[str]) -> dict[str, bytes]:
    return {coding: CODINGS[coding](content) if coding else content for coding in codings}


def _etag(content: bytes) -> str:
    """Weak (RFC 9110): the same for the page and for its compressed forms."""
    return f'W/"{hashlib.sha256(content).hexdigest()[:32]}"'


def _answer(bodies: dict[str, bytes], coding: str, kind: str, etag: str) -> HttpResponse:
    if coding:
        response = HttpResponse(bodies[coding], content_type=kind, headers={"Content-Encoding": coding})
    else:
        response = HttpResponse(bodies.get("") or gzip.decompress(bodies["gzip"]), content_type=kind)
    response["Cache-Control"] = BROWSER
    response["ETag"] = etag
    patch_vary_headers(response, ["Accept-Encoding"])
    return response
