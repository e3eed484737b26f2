"""The issues and the page where one is composed."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from club.core.access import staff_page
from club.core.errors import ClubError
from club.core.idempotency import once
from newsletters import access
from newsletters.actions import composing, scheduling
from newsletters.forms import IssueForm, TrialForm
from newsletters.models import Issue
from newsletters.views.reading import TONES, audience_context, issue_context, words_of

PER_PAGE = 25


@staff_page(access.SEE)
@require_safe
def issues(request: HttpRequest) -> HttpResponse:
    found = Issue.objects.flash().annotate(block_count=Count("blocks")).select_related("author").order_by("-number")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    for issue in page:
        issue.tone = TONES[Issue.State(issue.state)]
    slot = scheduling.next_free_slot()
    return render(request, "newsletters/console/issues.html", {"page": page, "slot": slot})


@staff_page(access.WRITE)
@once
def new_issue(request: HttpRequest) -> HttpResponse:
    form = IssueForm(request.POST or None)
    if form.is_valid():
        issue = composing.open_issue(author=request.user, details=form.details())
        return redirect("console:flash:compose", issue.number)
    return render(request, "newsletters/console/details.html", {"form": form})


@staff_page(access.SEE)
@require_safe
def compose(request: HttpRequest, number: int) -> HttpResponse:
    """Where an issue stands: composed here until it is scheduled, read here afterwards."""
    issue = get_object_or_404(Issue.objects.select_related("author", "approved_by"), number=number)
    context = issue_context(request, issue) | {"trial": TrialForm(initial={"addresses": request.user.email})}
    if issue.event_id and issue.has_not_left():
        context |= audience_context(issue)
    return render(request, "newsletters/console/compose.html", context)


@staff_page(access.WRITE)
@once
def details(request: HttpRequest, number: int) -> HttpResponse:
    issue = get_object_or_404(Issue, number=number)
    kind = IssueForm.about(issue)
    form = kind(request.POST) if request.method == "POST" else kind.of(issue)
    if form.is_bound and form.is_valid():
        try:
            composing.write_details(
                issue=issue, actor=request.user, seen=form.cleaned_data["seen"], details=form.details()
            )
        except composing.Conflict as conflict:
            return clash(request, issue, kind(form_again(request, conflict)), conflict, "details")
        except ClubError as error:
            messages.error(request, str(error))
        return redirect("console:flash:compose", number)
    return render(request, "newsletters/console/details.html", {"form": form, "issue": issue})


def form_again(request: HttpRequest, conflict: composing.Conflict) -> object:
    """What was typed, ready to be sent again knowing what it replaces."""
    data = request.POST.copy()
    data["seen"] = composing.fingerprint(conflict.current) if conflict.current else ""
    return data


def clash(request: HttpRequest, issue: Issue, form: object, conflict: composing.Conflict, name: str) -> HttpResponse:
    """Both versions side by side; nothing typed is lost."""
    context = {"issue": issue, "form": form, "current": conflict.current, "name": name}
    context["current_words"] = words_of(conflict.current) if conflict.current else []
    context["back"] = reverse("console:flash:compose", args=[issue.number])
    return render(request, "newsletters/console/conflict.html", context, status=409)
