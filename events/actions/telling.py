"""Those whom a decision concerns hear of it: the decision notes whom, in its transaction; a task writes the mails.

Some people a transaction, which counts them: what is interrupted is taken up where it was, nobody is told twice. News
of one event are told in their order, by one worker at a time.
"""

from collections.abc import Iterable, Sequence

import structlog
from django.db import transaction
from django.utils import timezone

from club.core import doorbell
from events import emails, regional_emails, workshop_emails
from events.day import days_of
from events.models import Event, EventNews, Pledge, RegionalMeeting, Registration

logger = structlog.get_logger(__name__)
BATCH = 20  # people a transaction

Kind, Status = EventNews.Kind, Registration.State


def note(
    event: Event,
    kind: EventNews.Kind,
    rows: Iterable[Registration] = (),
    *,
    words: str = "",
    meeting: RegionalMeeting | None = None,
    suppliers: Sequence[Pledge] = (),
) -> None:
    """They will hear of it. Called once the event is kept, under its lock; ``rows`` as they were before."""
    rows = list(rows)
    if not rows and not suppliers:
        return
    EventNews.objects.create(
        event=event,
        as_of=Event.pgh_event_model.objects.filter(pgh_obj=event).latest("pgh_id"),
        kind=kind,
        words=words[:500],
        version=meeting and meeting.version,
        seated=[row.pk for row in rows if row.state != Status.WAITING],
        waiting=[row.pk for row in rows if row.state == Status.WAITING],
        pledges=[row.pk for row in suppliers],
    )
    doorbell.ring("events.tell")


def write() -> int:
    """Every mail that is owed; gives their number."""
    events = EventNews.objects.owed().order_by().values_list("event", flat=True).distinct()
    return sum(_tell(event) for event in sorted(events))


def _tell(event: int) -> int:
    """One that breaks keeps no other event from being told, and is tried again at the next knock."""
    written = 0
    try:
        while (number := _tell_some(event)) is not None:
            written += number
    except Exception:
        logger.exception("event_news_failed", event_id=event)
    return written


@transaction.atomic
def _tell_some(event: int) -> int | None:
    """The next people of the oldest news; None when all is told, or another worker is telling it."""
    first = EventNews.objects.owed().filter(event=event).order_by("pk").values_list("pk", flat=True).first()
    claimed = EventNews.objects.owed().filter(pk=first).select_related("as_of")
    news = claimed.select_for_update(no_key=True, skip_locked=True, of=("self",)).first()
    if news is None:
        return None
    people, start, end = [*news.seated, *news.waiting], news.told, news.told + BATCH
    after = len(people)
    written = _tell_people(news, people[start:end])
    written += _tell_suppliers(news, news.pledges[max(start - after, 0) : max(end - after, 0)])
    news.told = min(end, after + len(news.pledges))
    if news.told < end:
        news.settled_at = timezone.now()
    news.save(update_fields=["told", "settled_at"])
    return written


def _tell_people(news: EventNews, people: list[int]) -> int:
    rows = Registration.objects.filter(pk__in=people).with_people().order_by("pk")
    if not news.ends_registrations:
        rows = rows.exclude(state=Status.CANCELLED)
    event, meeting = _as_decided(news)
    clashing = set(Registration.objects.going_elsewhere(event).filter(pk__in=people).values_list("pk", flat=True))
    days = days_of(meeting, rows) if meeting and news.kind == Kind.WORKSHOPS else {}
    if news.kind == Kind.WORKSHOPS and not (meeting and meeting.places_told_at):
        return 0  # postponed since: no place is left to tell
    for row in rows:
        row.event, row.clash_accepted = event, row.pk in clashing
        if row.state == Status.CANCELLED and row.pk in news.waiting:
            row.state = Status.WAITING  # as it was: nothing stands in his calendar
        if news.kind == Kind.WORKSHOPS:
            workshop_emails.workshops_changed(row, news.pk, days[row.pk], news.words)
        elif meeting:
            regional_emails.participant(row, meeting, Kind(news.kind), clashes=row.pk in clashing, reason=news.words)
        elif news.kind == Kind.MOVED:
            emails.moved(row, news.words)
        elif news.kind == Kind.CALLED_OFF:
            emails.called_off(row)
        else:
            emails.registered(row)
    return len(rows)


def _tell_suppliers(news: EventNews, pledges: list[int]) -> int:
    rows = Pledge.objects.filter(pk__in=pledges).select_related("organisation", "made_by").order_by("pk")
    _, meeting = _as_decided(news)
    for row in rows:
        row.meeting = meeting
        regional_emails.supplier(row, Kind(news.kind), reason=news.words)
    return len(rows)


def _as_decided(news: EventNews) -> tuple[Event, RegionalMeeting | None]:
    """The event and, when the news is of a regional meeting, that meeting, in the version that was decided."""
    event = news.event_as_decided()
    if news.version is None:
        return event, None
    meeting = RegionalMeeting.objects.get(event=event)
    meeting.event, meeting.version = event, news.version
    return event, meeting
