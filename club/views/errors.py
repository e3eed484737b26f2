"""Pages for what went wrong: each says what happened and what to do, and needs neither database nor session."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from club.core.context import facts
from club.core.resending import can_be_sent_again, to_send_again

RETRY_SECONDS = "60"


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page("404.html", 404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page("403.html", 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return to_send_again(request) if can_be_sent_again(request) else _page("403_csrf.html", 403)


def broken(request: HttpRequest) -> HttpResponse:
    """A fault of ours (500), or the database away for a moment (503)."""
    if not isinstance(sys.exception(), OperationalError | InterfaceError):
        return _page("500.html", 500)
    response = _page("503.html", 503)
    response["Retry-After"] = RETRY_SECONDS
    return response


def _page(template: str, status: int) -> HttpResponse:
    response = HttpResponse(render_to_string(template, facts()), status=status)
    response["Cache-Control"] = "no-store"
    return response
