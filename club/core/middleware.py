"""Staff sessions with a second factor and an end; nothing private in any cache; nothing hidden in what is typed.

And pages packed on their way out.
"""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import redirect
from django.utils import timezone

from club.core.access import is_staff
from club.core.pages import codings_read
from club.core.resending import can_be_sent_again, to_send_again

GetResponse = Callable[[HttpRequest], HttpResponse]

STARTED, SEEN, WANTED = "staff_session_started", "staff_session_seen", "second_factor_then"
HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff]")
"""Control characters but tab and ends of line, those that turn the text around them, and what is no character."""
FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


class StaffSecondFactorMiddleware:
    """Staff without a second factor reach the enrolment pages only; staff sessions end when idle or old."""

    ENROLMENT = frozenset(
        {
            "mfa_index",
            "mfa_activate_totp",
            "mfa_list_webauthn",
            "mfa_add_webauthn",
            "mfa_view_recovery_codes",
            "mfa_download_recovery_codes",
            "account_reauthenticate",
            "account_reset_password",
            "account_logout",
        }
    )
    OPEN_NAMESPACES = frozenset({"health", "demo"})

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if not is_staff(request.user):
            return None
        wanted = request.get_full_path() if request.method == "GET" else ""
        if self._is_over(request):
            logout(request)
            if can_be_sent_again(request):
                return to_send_again(request)
            messages.info(request, "Votre session de l’équipe a pris fin\u00a0: reconnectez-vous pour continuer.")
            return redirect_to_login(wanted) if wanted else redirect(settings.LOGIN_URL)
        if is_mfa_enabled(request.user, FACTORS):
            return None
        request.second_factor_missing = True  # type: ignore[attr-defined]  # pages then offer nothing else
        match = request.resolver_match
        if match.view_name in self.ENROLMENT or match.namespace in self.OPEN_NAMESPACES:
            return None
        if wanted:
            request.session[WANTED] = wanted
        return redirect("mfa_index")

    def _is_over(self, request: HttpRequest) -> bool:
        now = timezone.now()
        started = datetime.fromisoformat(request.session.get(STARTED, now.isoformat()))
        seen = datetime.fromisoformat(request.session.get(SEEN, now.isoformat()))
        if now - seen > settings.STAFF_SESSION_IDLE or now - started > settings.STAFF_SESSION_MAX:
            return True
        request.session.setdefault(STARTED, now.isoformat())
        if SEEN not in request.session or (now - seen).total_seconds() > 60:
            request.session[SEEN] = now.isoformat()
        return False


class PrivatePagesMiddleware:
    """Pages shown to somebody signed in are stored by no cache."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.path.startswith(settings.STATIC_URL) and request.user.is_authenticated:
            response["Cache-Control"] = "no-store, private"
        return response


class PackedPagesMiddleware(GZipMiddleware):
    """Django's own: gzip with a few random bytes, so that the length of a page tells nothing of the secrets that
    stand beside what an address made it repeat (BREACH). Files are left alone: most are packed by their format.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        kind = response.get("Content-Type", "")
        if response.streaming or not kind.startswith(("text/", "application/json", "application/xml")):
            return response
        if "gzip" not in codings_read(request):  # Django reads the name alone, refused or not
            return response
        return super().process_response(request, response)


class PlainTextMiddleware:
    """Views read addresses and forms without hidden characters. They come with a paste from a word processor, or on
    purpose: PostgreSQL refuses some, the XML of an invoice others, and some show a name backwards.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> None:
        request.GET = _plain(request.GET)
        if request.method == "POST":
            request.POST = _plain(request.POST)


def _plain(said: QueryDict) -> QueryDict:
    """The same when nothing is hidden in it, else a copy where each such character is a space."""
    if not any(HIDDEN.search(text) for name, texts in said.lists() for text in (name, *texts)):
        return said
    found = QueryDict(mutable=True, encoding=said.encoding)
    for name, texts in said.lists():
        found.setlist(HIDDEN.sub(" ", name), [HIDDEN.sub(" ", text) for text in texts])
    found._mutable = False
    return found
