"""What comes, and what has waited too long."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from club.core.access import staff_page
from club.editorial.actions.writing import A_YEAR
from club.editorial.coming import weeks
from club.editorial.freshness import stale, stale_count
from club.editorial.steps import SEE


@staff_page(SEE)
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    context = {"weeks": weeks(), "stale": stale_count(), "today": timezone.localdate()}
    return render(request, "editorial/console/calendar.html", context)


@staff_page(SEE)
@require_safe
def freshness(request: HttpRequest) -> HttpResponse:
    rows, total = stale()
    context = {"rows": rows, "total": total, "until": timezone.localdate() + A_YEAR}
    return render(request, "editorial/console/freshness.html", context)
