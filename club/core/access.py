"""Who may open a staff page. Views carry their rule, so that the test of the URLconf can read it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase

View = Callable[..., HttpResponseBase]


def is_staff(user: Any) -> bool:
    """A person of the Club's team, whatever the role."""
    return user.is_authenticated and user.is_active and user.is_staff


def staff_page(permission: str = "") -> Callable[[View], View]:
    """A console page: 404 for people who are not staff, 403 for staff without ``permission``.

    Anonymous visitors are sent to the login page; staff without a second factor were sent to its enrolment by
    the middleware before this runs.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not is_staff(request.user):
                raise Http404
            if permission and not request.user.has_perm(permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.access_rule = f"staff:{permission}" if permission else "staff"  # type: ignore[attr-defined]
        return guarded

    return decorate


def proved_again(view: View) -> View:
    """The person must have proved who they are within five minutes (password, code or passkey): exports, bank.

    Under ``staff_page``, which it does not replace. A form posted too late is kept and goes through afterwards;
    an uploaded file is not.
    """
    return reauthentication_required(view)
