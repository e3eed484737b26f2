"""Public pages: open to everyone, without a cookie, rendered once per version and kept in the cache.

Whatever changes what visitors read calls ``renew()``; besides, a page never lives longer than ``SECONDS``.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

SECONDS = 300
VERSION_KEY = "public-pages:version"
BROWSER = "public, max-age=60, stale-while-revalidate=300"

View = Callable[..., HttpResponse]


def renew() -> None:
    """Every public page will be rendered again at its next visit."""
    cache.set(VERSION_KEY, cache.get(VERSION_KEY, 0) + 1, None)


def public_page(view: View) -> View:
    """Opens ``view`` to everyone and keeps what it renders; pages with a query string are rendered each time."""

    @wraps(view)
    def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = f"public-pages:{cache.get(VERSION_KEY, 0)}:{request.path}"
        body = None if request.GET else cache.get(key)
        response = HttpResponse(body) if body else view(request, *args, **kwargs)
        if response.status_code == 200 and not response.cookies:
            response["Cache-Control"] = BROWSER
            if not body and not request.GET:
                cache.set(key, response.content, SECONDS)
        return response

    kept.access_rule = "public"  # type: ignore[attr-defined]
    return login_not_required(require_safe(kept))
