"""The public site: home and the pages about the Club."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from club.core import structured
from club.core.context import facts
from club.core.departments import Department
from club.core.pages import public_page
from club.core.readings import mark
from club.core.topics import Topic
from club.editorial.models import Figure, Place
from club.editorial.reading import club_pages, newest_by_level, written_page
from club.views.france import france
from events.models import announced_to_come
from members import choosing, neutrality
from members.access import holding
from members.models import EntitlementKind
from newsletters.models import Issue

NEXT = 3  # events shown where the agenda is not the subject


@public_page
def home(request: HttpRequest) -> HttpResponse:
    partners = holding(EntitlementKind.LOGO).select_related("page")
    context = {"topics": Topic.choices, "issue": latest_issue(), "partners": partners}
    context["prices"] = choosing.prices(timezone.localdate())
    context |= {"levels": newest_by_level(), "figures": Figure.objects.shown(Place.HOME)}
    context["structured"] = structured.script(structured.organisation(facts()))
    context["next_events"] = announced_to_come(NEXT)
    return render(request, "public/home.html", {**france(), **context})


@public_page
def page(request: HttpRequest, template: str) -> HttpResponse:
    """A page whose text is its template."""
    return render(request, template)


@public_page
def about(request: HttpRequest, template: str, place: Place, slug: str = "") -> HttpResponse:
    """The Club or one of its departments: its key figures, and what editors wrote when they have."""
    number, text = written_page(slug) if slug else (None, "")
    context = {"figures": Figure.objects.shown(place), "text": text}
    context["pages"] = club_pages() if place == Place.CLUB else []
    if place in Department.values:
        context["next_events"] = announced_to_come(NEXT, department=place)
    return marked(render(request, template, context), number)


@public_page
def who_pays(request: HttpRequest) -> HttpResponse:
    """Who pays for what, by kind and by band: never a named member's amount."""
    number, text = written_page("qui-paie-quoi")
    context = {"bands": neutrality.by_band(), "options": neutrality.by_option(), "text": text}
    return marked(render(request, "public/who_pays.html", context | {"fewest": neutrality.FEWEST}), number)


@public_page
def members(request: HttpRequest) -> HttpResponse:
    """The members of the day by kind."""
    kinds = neutrality.by_kind()
    number, text = written_page("membres")
    context = {"kinds": kinds, "total": sum(len(rows) for _, rows in kinds), "text": text}
    return marked(render(request, "public/members.html", context), number)


def marked(response: HttpResponse, number: int | None) -> HttpResponse:
    """A visit counts for the article that editors wrote for the page, if they have."""
    return mark(response, "article", number) if number else response


def latest_issue() -> Issue | None:
    """The last Flash info that left, with the blocks that everybody may read."""
    return Issue.objects.archived().with_public_blocks().first()
