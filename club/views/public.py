"""The public site: home and the pages about the Club."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from club.core.pages import public_page


@public_page
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "public/home.html")


@public_page
def page(request: HttpRequest, template: str) -> HttpResponse:
    """A page whose text is its template."""
    return render(request, f"public/{template}.html")


@public_page
def place_search(request: HttpRequest) -> HttpResponse:
    return render(request, "public/place_search.html")
