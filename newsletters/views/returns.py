"""What came back, for the team: by issue, by domain, and what no rule understood."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from club.core.access import staff_page
from club.core.idempotency import once
from club.core.paging import page_of
from newsletters import access, reasons
from newsletters.actions import receiving, telling
from newsletters.bounces import counting, mailboxes
from newsletters.models import DeliveryEvent, MailboxReading, ReturnedMail
from newsletters.views.watching import frozen_issue

Kind = DeliveryEvent.Kind
MOST_ALONE = 50


@staff_page(access.SEE)
@require_safe
def returns(request: HttpRequest) -> HttpResponse:
    """Issue by issue; above, how the mailboxes are."""
    page = page_of(reasons.issues_that_left(), request, key="-number")
    counts = counting.by_issue(page.rows)
    context = {
        "rows": [(issue, counts.get(issue.pk, counting.Counts())) for issue in page.rows],
        "page": page,
        "mailboxes": mailboxes.names(),
        "readings": MailboxReading.objects.filter(mailbox__in=mailboxes.names()).order_by("mailbox"),
        "waiting": counting.to_look_at() + telling.unheard().count(),
        "forged": counting.forged(),
        "alarms": counting.alarming(),
    }
    return render(request, "newsletters/console/returns.html", context)


@staff_page(access.SEE)
@require_safe
def issue_returns(request: HttpRequest, number: int) -> HttpResponse:
    """One issue: by domain, then message by message."""
    issue = frozen_issue(number)
    events = DeliveryEvent.objects.filter(issue=issue, kind__in=[Kind.BOUNCE, Kind.COMPLAINT])
    page = page_of(events.select_related("delivery__contact"), request, key="-at")
    context = {
        "issue": issue,
        "counts": counting.by_issue([issue]).get(issue.pk, counting.Counts()),
        "domains": counting.by_domain(issue),
        "page": page,
    }
    return render(request, "newsletters/console/issue_returns.html", context)


@staff_page(access.SUPPRESS)
@require_safe
def unclear(request: HttpRequest) -> HttpResponse:
    """Messages that no rule understood, often a person who answers; above, dead addresses that nobody was told of."""
    waiting = ReturnedMail.objects.to_look_at().select_related("delivery__contact", "delivery__issue")
    alone = telling.unheard().select_related("person", "organisation").order_by("organisation__sort_key", "pk")
    context = {"page": page_of(waiting, request, key="-at"), "alone": alone[:MOST_ALONE], "count": alone.count()}
    return render(request, "newsletters/console/unclear.html", context)


@staff_page(access.SUPPRESS)
@require_POST
@once
def seen(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(ReturnedMail, pk=pk, outcome__in=ReturnedMail.Outcome.for_people())
    changed = receiving.note_seen(returned=row, by=request.user)
    messages.success(request, "Noté\u00a0: ce message ne vous attend plus." if changed else "C’était déjà noté.")
    return redirect("console:flash:returns_unclear")
