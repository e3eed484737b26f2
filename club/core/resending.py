"""What somebody was writing when their session ended is given back to them, to be sent again once signed in.

The refusal itself bears it: nothing is stored for a visitor, and nothing was done with it. A form that another site
sent is never given back: only a POST that says it comes from a page of ours is.
"""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

View = Callable[..., HttpResponse]
LONG = 80  # letters: from there a text is shown, to be read and copied
OURS = {"csrfmiddlewaretoken", "geste"}


def keeps_what_is_typed(view: View) -> View:
    """Marks a view whose form takes long to fill."""
    view.keeps_what_is_typed = True  # type: ignore[attr-defined]
    return view


def can_be_sent_again(request: HttpRequest) -> bool:
    match = request.resolver_match
    marked = match is not None and getattr(match.func, "keeps_what_is_typed", False)
    origin = f"{request.scheme}://{request.get_host()}"
    return bool(marked and request.method == "POST" and request.headers.get("Origin") == origin)


def to_send_again(request: HttpRequest) -> HttpResponse:
    """What was typed, and how to send it again; 403, for nothing was kept."""
    fields = [(name, text) for name, texts in request.POST.lists() if name not in OURS for text in texts]
    context = {"fields": fields, "long": LONG}
    response = render(request, "403_send_again.html", context, status=403)
    response["Cache-Control"] = "no-store"
    return response


class ClosedByDefaultMiddleware(LoginRequiredMiddleware):
    """Every view asks who is there unless it says otherwise; what was typed in the meantime is not lost."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> Any:
        if can_be_sent_again(request):
            return to_send_again(request)
        return super().handle_no_permission(request, view_func)
