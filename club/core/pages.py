"""Public pages: open to everyone, without a cookie, rendered once per version, kept compressed in the cache.

They hold no secret of anybody, so compressing them tells nothing to an eavesdropper.

Whatever changes what visitors read calls ``renew()``; besides, a page never lives longer than ``SECONDS`` nor past
midnight: what holds until a day is gone the day after.
"""

import gzip
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from club.core import readings

SECONDS = 300
VERSION_KEY = "public-pages:version"
BROWSER = "public, max-age=60, stale-while-revalidate=300"

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
        key = f"public-pages:{cache.get(VERSION_KEY, 0)}:{timezone.localdate()}:{request.path}"
        kept_answer = None if request.GET else cache.get(key)
        if kept_answer is None:
            request.user = AnonymousUser()
            response = view(request, *args, **kwargs)
            if response.status_code != 200 or response.cookies:
                return response
            read = getattr(response, "reading", "")
            kept_answer = gzip.compress(response.content, mtime=0), response["Content-Type"], read
            if not request.GET:
                cache.set(key, kept_answer, SECONDS)
        packed, kind, read = kept_answer
        if read:
            readings.count(request, read)
        return _answer(request, packed, kind)

    kept.access_rule = "public"  # type: ignore[attr-defined]
    return login_not_required(require_safe(kept))


def _answer(request: HttpRequest, packed: bytes, kind: str) -> HttpResponse:
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        response = HttpResponse(packed, content_type=kind, headers={"Content-Encoding": "gzip"})
    else:
        response = HttpResponse(gzip.decompress(packed), content_type=kind)
    response["Cache-Control"] = BROWSER
    patch_vary_headers(response, ["Accept-Encoding"])
    return response
