"""What proposals give to the console: their entry of the rail, and what waits for somebody on "Aujourd’hui"."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from club.core.console import RailItem, Waiting
from members.billing import access
from members.billing.models import Proposal
from members.models import Application
from members.panels import ApplicationPanel, Line

SHOWN = 5
SOON = timedelta(days=14)
State = Proposal.State


def waiting_count() -> int:
    """Discounts to grant and acceptances to turn into terms."""
    return Proposal.objects.to_approve().count() + _to_begin().count()


def _to_begin() -> Any:
    """Accepted and not begun; a renewal begins by itself on its day."""
    rows = Proposal.objects.filter(state=State.ACCEPTED)
    return rows.exclude(kind=Proposal.Kind.RENEWAL, starts_on__gt=timezone.localdate())


def waiting(user: Any) -> Iterator[Waiting]:
    if user.has_perm(access.APPROVE_DISCOUNT):
        for row in Proposal.objects.to_approve().exclude(prepared_by=user).select_related("organisation")[:SHOWN]:
            words = f"{row.discount.normalize():f}\u00a0% demandés\u00a0: {row.discount_reason}"
            yield _item(f"Remise à accorder à {row.organisation}", words, row, "Relire")
    if user.has_perm(access.ACTIVATE):
        for row in _to_begin().select_related("organisation").order_by("accepted_at")[:SHOWN]:
            words = f"{row.get_kind_display().capitalize()} acceptée le {date_format(row.accepted_at, 'j F')}"
            yield _item(f"{row.organisation} a accepté", words, row, "Faire commencer", urgent=True)
    if user.has_perm(access.PREPARE):
        yield from _silent()


def _silent() -> Iterator[Waiting]:
    """Proposals sent whose last day comes within two weeks."""
    today = timezone.localdate()
    rows = Proposal.objects.filter(state=State.SENT, valid_until__range=(today, today + SOON))
    for row in rows.select_related("organisation").order_by("valid_until")[:SHOWN]:
        words = f"{row.get_kind_display().capitalize()} sans réponse, valable jusqu’au {date_format(row.valid_until)}"
        due = timezone.make_aware(datetime.combine(row.valid_until, time.max))
        yield _item(f"Relancer {row.organisation}", words, row, "Ouvrir", due=due)


def _item(title: str, words: str, row: Proposal, action: str, **more: Any) -> Waiting:
    return Waiting(title, words, reverse("console:proposal", args=[row.pk]), action, **more)


def of_application(application: Application) -> list[Line]:
    """The proposal that an application led to."""
    row = Proposal.objects.filter(application=application).first()
    if row is None:
        return []
    words = f"{row.get_state_display()}, valable jusqu’au {date_format(row.valid_until)}"
    return [Line("Proposition", words, reverse("console:proposal", args=[row.pk]))]


def steps_of_application(staff: Any, application: Application) -> list[Line]:
    """An admitted application without a proposal may get one."""
    if application.state != Application.State.ADMITTED or not staff.has_perm(access.PREPARE):
        return []
    if Proposal.objects.filter(application=application).exists():
        return []
    return [Line("Préparer la proposition", url=reverse("console:proposal_new", args=[application.pk]), posts=True)]


PANEL = ApplicationPanel("Proposition", access.SEE_PROPOSAL, of_application, steps=steps_of_application)
"""On the page where staff study an application."""

RAIL = [
    RailItem(
        "Cotisations",
        "Propositions",
        "console:proposals",
        access.SEE_PROPOSAL,
        order=20,
        count=waiting_count,
        calls=True,
    ),
]
