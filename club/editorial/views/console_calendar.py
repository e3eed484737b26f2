"""What comes, and what has waited too long."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from club.core.access import staff_page
from club.core.naming import number_of
from club.editorial.actions.writing import A_YEAR
from club.editorial.coming import weeks
from club.editorial.freshness import SHOWN, stale, stale_count
from club.editorial.steps import SEE


@staff_page(SEE)
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    context = {"weeks": weeks(), "stale": stale_count(), "today": timezone.localdate()}
    return render(request, "editorial/console/calendar.html", context)


@staff_page(SEE)
@require_safe
def freshness(request: HttpRequest) -> HttpResponse:
    rows, total, page = stale(page=number_of(request.GET.get("page")) or 1)
    context = {"rows": rows, "total": total, "until": timezone.localdate() + A_YEAR}
    context |= {"first": (page - 1) * SHOWN + 1, "final": min(page * SHOWN, total)}
    context["previous_url"] = f"?page={page - 1}" if page > 1 else ""
    context["next_url"] = f"?page={page + 1}" if page * SHOWN < total else ""
    return render(request, "editorial/console/freshness.html", context)
