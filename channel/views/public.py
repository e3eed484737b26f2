"""The page of a firm in the public directory."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from channel import directory
from channel.access import public_expert
from club.core import structured
from club.core.directory import trail
from club.core.pages import public_page
from club.core.topics import Topic
from members import listings


@public_page
def expert(request: HttpRequest, slug: str) -> HttpResponse:
    row = public_expert(slug)
    if slug != row.slug:
        return redirect(directory.url_of(row), permanent=True)
    context = {
        "expert": row,
        "topics": [Topic(value) for value in row.specialities],
        "checks": directory.checks_of(row.noted),
        "served": [code for code in row.area if code != row.departement_id],
        "trail": trail(row.departement),
        "structured": structured.script(directory.told_to_engines(row)),
        "by_relay": listings.reads(directory.recipient_of(row)),
    }
    return render(request, "channel/public/expert.html", context)
