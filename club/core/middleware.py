"""Staff sessions with a second factor and an end; nothing private in any cache."""

from collections.abc import Callable
from datetime import datetime

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

GetResponse = Callable[[HttpRequest], HttpResponse]

STARTED, SEEN = "staff_session_started", "staff_session_seen"


class StaffSecondFactorMiddleware:
    """Staff without a second factor reach the enrolment pages only; staff sessions end when idle or old."""

    OPEN_PREFIXES = ("/compte/", "/static/", "/sante/", "/demo/")

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if not (user.is_authenticated and user.is_staff):
            return self.get_response(request)
        if self._is_over(request):
            logout(request)
            return redirect(f"{settings.LOGIN_URL}")
        if not request.path.startswith(self.OPEN_PREFIXES) and not is_mfa_enabled(user):
            return redirect("mfa_index")
        return self.get_response(request)

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
