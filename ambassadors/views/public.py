"""The page of an adviser in the public directory."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from ambassadors import directory
from ambassadors.access import public_adviser
from club.core.directory import trail
from club.core.pages import public_page
from club.core.topics import Topic
from members import listings


@public_page
def adviser(request: HttpRequest, slug: str) -> HttpResponse:
    row = public_adviser(slug)
    if slug != row.slug:
        return redirect(directory.adviser_of(directory.line_of(row)).url, permanent=True)
    told = directory.adviser_of(directory.line_of(row))
    context = {"adviser": told, "topics": [Topic(value) for value in told.topics], "territory": row.departement}
    context["by_relay"] = told.by_relay and listings.reads(row.person)
    context["trail"] = trail(row.departement)
    return render(request, "ambassadors/public/adviser.html", context)
