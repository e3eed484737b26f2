"""The page of one subject: everybody who tells it, split and merge."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from club.core.access import staff_page
from club.core.errors import ClubError
from club.core.idempotency import once
from club.core.naming import number_of
from club.press import access
from club.press.actions import clustering, deciding
from club.press.models import Brief, Cluster, Story
from club.press.telling import tell
from club.press.views.queue import reasons


@staff_page(access.SEE)
@require_safe
def subject(request: HttpRequest, pk: int) -> HttpResponse:
    cluster = get_object_or_404(Cluster.objects.with_stories().select_related("decided_by"), pk=pk)
    stories = list(cluster.stories.all())
    sought = " ".join(request.GET.get("q", "").split())[:120]
    context = {
        "cluster": cluster,
        "brief": Brief.objects.filter(cluster=cluster).first(),
        "stories": stories,
        "line": tell(cluster) | {"following": ""} if stories else None,
        "reasons": reasons(),
        "sought": sought,
        "alike": [tell(other) for other in clustering.alike(cluster, sought) if other.stories.all()]
        if stories
        else [],
    }
    return render(request, "press/console/subject.html", context)


@staff_page(access.WRITE)
@require_POST
@once
def split(request: HttpRequest, pk: int) -> HttpResponse:
    cluster = get_object_or_404(Cluster, pk=pk)
    typed = (number_of(number) for number in request.POST.getlist("article"))
    numbers = [number for number in typed if number is not None]
    try:
        apart = clustering.split(cluster=cluster, stories=numbers, by=request.user)
        messages.success(request, "Ces articles forment leur propre sujet, à lire.")
        return redirect("console:press:subject", apart.pk)
    except ClubError as error:
        messages.error(request, str(error))
    return redirect("console:press:subject", pk)


@staff_page(access.WRITE)
@require_POST
@once
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    cluster = get_object_or_404(Cluster, pk=pk)
    other = Cluster.objects.filter(pk=number_of(request.POST.get("autre"))).first()
    try:
        if other is not None:
            clustering.merge(other=other, into=cluster, by=request.user)
            messages.success(request, "Les deux sujets n’en font plus qu’un.")
        else:
            messages.error(request, "Choisissez le sujet à réunir à celui-ci.")
    except ClubError as error:
        messages.error(request, str(error))
    return redirect("console:press:subject", pk)


@staff_page(access.WRITE)
@require_POST
@once
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep for the partner of one of its stories, rather than of the first."""
    story = get_object_or_404(Story.objects.told().select_related("feed__organisation", "cluster"), pk=pk)
    try:
        brief = deciding.keep(cluster=story.cluster, story=story, by=request.user)
    except ClubError as error:
        messages.error(request, str(error))
        return redirect("console:press:subject", story.cluster_id)
    return redirect("console:press:brief", brief.pk)
