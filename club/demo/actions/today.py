"""A meeting of the demonstration whose day is today: its door is open, some are in, others are expected."""

from datetime import timedelta

from django.utils import timezone

from club.core.departments import Department
from club.core.models import Commune
from club.demo.actions.attendance import advisers, check_in, enrol, experts
from club.demo.data import days
from club.demo.data.drawing import Drawing
from club.demo.data.meetings import PARIS
from events.actions import agenda
from events.models import Admission, Event, Kind, Registration
from members.models import User

OPENS, CLOSES = (9, 30), (18, 0)
COMING, WAITING, IN = 26, 3, 11  # of each side; of advisers; already there


def open_today(*, drawing: Drawing, by: User) -> None:
    """Whatever the hour: nobody is in before its doors open."""
    venue, address, town, code = PARIS
    start, end = (drawing.moment(drawing.today, *hour) for hour in (OPENS, CLOSES))
    commune = Commune.objects.get(departement_id=code, name=town)
    draft = Event(
        kind=Kind.OTHER,
        department=Department.AMBASSADORS,
        title=days.TODAY,
        slug=agenda.free_slug(f"{days.TODAY} {drawing.today:%Y-%m}"),
        summary=days.TODAY_SUMMARY,
        description=days.TODAY_PROGRAMME,
        starts_at=start,
        ends_at=end,
        venue=venue,
        address=address,
        commune=commune,
        audience=[Admission.AMBASSADOR, Admission.EXPERT],
        capacity=2 * COMING,
    )
    event = agenda.publish(event=agenda.create(event=draft, by=by), by=by)
    region, since = commune.departement.region, start - timedelta(days=30)
    people = advisers(COMING + WAITING, region)
    rows = enrol(event, [*people[:COMING], *experts(COMING, region)], since=since)
    enrol(event, people[COMING:], since=start - timedelta(days=4), state=Registration.State.WAITING)
    opened = start - timedelta(minutes=30)
    if timezone.now() > opened:
        each = min(timedelta(minutes=4), (timezone.now() - opened) / IN)
        check_in(rows[2 : 4 * IN : 4], by=by, begin=opened, each=each)
