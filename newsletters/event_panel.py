"""What the mailings that invite say on the console page of their event: each with its states, and one more."""

from typing import Any

from django.db.models import Count
from django.urls import reverse

from events.admittance import closed_words
from events.models import Event
from events.panels_of_event import EventPanel
from members.panels import Line
from newsletters import access
from newsletters.models import Delivery, Issue

ASK = "Pour inviter tout un public, demandez à la rédaction ou à la direction\u00a0: ce sont elles qui l’envoient."


def mailings(event: Event, staff: Any) -> list[Line]:
    """The newest last; two statements, however many there are."""
    issues = list(Issue.objects.filter(event=event).order_by("number"))
    counted: dict[int, list[str]] = {}
    rows = Delivery.objects.filter(issue__in=issues, test=None) if issues else Delivery.objects.none()
    for issue, state, number in rows.values_list("issue", "state").annotate(n=Count("pk")).order_by("issue", "state"):
        counted.setdefault(issue, []).append(f"{Delivery.State(state).label}\u00a0: {number}")
    lines = [_line(issue, counted.get(issue.pk, [])) for issue in issues]
    if not closed_words(event):
        lines.append(_one_more(event) if staff.has_perm(access.WRITE) else Line(ASK))
    return lines


def _one_more(event: Event) -> Line:
    return Line("Inviter un segment", url=reverse("console:flash:invite", args=[event.pk]))


def _line(issue: Issue, counts: list[str]) -> Line:
    page = "console:flash:watch" if issue.frozen_at else "console:flash:compose"
    told = [issue.get_state_display(), *counts]
    return Line(f"«\u00a0{issue.title}\u00a0»", ", ".join(told), reverse(page, args=[issue.number]))


PANEL = EventPanel("Invitations par segment", access.SEE, mailings, order=10)
