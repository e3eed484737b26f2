"""Whom issues reached and what readers opened, for the team: one issue, and a year. No delivery is read."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from club.core.access import staff_page
from club.core.naming import number_of
from newsletters import access
from newsletters.reach import issues, years
from newsletters.views.watching import frozen_issue


@staff_page(access.SEE)
@require_safe
def issue(request: HttpRequest, number: int) -> HttpResponse:
    """Each insert of an issue; ``encart`` chooses whose readers are told apart."""
    shown = frozen_issue(number)
    found = issues.of_issue(shown, chosen=number_of(request.GET.get("encart", "")) or 0)
    return render(request, "newsletters/reach/issue.html", {"issue": shown, "reach": found})


@staff_page(access.SEE)
@require_safe
def year(request: HttpRequest) -> HttpResponse:
    """The year asked for by ``annee``, else the last in which an issue left."""
    known = years.years()
    asked = request.GET.get("annee", "")
    chosen = int(asked) if asked.isdecimal() and len(asked) == 4 else (known or [timezone.localdate().year])[0]
    if asked and chosen not in known:
        raise Http404
    here = reverse("console:flash:reach_year")
    tabs = [(str(one), f"{here}?annee={one}", one == chosen) for one in known]
    context = {"year": chosen, "tabs": tabs, "found": years.of_year(chosen)}
    return render(request, "newsletters/reach/year.html", context)
