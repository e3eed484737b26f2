"""What regional meetings give to the console and to suppliers: a count, what waits, what is to be answered."""

from collections.abc import Iterator
from datetime import datetime, time
from typing import Any

from django.urls import reverse
from django.utils import timezone

from club.core.console import RailItem, Waiting
from club.core.days import date_format
from club.core.todos import Todo
from events import access
from events.models import Ask, RegionalMeeting
from events.regional_board import Row, searches

SOON = 7  # days before the decision


def seeking() -> int:
    return RegionalMeeting.objects.seeking().count()


RAIL = RailItem(
    "Rencontres", "Rencontres régionales", "console:regional:board", access.SEE_SEARCHES, order=29, count=seeking
)


def waiting(user: Any) -> Iterator[Waiting]:
    """Decisions that are due, and meetings that lack suppliers."""
    if user.has_perm(access.SEARCH):
        for row in searches():
            if row.is_due:
                yield _to_decide(row)
            elif row.late or row.days_left <= SOON:
                yield _lacking(row)


def of_supplier(user: Any) -> Iterator[Todo]:
    """What suppliers of this person were asked and have not answered; nothing more once they have."""
    acted_for = user.affiliations.current().values("organisation")
    seeking = RegionalMeeting.objects.seeking()
    waiting = Ask.objects.filter(organisation__in=acted_for, answer=Ask.Answer.NONE, meeting__in=seeking)
    asks = list(waiting.select_related("meeting__event", "organisation").order_by("meeting__decides_on")[:3])
    suppliers = access.suppliers_of(user) if asks else []
    for ask in [ask for ask in asks if ask.organisation in suppliers]:
        day = date_format(ask.meeting.decides_on, "j F")
        url = reverse("portal:regional:answer", args=[ask.meeting_id, ask.organisation_id])
        detail = f"«\u00a0{ask.meeting}\u00a0» cherche ses fournisseurs\u00a0: on décide le {day}."
        yield Todo(f"{ask.organisation} tient-elle un atelier\u00a0?", detail, url, "Répondre", rank=14)


def _to_decide(row: Row) -> Waiting:
    title = f"«\u00a0{row.meeting}\u00a0»\u00a0: à décider"
    detail = f"{row.quorum.words()} {row.proposal_words()}"
    return Waiting(title, detail, _url(row), "Décider", due=_noon(row), urgent=row.days_left <= 0)


def _lacking(row: Row) -> Waiting:
    late = f" {row.late}\u00a0en retard." if row.late else ""
    detail = f"{row.quorum.words()}{late} {row.proposal_words()}"
    return Waiting(
        f"«\u00a0{row.meeting}\u00a0» cherche ses fournisseurs", detail, _url(row), "Relancer", due=_noon(row)
    )


def _url(row: Row) -> str:
    return reverse("console:regional:meeting", args=[row.meeting.pk])


def _noon(row: Row) -> datetime:
    return timezone.make_aware(datetime.combine(row.meeting.decides_on, time(12)))
