"""The few pages that speak of everything."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from club.core import console
from club.core.access import staff_page


@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "public/home.html")


def portal_home(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/home.html")


@staff_page()
def today(request: HttpRequest) -> HttpResponse:
    """ "Aujourd'hui": what waits for me, in order of date."""
    context = {
        "rail": console.rail_for(request.user),
        "waiting": console.waiting_for(request.user),
        "cards": console.cards_for(request.user),
    }
    return render(request, "console/today.html", context)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", status=403)
