"""What Flash info says of a person on their page: the last issues, what became of each, and the next one."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from club.core.days import date_format
from members.models import User
from members.panels import Line, Panel
from newsletters import access, reasons, reception
from newsletters.bounces import history
from newsletters.models import Issue, Suppression

SHOWN = 4
STEPS = {
    "leave": "Désabonner à sa demande",
    "return": "Réabonner à sa demande",
    "suppress": "Neutraliser l’adresse",
    "lift": "Lever la neutralisation",
    "reactivate": "Remettre l’adresse en service",
}


def flash_lines(person: User) -> list[Line]:
    """The newest first; issues that were never meant for the person are left out."""
    found = [
        answer for answer in reasons.answers(person, list(reasons.issues_that_left()[:SHOWN])) if answer.concerned
    ]
    lines = [Line(_title(answer.issue), answer.words, _page(answer.issue)) for answer in found]
    coming = reasons.now_words(person) or "Rien ne s’oppose à ce qu’il lui parvienne."
    why = f"{reverse('console:flash:why')}?personne={person.pk}"
    return [*lines, Line("Prochain numéro", coming), Line("Tous les numéros, et pourquoi", url=why)]


def flash_steps(staff: Any, person: User) -> list[Line]:
    """What may be done for the person now: one step about the subscription, one about the address."""
    state = reception.of(person)
    steps = []
    if staff.has_perm(access.CHOOSE):
        steps.append("return" if state.left else "leave")
    if staff.has_perm(access.SUPPRESS) and not state.objected:
        steps.append(_step_about(state.suppression))
    return [Line(STEPS[step], url=reverse(f"console:flash:person_{step}", args=[person.pk])) for step in steps]


def _step_about(held: Suppression | None) -> str:
    if held is None:
        return "suppress"
    return "reactivate" if held.cause in Suppression.Cause.by_servers() else "lift"


def measure_lines(person: User) -> list[Line]:
    """What the person decided about being measured, the last first: when, from where, the words they were shown."""
    return [
        Line(
            f"{date_format(timezone.localtime(row.at), 'j F Y')}\u00a0: {row.get_tracking_display()}",
            f"«\u00a0{row.words}\u00a0» ({row.source})",
        )
        for row in person.tracking_consents.all()
    ]


def return_lines(person: User) -> list[Line]:
    """What came back from the address, and what was done: only when there is something to tell."""
    return [Line(*words.split(", ", 1)) for _, words in history.told(person)]


PANELS = (
    Panel("Flash info", access.SEE, flash_lines, order=20, steps=flash_steps),
    Panel("Retours de cette adresse", access.SEE, return_lines, order=21),
    Panel("Mesure de ses clics", access.SEE, measure_lines, order=22),
)


def _title(issue: Issue) -> str:
    return f"n°\u00a0{issue.number}, {date_format(issue.left_on(), 'j F Y')}"


def _page(issue: Issue) -> str:
    return reverse("console:flash:watch", args=[issue.number])
