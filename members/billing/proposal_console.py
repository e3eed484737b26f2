"""What proposals give to the console: their entry of the rail, and what waits for somebody on "Aujourd’hui"."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any

from django.core.cache import cache
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from club.core.console import COUNT_SECONDS, RailItem, Waiting, forget_count
from club.core.days import date_format
from club.core.todos import Todo
from members.access import affiliations_of
from members.billing import access, links
from members.billing.actions import renewals
from members.billing.models import Proposal
from members.models import Affiliation, Application, Membership
from members.panels import ApplicationPanel, Line

SHOWN = 5
SOON = timedelta(days=14)
KEY = "waiting:proposals"
Call = tuple[str, int | None, Waiting]
"""Who may settle it, who may not all the same, what it is."""
State, Role = Proposal.State, Affiliation.Role
ANSWER = {
    Proposal.Kind.JOINING: "Répondez à notre proposition d’adhésion",
    Proposal.Kind.RENEWAL: "Renouvelez votre adhésion",
    Proposal.Kind.CHANGE: "Répondez à notre proposition de changement",
}


def waiting_count() -> int:
    """Discounts to grant and acceptances to turn into terms."""
    return Proposal.objects.to_approve().count() + _to_begin().count()


def _to_begin() -> Any:
    """Accepted and not begun; a renewal begins by itself on its day."""
    rows = Proposal.objects.filter(state=State.ACCEPTED)
    return rows.exclude(kind=Proposal.Kind.RENEWAL, starts_on__gt=timezone.localdate())


def waiting(user: Any) -> Iterator[Waiting]:
    """What waits for ``user``, read at most once a minute: the page of the day stays light."""
    for permission, not_by, item in _kept():
        if user.has_perm(permission) and user.pk != not_by:
            yield item


def forget() -> None:
    """Somebody has just settled a proposal: read what waits again at the next page."""
    forget_count("console:proposals")
    cache.delete(KEY)


def _kept() -> list[Call]:
    found = cache.get(KEY)
    if found is None:
        found = [*_to_grant(), *_accepted(), *_silent()]
        cache.set(KEY, found, COUNT_SECONDS)
    return found


def _to_grant() -> Iterator[Call]:
    for row in Proposal.objects.to_approve().select_related("organisation")[:SHOWN]:
        words = f"{row.discount.normalize():f}\u00a0% demandés\u00a0: {row.discount_reason}"
        item = _item(f"Remise à accorder à {row.organisation}", words, row, "Relire")
        yield access.APPROVE_DISCOUNT, row.prepared_by_id, item


def _accepted() -> Iterator[Call]:
    for row in _to_begin().select_related("organisation").order_by("accepted_at")[:SHOWN]:
        words = f"{row.get_kind_display().capitalize()} acceptée le {date_format(row.accepted_at, 'j F')}"
        item = _item(f"{row.organisation} a accepté", words, row, "Faire commencer", urgent=True)
        yield access.ACTIVATE, None, item


def _silent() -> Iterator[Call]:
    """Proposals sent whose last day comes within two weeks, and changes that a member asked for."""
    today = timezone.localdate()
    asked = Q(state=State.DRAFT, kind=Proposal.Kind.CHANGE, prepared_by__is_staff=False)
    rows = Proposal.objects.filter(Q(state=State.SENT, valid_until__range=(today, today + SOON)) | asked)
    for row in rows.select_related("organisation").order_by("valid_until", "pk")[:SHOWN]:
        if row.state == State.DRAFT:
            words = "Il diminue la cotisation\u00a0: à relire, puis à envoyer ou à clore"
            item = _item(f"{row.organisation} demande un changement", words, row, "Relire")
        else:
            kind = row.get_kind_display().capitalize()
            words = f"{kind} sans réponse, valable jusqu’au {date_format(row.valid_until)}"
            due = timezone.make_aware(datetime.combine(row.valid_until, time.max))
            item = _item(f"Relancer {row.organisation}", words, row, "Ouvrir", due=due)
        yield access.PREPARE, None, item


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


def unsent_renewals() -> int:
    """Renewals prepared that nobody has sent."""
    return renewals.to_send().count()


def answers_awaited(user: Any) -> Iterator[Todo]:
    """In the portal: a proposal that an organisation one signs or decides for has not answered."""
    deciding = [Role.ADMINISTRATOR, Role.SIGNATORY, Role.EXECUTIVE]
    mine = affiliations_of(user).filter(roles__overlap=deciding).values("organisation")
    rows = Proposal.objects.filter(organisation__in=mine, state=State.SENT, valid_until__gte=timezone.localdate())
    for row in rows.select_related("organisation"):
        words = f"{row.organisation}, à accepter avant le {date_format(row.valid_until, 'j F Y')}."
        yield Todo(
            ANSWER[Proposal.Kind(row.kind)],
            words,
            f"{links.PATH}{links.proposal_token(row.pk)}/",
            "Lire",
            rank=10,
            urgent=True,
        )


RAIL = [
    RailItem(
        "Membres",
        "Adhésions",
        "console:memberships",
        access.SEE_PROPOSAL,
        order=15,
        count=lambda: Membership.objects.running().count(),
    ),
    RailItem(
        "Cotisations",
        "Renouvellements",
        "console:renewals",
        access.SEE_PROPOSAL,
        order=21,
        count=unsent_renewals,
        calls=True,
    ),
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
