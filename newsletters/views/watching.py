"""While an issue leaves and afterwards: progress, stopping it, doubts to settle, answers, certificate."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from club.core.access import staff_page
from club.core.console import forget_count
from club.core.errors import ClubError
from club.core.idempotency import once
from club.core.paging import page_of
from newsletters import access, reasons, watching
from newsletters.actions import delivering
from newsletters.certificate import certificate as make_certificate
from newsletters.models import Delivery, Issue
from newsletters.views.reading import STOPS, watch_context

PER_PAGE = 50


def frozen_issue(number: int) -> Issue:
    """An issue that has recipients; before that there is nothing to watch."""
    return get_object_or_404(
        Issue.objects.select_related("author", "approved_by"), number=number, frozen_at__isnull=False
    )


@staff_page(access.SEE)
@require_safe
def watch(request: HttpRequest, number: int) -> HttpResponse:
    """The whole page; to htmx, the part that lives, then the whole page again once nothing moves any more."""
    context = watch_context(request, frozen_issue(number))
    if not request.htmx:
        return render(request, "newsletters/console/watch.html", context)
    response = render(request, "newsletters/console/progress.html", context)
    if not context["is_live"]:
        response["HX-Refresh"] = "true"
    return response


@staff_page(access.SEND)
@once
def stop(request: HttpRequest, number: int, step: str) -> HttpResponse:
    """Pause, resume or cancel. GET says what it will do, POST does it."""
    issue, question = frozen_issue(number), STOPS[step]
    if request.method == "POST":
        try:
            if step == "reprise":
                delivering.resume(issue=issue, by=request.user, tolerate=request.POST.get("code", ""))
            else:
                action = delivering.pause if step == "pause" else delivering.cancel
                action(issue=issue, by=request.user, reason=f"{question.reason} par {request.user}")
            messages.success(request, question.done)
        except ClubError as error:
            messages.error(request, str(error))
        return redirect("console:flash:watch", number)
    codes = watching.refusal_codes(issue) if step == "reprise" else []
    context = watch_context(request, issue) | {"question": question, "codes": codes}
    return render(request, "newsletters/console/stop.html", context)


@staff_page(access.SEND)
@require_safe
def doubts(request: HttpRequest, number: int) -> HttpResponse:
    """Handings over that were never confirmed, with both choices for each."""
    issue = frozen_issue(number)
    page = Paginator(watching.doubts(issue), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "newsletters/console/doubts.html", {"issue": issue, "page": page})


@staff_page(access.SEND)
@require_POST
@once
def settle(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    row = get_object_or_404(Delivery.objects.select_related("issue"), pk=pk, issue__number=number, test=None)
    try:
        choice = request.POST.get("choix", "")
        delivering.settle(delivery=row, by=request.user, choice=choice, note=request.POST.get("note", ""))
        messages.success(
            request, f"Remise à {row.address or 'une adresse effacée'}\u00a0: {delivering.CHOICES[choice]}."
        )
        forget_count("console:flash:issues")
    except ClubError as error:
        messages.error(request, str(error))
    return redirect("console:flash:doubts", number)


@staff_page(access.SEE)
@require_safe
def why(request: HttpRequest) -> HttpResponse:
    """« Pourquoi X ne l’a-t-il pas reçu ? », over all issues; by ``personne`` alone from a person's page."""
    text, number = request.GET.get("q", "").strip(), request.GET.get("personne", "")
    found = reasons.people(text) if text else reasons.person_numbered(number)
    chosen = next((p for p in found if str(p.pk) == number), None)
    chosen = chosen or (found[0] if len(found) == 1 else None)
    context = {"q": text, "found": found, "person": chosen, "most": reasons.MOST_PEOPLE}
    if chosen:
        page = page_of(reasons.issues_that_left(), request, key="-number")
        context |= {"answers": reasons.answers(chosen, page.rows), "now": reasons.now_words(chosen)}
        context |= {"previous_url": page.previous_url, "next_url": page.next_url}
    return render(request, "newsletters/console/why.html", context)


@staff_page(access.SEE)
@require_safe
def certificate(request: HttpRequest, number: int) -> HttpResponse:
    issue = frozen_issue(number)
    if issue.audience_count is None:
        raise Http404
    response = HttpResponse(make_certificate(issue), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="flash-info-{number}-certificat.pdf"'
    return response
