"""What visitors send by the forms of open pages: no more from one connection than people would."""

from allauth.account.adapter import get_adapter
from django import forms
from django.http import HttpRequest

from club.core import limits

PER_CONNECTION = 10
TOO_MANY = "Trop de demandes sont venues de votre connexion\u00a0: réessayez dans une heure."


def within_limits(
    request: HttpRequest, name: str, *, form: forms.Form | None = None, limit: int = PER_CONNECTION
) -> bool:
    """Whether this connection may send one more of ``name`` within the hour; ``form``, if any, says when not."""
    if limits.allow(f"{name}:{get_adapter().get_client_ip(request)}", limit=limit, per=limits.HOUR):
        return True
    if form is not None:
        form.add_error(None, TOO_MANY)
    return False
