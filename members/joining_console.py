"""What joining gives to the console: applications to study and to follow up, prospects whose next action is due."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone

from club.core.console import RailItem, Waiting
from club.core.days import date_format
from members.models import Application, Prospect, User

SHOWN = 5
SILENT = timedelta(days=14)
"""After so many days without an answer, somebody calls the applicant."""


def applications_to_study(user: User) -> Iterator[Waiting]:
    """Requests that wait for a decision, the oldest first; then applicants who were asked and do not answer."""
    if not user.has_perm("members.change_application"):
        return
    states = Application.State
    for row in Application.objects.to_study().order_by("submitted_at")[:SHOWN]:
        title = f"La demande d’adhésion de {row.name} est à étudier"
        detail = f"Envoyée le {date_format(row.submitted_at, 'j F')}."
        yield Waiting(title, detail, _page(row), "Étudier", row.submitted_at)
    silent = Application.objects.filter(state=states.CHANGES, updated_at__lt=timezone.now() - SILENT)
    for row in silent.order_by("updated_at")[:SHOWN]:
        title = f"{row.name} n’a pas complété sa demande d’adhésion"
        detail = f"Demandé le {date_format(row.updated_at, 'j F')}\u00a0: un appel aiderait."
        yield Waiting(title, detail, _page(row), "Relancer", row.updated_at)


def prospects_to_call(user: User) -> Iterator[Waiting]:
    """Next actions that are due, for whoever follows the prospect."""
    if not user.has_perm("members.change_prospect"):
        return
    today = timezone.localdate()
    rows = Prospect.objects.open().filter(owner=user, next_on__lte=today).select_related("organisation")
    for row in rows.order_by("next_on", "pk")[:SHOWN]:
        due = timezone.make_aware(datetime.combine(row.next_on, time()))
        detail = f"{row.get_stage_display().capitalize()}, à faire le {date_format(row.next_on, 'j F')}."
        title = f"{row.organisation}\u00a0: {row.next_action or 'prochaine action'}"
        url = reverse("console:prospect", args=[row.pk])
        yield Waiting(title, detail, url, "Ouvrir", due, urgent=row.next_on < today)


def _page(row: Application) -> str:
    return reverse("console:application", args=[row.pk])


RAIL = [
    RailItem(
        "Membres",
        "Demandes d’adhésion",
        "console:applications",
        "members.view_application",
        order=5,
        count=lambda: Application.objects.to_study().count(),
        calls=True,
    ),
    RailItem(
        "Membres",
        "Prospects",
        "console:prospects",
        "members.view_prospect",
        order=6,
        count=lambda: Prospect.objects.open().count(),
    ),
    RailItem("Membres", "Vers l’objectif", "console:pipeline", "members.view_prospect", order=7),
]
