"""Resources of suppliers: listed with their locks, opened by one rule, on the site as in the portal."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch, Q, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from club.core import readings
from club.core.pages import public_page
from club.core.paging import page_of
from club.core.search import matching
from club.core.topics import Topic
from club.editorial.access import edition_for, ways_in
from club.editorial.models import Edition, Resource

SIZE = 20


@public_page
def resources(request: HttpRequest) -> HttpResponse:
    """What suppliers publish: titles for all, contents for whoever is in the audience."""
    return render(request, "editorial/public/resources.html", _list(request))


@require_safe
def portal_resources(request: HttpRequest) -> HttpResponse:
    """The same list, with what the person signed in may open."""
    return render(request, "editorial/portal/resources.html", _list(request))


@public_page
def resource(request: HttpRequest, slug: str) -> HttpResponse:
    """A resource open to everyone; a lock and the way in for another."""
    found = _listed(request, slug)
    response = render(request, "editorial/public/resource.html", _one(found))
    return readings.mark(response, "resource", found.pk) if found.is_open else response


@require_safe
def portal_resource(request: HttpRequest, slug: str) -> HttpResponse:
    found = _listed(request, slug)
    if found.is_open:
        readings.count(request, f"resource:{found.pk}")
    return render(request, "editorial/portal/resource.html", _one(found))


@login_not_required
@require_safe
def file(request: HttpRequest, slug: str, number: int) -> FileResponse:
    """The file of an edition, for whoever may open its resource; 404 for the others."""
    edition = edition_for(request.user, slug, number)
    if not edition.file.storage.exists(edition.file.name):
        raise Http404("Le fichier de cette édition manque.")
    readings.count(request, f"download:{edition.resource_id}")
    response = FileResponse(edition.file.open(), content_type=edition.media_type, filename=edition.name)
    response["Cache-Control"] = "private, no-store"
    return response


def _list(request: HttpRequest) -> dict[str, Any]:
    """``kind`` and ``q`` narrow the list; locks are told by ``is_open``."""
    kind, query = request.GET.get("genre", ""), request.GET.get("q", "").strip()[:80]
    topic = request.GET.get("theme", "")
    listed: QuerySet[Resource] = Resource.objects.listed_to(request.user)
    if kind in Resource.Kind.values:
        listed = listed.filter(kind=kind)
    if topic in Topic.values:
        listed = listed.filter(themes__contains=[topic])
    if query:  # the summary of a locked one is not to be guessed word by word
        open_ones = matching(Resource.objects.visible_to(request.user), query)
        by_title = matching(Resource.objects.published(), query, column="title_text")
        listed = listed.filter(Q(pk__in=open_ones.values("pk")) | Q(pk__in=by_title.values("pk")))
    newest = Prefetch("editions", queryset=Edition.objects.order_by("-number"), to_attr="files")
    shown = listed.select_related("organisation").prefetch_related(newest)
    page = page_of(shown, request, key="-published_on", size=SIZE, known=listed)
    context: dict[str, Any] = {"page": page, "kinds": Resource.Kind.choices, "topics": Topic.choices}
    return context | {"kind": kind, "topic": topic, "q": query}


def _listed(request: HttpRequest, slug: str) -> Any:
    return get_object_or_404(Resource.objects.listed_to(request.user).select_related("organisation__page"), slug=slug)


def _one(found: Any) -> dict[str, Any]:
    context = {"resource": found, "ways_in": [] if found.is_open else ways_in(found)}
    return context | {"editions": list(found.editions.all()) if found.is_open else []}
