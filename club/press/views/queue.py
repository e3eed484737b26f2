"""What the press says of the partners: the queue that editors go through, and what they rejected."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from club.core.access import staff_page
from club.core.errors import ClubError
from club.core.idempotency import once
from club.core.lists import list_context
from club.press import access
from club.press.actions import deciding
from club.press.forms import ClusterFilter
from club.press.models import Cluster, Reason
from club.press.telling import tell, tell_rejected

SHOWN = ["state", "first_at", "reason", "reason_words", "decided_at"]
DECIDED = [*SHOWN, "decided_by__first_name", "decided_by__last_name"]
FILTERS = ("q", "partenaire", "apres", "avant")


@staff_page(access.SEE)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """The newest first, each with the buttons that decide; keys are an enhancement of these buttons."""
    rows = Cluster.objects.waiting().with_stories()
    context = list_context(request, ClusterFilter(request), rows, key="-first_at", shown=SHOWN, tell=tell)
    _chain(context["lines"])
    context |= {"reasons": reasons(), "query": request.GET.urlencode()}
    return render(request, "press/console/queue.html", context)


@staff_page(access.SEE)
@require_safe
def rejected(request: HttpRequest) -> HttpResponse:
    rows = Cluster.objects.rejected().with_stories()
    context = list_context(request, ClusterFilter(request), rows, key="-first_at", shown=DECIDED, tell=tell_rejected)
    return render(request, "press/console/rejected.html", context)


@staff_page(access.WRITE)
@require_POST
@once
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """« geste » is « retenir », or the reason of a rejection; then back to the next of the queue."""
    cluster = get_object_or_404(Cluster.objects.with_stories(), pk=pk)
    gesture, title = request.POST.get("geste", ""), str(cluster)
    try:
        if gesture == "retenir":
            deciding.keep(cluster=cluster, by=request.user)
            messages.success(request, f"Retenu\u00a0: «\u00a0{title}\u00a0».")
        elif gesture in Reason:
            words = request.POST.get("precision", "")
            deciding.reject(cluster=cluster, by=request.user, reason=Reason(gesture), words=words)
            messages.success(request, f"Écarté\u00a0: «\u00a0{title}\u00a0».")
    except ClubError as error:
        messages.error(request, str(error))
    return back_to_queue(request)


@staff_page(access.WRITE)
@require_POST
@once
def put_back(request: HttpRequest, pk: int) -> HttpResponse:
    cluster = get_object_or_404(Cluster.objects.with_stories(), pk=pk)
    try:
        deciding.put_back(cluster=cluster, by=request.user)
        messages.success(request, f"De nouveau à lire\u00a0: «\u00a0{cluster}\u00a0».")
    except ClubError as error:
        messages.error(request, str(error))
    return redirect("console:press:queue")


def back_to_queue(request: HttpRequest) -> HttpResponseRedirect:
    """The queue as it was filtered, at the story that comes next."""
    asked = QueryDict(request.POST.get("filtres", ""))
    query = urlencode({name: asked[name] for name in FILTERS if asked.get(name)})
    following = request.POST.get("suivant", "")
    anchor = f"#sujet-{following}" if following.isdecimal() else ""
    return HttpResponseRedirect(f"{reverse('console:press:queue')}{f'?{query}' if query else ''}{anchor}")


def _chain(lines: list[dict[str, Any]]) -> None:
    """Each line knows the one that is read after it: the next, or the one before at the end of the page."""
    numbers = [line["pk"] for line in lines]
    for index, line in enumerate(lines):
        others = numbers[index + 1 : index + 2] or numbers[max(0, index - 1) : index]
        line["following"] = others[0] if others else ""


def reasons() -> list[tuple[str, str]]:
    """Those that need no words; « autre » has a field of its own."""
    return [(reason.value, str(reason.label)) for reason in Reason if reason != Reason.OTHER]
