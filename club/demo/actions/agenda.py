"""The agenda of the demonstration, through the actions of the console: announced, held, postponed, cancelled."""

from datetime import date, timedelta

from django.utils import timezone

from club.core.models import Commune, Departement
from club.demo.data.calendar import CALENDAR, GUEST_TOLD, SPEAKER_TOLD
from club.demo.data.drawing import Drawing
from club.demo.data.meetings import Planned, Series
from events.actions import agenda, filing, programme
from events.models import Event, EventDocument, EventType, State
from events.models.types import usual_reminders
from events.months import month_after
from members.models import User


def add_agenda(*, drawing: Drawing, team: dict[str, User]) -> None:
    by = team["gilles.orsini"]
    for series in CALENDAR:
        for planned in series.planned:
            event = agenda.create(event=_event(drawing, series, planned), by=by)
            programme.write(event=event, moments=_moments(drawing, event, series, planned), by=by)
            _bring_to(Event.objects.get(pk=event.pk), planned, by)
            if planned.replay and event.is_over():
                _add_replay(event, planned, by)


def _event(drawing: Drawing, series: Series, planned: Planned) -> Event:
    day = nth_weekday(month_after(drawing.today, planned.month), series.nth, series.weekday)
    start, end = (drawing.moment(day, *hour) for hour in series.hours)
    venue, address, town, code = series.place or ("", "", "", "")
    name, role = planned.guest
    usual = EventType.objects.filter(kind=series.kind, department=series.department).first()
    return Event(
        kind=series.kind,
        department=series.department,
        title=planned.title,
        slug=agenda.free_slug(f"{planned.title} {day:%Y-%m}"),
        summary=planned.summary,
        description=planned.programme,
        starts_at=start,
        ends_at=end,
        is_online=series.place is None,
        venue=venue,
        address=address,
        commune=Commune.objects.filter(departement_id=code, name=town).first(),
        departement=Departement.objects.filter(code=code).first(),
        guest=name,
        guest_role=role,
        guest_public_from=day - timedelta(days=GUEST_TOLD) if name else None,
        audience=list(series.audience),
        is_public=series.public,
        series=usual.series if usual else None,
        reminder_days=usual.reminder_days if usual else usual_reminders(),
    )


def _moments(drawing: Drawing, event: Event, series: Series, planned: Planned) -> list[programme.Moment]:
    """The skeleton of the series, with those who speak this time."""
    day = timezone.localdate(event.starts_at)
    speakers = {number: (name, role, day - timedelta(days=SPEAKER_TOLD)) for number, name, role in planned.speakers}
    return [
        programme.Moment(
            drawing.moment(day, hour, minute) - event.starts_at, title, *speakers.get(number, ("", "", None))
        )
        for number, (hour, minute, title) in enumerate(series.moments)
    ]


def _add_replay(event: Event, planned: Planned, by: User) -> None:
    link = f"https://video.example/{event.slug}"
    title = f"{event.title}\u00a0: la rediffusion"
    filing.add(event=event, kind=EventDocument.Kind.REPLAY, title=title, reader=planned.replay, link=link, by=by)


def _bring_to(event: Event, planned: Planned, by: User) -> None:
    if planned.state == State.DRAFT:
        return
    event = agenda.publish(event=event, by=by)
    if planned.state == State.POSTPONED:
        agenda.postpone(event=event, reason=planned.reason, by=by)
    elif planned.state == State.CANCELLED:
        agenda.cancel(event=event, reason=planned.reason, by=by)
    elif event.is_over():
        agenda.mark(event=event, state=State.HELD, by=by)
    elif planned.state == State.FULL:
        agenda.mark(event=event, state=State.FULL, by=by)


def nth_weekday(month: date, nth: int, weekday: int) -> date:
    """The third Thursday of a month: nth 3, weekday 3."""
    first = month.replace(day=1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
