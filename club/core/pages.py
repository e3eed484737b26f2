"""Public pages: open to everyone, without a cookie, rendered once per version, kept compressed in the cache.

They hold no secret of anybody, so compressing them tells nothing to an eavesdropper.

Each answer bears the digest of what it says (ETag): whoever has it already gets 304 and no body, after a renewal too.
Whatever changes what visitors read calls ``renew()``; besides, a page never lives longer than ``SECONDS`` nor past
midnight: what holds until a day is gone the day after.
"""

import gzip
import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
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
        key = f"public-page:{cache.get(VERSION_KEY, 0)}:{timezone.localdate()}:{request.path}"
        kept_answer = None if request.GET else cache.get(key)
        if kept_answer is None:
            request.user = AnonymousUser()
            response = view(request, *args, **kwargs)
            if response.status_code != 200 or response.cookies:
                return response
            read = getattr(response, "reading", "")
            packed, kind = gzip.compress(response.content, mtime=0), response["Content-Type"]
            kept_answer = packed, kind, read, _etag(response.content)
            if not request.GET:
                cache.set(key, kept_answer, SECONDS)
        packed, kind, read, etag = kept_answer
        if read:
            readings.count(request, read)
        return get_conditional_response(request, etag=etag, response=_answer(request, packed, kind, etag))

    kept.access_rule = "public"  # type: ignore[attr-defined]
    return login_not_required(require_safe(kept))


def _etag(content: bytes) -> str:
    """Weak (RFC 9110): the same for the page and for its compressed form."""
    return f'W/"{hashlib.sha256(content).hexdigest()[:32]}"'


def _answer(request: HttpRequest, packed: bytes, kind: str, etag: str) -> HttpResponse:
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        response = HttpResponse(packed, content_type=kind, headers={"Content-Encoding": "gzip"})
    else:
        response = HttpResponse(gzip.decompress(packed), content_type=kind)
    response["Cache-Control"] = BROWSER
    response["ETag"] = etag
    patch_vary_headers(response, ["Accept-Encoding"])
    return response
