"""A regional meeting looks for its suppliers: it opens a search, asks them, reminds the silent."""

from collections.abc import Iterable
from datetime import date, datetime, time

import structlog
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from club.core import audit, doorbell
from club.core.holidays import is_working_day
from events import regional_emails
from events.actions import seats, telling
from events.errors import EventError
from events.models import Ask, AskMail, Event, Kind, RegionalMeeting, Registration, Slot, State, Workshop
from events.suppliers import reader_of
from events.timetable import mails_of, slots_of
from members.models import Organisation, User

logger = structlog.get_logger(__name__)
HOURS = time(9), time(18)  # of Paris
CLOSED = (State.HELD, State.CANCELLED, State.POSTPONED)
Status = Registration.State


def locked(meeting: RegionalMeeting, seen: int | None = None) -> RegionalMeeting:
    """The meeting as it stands, its event locked until the transaction ends; refuses whoever read another version."""
    event = seats.locked(meeting.event)
    found = RegionalMeeting.objects.get(pk=meeting.pk)  # read after the lock: another may have just decided
    if seen is not None and found.version != seen:
        raise EventError("Quelqu’un vient de décider pour cette rencontre\u00a0: relisez avant d’agir.")
    found.event = event
    return found


@transaction.atomic
def open_search(*, event: Event, decides_on: date, by: User, quorum: int = 6, workshops: int = 8) -> RegionalMeeting:
    """From now on the meeting takes place if enough suppliers promise a workshop by ``decides_on``.

    Who is registered already is told that it is subject to that.
    """
    event = seats.locked(event)
    if event.kind != Kind.REGIONAL:
        raise EventError("Seule une rencontre régionale cherche des fournisseurs.")
    if RegionalMeeting.objects.filter(event=event).exists():
        raise EventError("La recherche de fournisseurs de cette rencontre est déjà ouverte.")
    if event.state in CLOSED or event.starts_at <= timezone.now():
        raise EventError(f"Cette rencontre est {event.get_state_display()} ou passée\u00a0: rien n’est à chercher.")
    refuse_day(decides_on, event.starts_at)
    meeting = RegionalMeeting.objects.create(
        event=event, quorum=quorum, workshops_wanted=workshops, decides_on=decides_on
    )
    Workshop.objects.bulk_create([Workshop(meeting=meeting, number=n + 1) for n in range(workshops)])
    hours = enumerate(slots_of(event.starts_at, event.ends_at), 1)
    Slot.objects.bulk_create([Slot(meeting=meeting, number=n, starts_at=a, ends_at=b) for n, (a, b) in hours])
    confirmed = Registration.objects.filter(event=event, state=Status.CONFIRMED)
    told = list(confirmed.values_list("pk", flat=True))
    confirmed.update(state=Status.SUBJECT, changes=F("changes") + 1, changed_at=timezone.now())
    telling.note(event, telling.Kind.SUBJECT, Registration.objects.filter(pk__in=told))
    audit.record(actor=by, verb="regional.open", target=meeting, decides_on=str(decides_on))
    return meeting


@transaction.atomic
def ask(*, meeting: RegionalMeeting, organisations: Iterable[Organisation], by: User) -> list[Ask]:
    """Write to suppliers at once, and plan their reminders; one that was asked already is left alone."""
    meeting = locked(meeting)
    if not meeting.takes_pledges:
        raise EventError(f"{meeting.refusal_words()}\u00a0: on ne cherche plus de fournisseur.")
    known = set(meeting.asks.values_list("organisation", flat=True))
    fresh = [one for one in organisations if one.pk not in known]
    asks = [Ask.objects.create(meeting=meeting, organisation=one) for one in fresh]
    plan(meeting, asks)
    if asks:
        audit.record(actor=by, verb="regional.ask", target=meeting, suppliers=len(asks))
    return asks


