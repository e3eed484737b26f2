"""From the press watch into an issue: the kept stories, each with its button."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from club.core.access import staff_page
from club.core.errors import ClubError
from club.core.idempotency import once
from club.core.naming import number_of
from club.press import uses
from club.press.models import Brief
from newsletters import access
from newsletters.actions import quoting
from newsletters.models import Issue

PER_PAGE = 25


@staff_page(access.WRITE)
@once
def press(request: HttpRequest, number: int) -> HttpResponse:
    """GET shows what may be quoted; POST « breve » adds it after the other blocks."""
    issue = get_object_or_404(Issue, number=number)
    if request.method == "POST":
        brief = Brief.objects.select_related("organisation").filter(pk=_number(request)).first()
        try:
            if brief is not None:
                block = quoting.quote(issue=issue, brief=brief, actor=request.user)
                messages.success(request, f"«\u00a0{block.title}\u00a0» est à la fin du numéro.")
                page = reverse("console:flash:compose", args=[number])
                return redirect(f"{page}#encart-{block.pk}")
        except ClubError as error:
            messages.error(request, str(error))
    page = Paginator(quoting.offered(issue), PER_PAGE).get_page(request.GET.get("page"))
    made = uses.of(list(page))
    rows = [(brief, made.get(brief.pk, [])) for brief in page]
    return render(request, "newsletters/console/press.html", {"issue": issue, "rows": rows, "page": page})


def _number(request: HttpRequest) -> int | None:
    return number_of(request.POST.get("breve"))
