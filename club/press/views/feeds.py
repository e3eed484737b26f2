"""The feeds: which answer, which are broken and why; one more, tried before it is kept."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from club.core.access import staff_page
from club.core.errors import ClubError
from club.core.lists import list_context
from club.core.naming import number_of
from club.press import access
from club.press.actions import feeds as actions
from club.press.forms import FeedFilter, FeedForm
from club.press.models import Feed
from members.models import Organisation

SHOWN = ["organisation__name", "url", "title", "state", "answered_at", "next_at", "claims"]
SHOWN += ["problem", "detail", "broken_since"]


@staff_page(access.SEE_FEEDS)
@require_safe
def feeds(request: HttpRequest) -> HttpResponse:
    context = list_context(request, FeedFilter(request), Feed.objects.all(), key="-pk", shown=SHOWN, tell=line)
    shown = Feed.objects.filter(pk__in=[feed.pk for feed in context["rows"]])
    counts = dict(shown.annotate(n=Count("stories", Q(stories__purged_at=None))).order_by().values_list("pk", "n"))
    for told in context["lines"]:
        told["stories"] = counts[told["pk"]]
    return render(request, "press/console/feeds.html", context)


def line(feed: Feed) -> dict[str, Any]:
    return {
        "pk": feed.pk,
        "organisation": feed.organisation,
        "organisation_id": feed.organisation_id,
        "title": str(feed),
        "url": feed.url,
        "is_paused": feed.state == Feed.State.PAUSED,
        "is_broken": feed.is_broken,
        "problem": feed.problem_words(),
        "since": feed.broken_since,
        "answered_at": feed.answered_at,
        "next_at": feed.next_try(),
    }


@staff_page(access.FEEDS)
def new_feed(request: HttpRequest) -> HttpResponse:
    """Outside any transaction: the address is called while the person waits."""
    form = FeedForm(request.POST or None, initial={"organisation": _asked(request)})
    if form.is_valid():
        try:
            feed = actions.add(**form.cleaned_data, by=request.user)
        except ClubError as error:
            form.add_error("url", str(error))
        else:
            count = feed.stories.told().count()
            words = (
                f"{count} article{'s' if count > 1 else ''} des trente derniers jours" if count else "rien de récent"
            )
            messages.success(request, f"Le flux de {feed.organisation} est suivi\u00a0: {words}.")
            return redirect("console:press:feeds")
    return render(request, "press/console/new_feed.html", {"form": form})


@staff_page(access.FEEDS)
@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    feed = get_object_or_404(Feed, pk=pk)
    try:
        actions.ask_now(feed=feed, by=request.user)
        messages.success(request, f"«\u00a0{feed}\u00a0» est appelé\u00a0: sa réponse s’affiche ici dans un instant.")
    except ClubError as error:
        messages.error(request, str(error))
    return redirect("console:press:feeds")


@staff_page(access.FEEDS)
@require_POST
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    feed = get_object_or_404(Feed, pk=pk)
    actions.pause(feed=feed, by=request.user)
    messages.success(request, f"«\u00a0{feed}\u00a0» n’est plus appelé. Ses articles restent.")
    return redirect("console:press:feeds")


@staff_page(access.FEEDS)
@require_POST
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    feed = get_object_or_404(Feed, pk=pk)
    actions.resume(feed=feed, by=request.user)
    messages.success(request, f"«\u00a0{feed}\u00a0» est de nouveau suivi.")
    return redirect("console:press:feeds")


def _asked(request: HttpRequest) -> Organisation | None:
    return Organisation.objects.filter(pk=number_of(request.GET.get("organisation"))).first()