def plan(meeting: RegionalMeeting, asks: Iterable[Ask]) -> None:
    """The mails of this search to these suppliers: the first leaves at once (``write``), the others on their days."""
    days = mails_of(timezone.localdate(), meeting.decides_on)
    fresh = [AskMail(ask=one, search=meeting.search, step=step, due_on=day) for one in asks for step, day in days]
    AskMail.objects.bulk_create(fresh)
    doorbell.ring("events.tell")


@transaction.atomic
def decide_later(*, meeting: RegionalMeeting, decides_on: date, by: User, seen: int | None = None) -> RegionalMeeting:
    """Another day of decision; reminders that have not left follow it."""
    meeting = locked(meeting, seen)
    if not meeting.is_seeking:
        raise EventError(f"{meeting.refusal_words()}\u00a0: la décision est déjà prise.")
    refuse_day(decides_on, meeting.event.starts_at)
    meeting.decides_on, meeting.version = decides_on, meeting.version + 1
    meeting.save()
    waiting = AskMail.objects.filter(ask__meeting=meeting, search=meeting.search, settled_at=None)
    waiting.filter(step=AskMail.Step.LAST).delete()
    for one in meeting.asks.filter(answer=Ask.Answer.NONE):
        for step, day in mails_of(timezone.localdate(one.asked_at), decides_on):
            if step == AskMail.Step.LAST and day > timezone.localdate():
                AskMail.objects.get_or_create(ask=one, search=meeting.search, step=step, defaults={"due_on": day})
    audit.record(actor=by, verb="regional.decide_later", target=meeting, decides_on=str(decides_on))
    return meeting


def write() -> int:
    """The first mails of a search, whatever the hour: somebody of the team has just asked; gives those settled."""
    first = AskMail.objects.filter(settled_at=None, step=AskMail.Step.FIRST)
    return sum(_tried(pk) for pk in first.order_by("pk").values_list("pk", flat=True))


def remind(now: datetime | None = None) -> int:
    """Every planned mail whose day has come, on a working day at hours when people read; gives those settled."""
    here = timezone.localtime(now)
    if not is_working_day(here.date()) or not HOURS[0] <= here.time() < HOURS[1]:
        return 0
    due = AskMail.objects.filter(settled_at=None, due_on__lte=here.date())
    return sum(_tried(pk) for pk in due.order_by("due_on", "pk").values_list("pk", flat=True))


def _tried(pk: int) -> bool:
    """One that breaks keeps no other from leaving, and is tried again at the next knock."""
    try:
        return _settle(pk)
    except Exception:
        logger.exception("ask_mail_failed", mail=pk)
        return False


@transaction.atomic
def _settle(pk: int) -> bool:
    """Under the lock of the event, so that an answer and a reminder never cross."""
    mail = AskMail.objects.select_related("ask__meeting__event", "ask__organisation").get(pk=pk)
    meeting = locked(mail.ask.meeting)
    mail.refresh_from_db(fields=["settled_at"])
    answered = Ask.objects.filter(pk=mail.ask_id).exclude(answer=Ask.Answer.NONE).exists()
    if mail.settled_at:
        return False
    asks = meeting.takes_pledges if mail.step == AskMail.Step.FIRST else meeting.is_seeking
    if answered or not asks or mail.search != meeting.search:
        mail.delete()  # nothing is left to remind of
        return True
    mail.ask.meeting = meeting
    _send(mail)
    return True


def _send(mail: AskMail) -> None:
    """To whoever reads for the supplier today; settled even when that is nobody: the board says so."""
    reader = reader_of(mail.ask.organisation)
    mail.person, mail.settled_at = reader and reader.person, timezone.now()
    mail.save()
    if mail.person:
        regional_emails.ask(mail)


def refuse_day(decides_on: date, starts_at: datetime) -> None:
    if not timezone.localdate() <= decides_on < timezone.localdate(starts_at):
        raise EventError("On décide aujourd’hui ou plus tard, et avant le jour de la rencontre.")
