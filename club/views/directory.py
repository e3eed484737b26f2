"""The directory: search by need and place, pages per département and per speciality, what of it engines may list."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ambassadors import directory as advisers
from channel import directory as firms
from club.core.directory import Asked
from club.core.models import Departement
from club.core.pages import public_page
from club.core.places import Kind, Place
from club.core.ranking import first_letters
from club.core.topics import Topic
from club.views.france import columns, france
from club.views.numbers import ENOUGH, has_enough, numbers
from club.views.question import ADVISERS, Question, read

SIZE, ASIDE = 12, 3
FIRST_PAGE = QueryDict()
ANSWERS = ("besoin", "lieu", "genre", "marque", "reseau")


@public_page
def search(request: HttpRequest) -> HttpResponse:
    """Without a question the map of France; else who can help, or which place was meant."""
    question = read(request)
    context = {"question": question, "topics": Topic.choices, "letters": first_letters()}
    if question.is_answerable:
        return render(request, "directory/results.html", context | results(question, request))
    if question.is_empty:
        context |= the_map() | {"specialities": list(Topic)}
    return render(request, "directory/search.html", context)


def results(question: Question, request: HttpRequest) -> dict[str, Any]:
    """Firms page by page with a few advisers before the first; advisers page by page when they alone are wanted."""
    asked, context = question.asked, {}
    if question.wants_firms:
        found = firms.page(asked, request.GET, kind=question.firm_kind, size=SIZE)
        context["firms"] = [firms.card(row, asked) for row in found.rows]
        context["pages"] = found
    later = question.wants_firms and context["pages"].previous_url
    if question.wants_advisers and not later:
        alone = not question.wants_firms  # beside firms the mark in the address is a firm's
        found = advisers.page(asked, request.GET if alone else FIRST_PAGE, size=SIZE if alone else ASIDE)
        context["advisers"] = [advisers.card(row, asked) for row in found.rows]
        context["all_advisers"] = _same(request, genre=ADVISERS) if question.wants_firms and found.next_url else ""
        context.setdefault("pages", found)
    context["wider"] = _wider(question, request)
    return context


def _same(request: HttpRequest, **changes: str) -> str:
    """The same question with some answers changed or, when empty, left out; from its first page."""
    query = {name: request.GET[name] for name in ANSWERS if name in request.GET}
    return f"?{urlencode({name: value for name, value in (query | changes).items() if value})}"


def _wider(question: Question, request: HttpRequest) -> list[tuple[str, str]]:
    """Questions that find more: (label, address)."""
    ways = []
    if question.need and question.place:
        ways.append((f"tous les métiers près de {question.asked.place.name}", _same(request, besoin="")))  # type: ignore[union-attr]
    if question.finer.is_narrowed:
        ways.append(("sans autre critère", _same(request, genre="", marque="", reseau="")))
    if question.place:
        ways.append(("dans toute la France", _same(request, lieu="")))
    return ways


def the_map(topic: Topic | None = None) -> dict[str, Any]:
    map_of_france = france(topic)
    return map_of_france | {"columns": columns(map_of_france["tiles"])}


@public_page
def departement(request: HttpRequest, code: str) -> HttpResponse:
    """What the directory has in one département: numbers, advisers and firms."""
    territory = get_object_or_404(Departement.objects.select_related("region"), code=code)
    asked = Asked(place=Place(Kind.DEPARTEMENT, territory.code, territory.name), inside=(territory.code,))
    found, people = firms.page(asked, FIRST_PAGE, size=SIZE), advisers.page(asked, FIRST_PAGE, size=SIZE)
    context = {
        "territory": territory,
        "neighbours": territory.region.departements.exclude(code=code).order_by("name"),
        "topics": Topic.choices,
        "letters": first_letters(),
        "firms": [firms.card(row, asked) for row in found.rows],
        "advisers": [advisers.card(row, asked) for row in people.rows],
        "all_firms": found.next_url and _search(lieu=str(territory.code)),
        "all_advisers": people.next_url and _search(lieu=str(territory.code), genre=ADVISERS),
        "indexed": has_enough(territory),
    }
    return render(request, "directory/departement.html", context | numbers(territory))


@public_page
def speciality(request: HttpRequest, slug: str) -> HttpResponse:
    """Where in France there is help for one topic."""
    topic = next((topic for topic in Topic if topic.slug == slug), None)
    if topic is None:
        raise Http404("Cette spécialité n’existe pas.")
    asked = Asked(topic=topic)
    found = firms.page(asked, FIRST_PAGE, size=SIZE)
    context = {
        "topic": topic,
        "topics": Topic.choices,
        "others": [other for other in Topic if other != topic],
        "letters": first_letters(),
        "firms": [firms.card(row, asked) for row in found.rows],
        "all_firms": found.next_url and _search(besoin=topic.label),
        "indexed": len(found.rows) >= ENOUGH,
    }
    return render(request, "directory/speciality.html", context | the_map(topic))


def _search(**query: str) -> str:
    return f"{reverse('public:directory:search')}?{urlencode(query)}"


@login_not_required
@require_safe
def former(request: HttpRequest, code: str = "") -> HttpResponse:
    """The addresses of « Près de chez vous », which the directory replaces."""
    address = reverse("public:directory:departement", args=[code]) if code else reverse("public:directory:search")
    query = request.GET.urlencode()
    return redirect(f"{address}?{query}" if query else address, permanent=True)
