"""A regional meeting is decided: it takes place, or waits for another day; who is told is noted with it.

Everything happens under the lock of the event: a promise that comes meanwhile is counted before, or refused after.
The event itself moves through ``events.actions.agenda``, which tells those registered of another day or of none, with
their calendars; what that does not say is noted here. ``events.actions.telling`` writes to each, once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from club.core import audit
from events.actions import afterwards, agenda, asking, moving, places, pledging, telling
from events.errors import EventError
from events.models import Ask, AskMail, Event, Offer, Pledge, RegionalMeeting, Registration, Stage, State
from events.suppliers import quorum_of
from members.models import User

News, Status = telling.Kind, Registration.State


@dataclass(frozen=True)
class Kept:
    """What a postponement leaves standing for the new day."""

    pledges: bool = True
    registrations: bool = True


@transaction.atomic
def go(*, meeting: RegionalMeeting, by: User, seen: int | None = None, despite: str = "") -> RegionalMeeting:
    """It takes place: whoever is registered comes for certain, and is told. ``despite``: why, below the quorum.

    Those who go elsewhere at the same hours are marked and told, never blocked.
    """
    meeting = asking.locked(meeting, seen)
    quorum = quorum_of(meeting)
    if not quorum.is_reached and not despite.strip():
        raise EventError(f"{quorum.words()} Dites pourquoi la rencontre a lieu malgré cela.")
    if meeting.event.state == State.DRAFT:
        meeting.event = agenda.publish(event=meeting.event, by=by)
    _step(meeting, Stage.GO, by, reason=despite.strip()[:200])
    _tell(meeting, moving.despite_clashes(lambda: _confirm(meeting.event)), News.GO)
    return meeting


@transaction.atomic
def postpone(
    *, meeting: RegionalMeeting, reason: str, by: User, kept: Kept, seen: int | None = None
) -> RegionalMeeting:
    """It does not take place on its day. What is kept stands for the new one; what is not is given back."""
    meeting = asking.locked(meeting, seen)
    if not reason.strip():
        raise EventError("Dites pourquoi, en une phrase que le public lira.")
    places.empty(meeting)
    released = [] if kept.registrations else _let_go(meeting.event, "rencontre reportée")
    Registration.objects.filter(event=meeting.event, state=Status.CONFIRMED).update(state=Status.SUBJECT)
    if meeting.event.state != State.DRAFT:
        meeting.event = agenda.postpone(event=meeting.event, reason=reason, by=by)
    _step(meeting, Stage.POSTPONED, by, pledges_kept=kept.pledges, registrations_kept=kept.registrations)
    concerned = _suppliers(meeting)
    if not kept.pledges:
        release(meeting, "rencontre reportée")
    _tell(meeting, released, News.POSTPONED, concerned, reason)
    return meeting


@transaction.atomic
def seek_again(
    *,
    meeting: RegionalMeeting,
    starts_at: datetime,
    ends_at: datetime,
    decides_on: date,
    by: User,
    seen: int | None = None,
) -> RegionalMeeting:
    """A postponed meeting has a new day: it looks for the suppliers it lacks, asking again who had not come."""
    meeting = asking.locked(meeting, seen)
    if meeting.stage != Stage.POSTPONED:
        raise EventError("Seule une rencontre reportée reçoit une nouvelle date ici.")
    if starts_at <= timezone.now() or ends_at <= starts_at:
        raise EventError("La nouvelle date est à venir, et la rencontre finit après avoir commencé.")
    asking.refuse_day(decides_on, starts_at)
    meeting.event.starts_at, meeting.event.ends_at = starts_at, ends_at
    meeting.event = agenda.change(event=meeting.event, by=by)
    if meeting.event.state == State.POSTPONED:
        meeting.event = agenda.publish(event=meeting.event, by=by)
    meeting.search, meeting.decides_on = meeting.search + 1, decides_on
    _step(meeting, Stage.SEEKING, by, decides_on=str(decides_on))
    again = list(meeting.asks.exclude(answer=Ask.Answer.PLEDGED).select_related("organisation"))
    Ask.objects.filter(pk__in=[one.pk for one in again]).update(
        answer=Ask.Answer.NONE, why_not="", answered_at=None, asked_at=timezone.now()
    )
    asking.plan(meeting, again)
    _tell(meeting, [], News.NEW_DAY)
    return meeting


@transaction.atomic
def confirm(*, meeting: RegionalMeeting, by: User, seen: int | None = None) -> RegionalMeeting:
    """Participants hear of the workshops and of the programme; each once."""
    meeting = asking.locked(meeting, seen)
    _step(meeting, Stage.CONFIRMED, by)
    rows = Registration.objects.filter(event=meeting.event, state=Status.CONFIRMED)
    _tell(meeting, list(rows.with_people()), News.CONFIRMED)
    return meeting


@transaction.atomic
def hold(*, meeting: RegionalMeeting, by: User, seen: int | None = None) -> RegionalMeeting:
    """It was held: each supplier’s *bilan d’adhésion* says what its right brought."""
    meeting = asking.locked(meeting, seen)
    meeting.event = agenda.mark(event=meeting.event, state=State.HELD, by=by)
    _step(meeting, Stage.HELD, by)
    afterwards.note_returns(meeting.event)
    return meeting


@transaction.atomic
def cancel(*, event: Event, reason: str, by: User, seen: int | None = None) -> Event:
    """It will not take place at all: rights and seats are given back, everybody is told, nobody is asked any more."""
    meeting = asking.locked(event.regional)
    if meeting.stage == Stage.HELD:
        raise EventError("Cette rencontre a eu lieu.")
    AskMail.objects.filter(ask__meeting=meeting, settled_at=None).delete()
    places.empty(meeting)
    meeting.event = agenda.cancel(event=event, reason=reason, by=by, seen=seen)
    concerned = _suppliers(meeting)
    release(meeting, "rencontre annulée")
    meeting.version += 1
    meeting.save()
    _tell(meeting, [], News.CANCELLED, concerned, reason)
    return meeting.event


def release(meeting: RegionalMeeting, reason: str) -> None:
    """Every promise that stands is given back by the Club; the supplier is free to answer again."""
    for pledge in meeting.pledges.standing():
        pledge.meeting = meeting
        pledging.end(pledge, Pledge.State.RELEASED, reason)
    meeting.asks.filter(answer=Ask.Answer.PLEDGED).update(answer=Ask.Answer.NONE, answered_at=None)


def _step(meeting: RegionalMeeting, stage: Stage, by: User, **noted: object) -> None:
    if meeting.is_called_off or stage not in Stage(meeting.stage).next_stages:
        raise EventError(f"{meeting.refusal_words()}\u00a0: relisez avant de décider.")
    meeting.stage, meeting.version = stage, meeting.version + 1
    meeting.decided_at, meeting.decided_by = timezone.now(), by
    meeting.save()
    audit.record(actor=by, verb=f"regional.{stage}", target=meeting, **noted)


def _confirm(event: Event) -> list[Registration]:
    moving.mark_clashes(event)
    return _change(Registration.objects.filter(event=event, state=Status.SUBJECT), state=Status.CONFIRMED)


def _change(rows: Iterable[Registration], **fields: object) -> list[Registration]:
    """Their calendars hear of it: one change more for each."""
    found = [row.pk for row in rows]
    changed = Registration.objects.filter(pk__in=found)
    changed.update(changes=F("changes") + 1, changed_at=timezone.now(), **fields)
    return list(changed.with_people())


def _let_go(event: Event, because: str) -> list[Registration]:
    """Seats and places in the waiting list are given back; gives those who are to be told."""
    pending = Offer.objects.pending().filter(event=event)
    pending.update(state=Offer.State.WITHDRAWN, settled_at=timezone.now())
    rows = Registration.objects.filter(event=event).exclude(state=Status.CANCELLED)
    return _change(rows, state=Status.CANCELLED, left_because=because, position=None, diet="", access_needs="")


def _suppliers(meeting: RegionalMeeting) -> list[Pledge]:
    """One promise that stands for each supplier, to tell it."""
    standing = meeting.pledges.standing().select_related("organisation", "made_by")
    return list(standing.order_by("organisation_id", "pk").distinct("organisation_id"))


def _tell(
    meeting: RegionalMeeting,
    rows: list[Registration],
    news: News,
    suppliers: list[Pledge] | None = None,
    reason: str = "",
) -> None:
    """One mail to each participant and to each supplier that had promised."""
    whom = _suppliers(meeting) if suppliers is None else suppliers
    telling.note(meeting.event, news, rows, words=reason, meeting=meeting, suppliers=whom)
