"""The staff console: "Aujourd'hui" and the one search."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from club.core import console
from club.core.access import staff_page


@staff_page()
def today(request: HttpRequest) -> HttpResponse:
    """ "Aujourd'hui": what waits for me, in order of date."""
    context = {"waiting": console.waiting_for(request.user), "cards": console.cards_for(request.user)}
    return render(request, "console/today.html", context)


@staff_page()
def search(request: HttpRequest) -> HttpResponse:
    return render(request, "console/search.html", {"q": request.GET.get("q", "").strip()})
