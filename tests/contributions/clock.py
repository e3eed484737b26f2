"""The clock of calls, played day by day, and those it asks."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from club.contributions.actions import calling, reminding
from club.contributions.models import Call, CallMail
from members.models import Organisation
from newsletters.models import Slot
from tests.factories import make_organisation
from tests.membership_factories import make_membership, make_version

DEPARTURE = date(2026, 11, 24)  # a Tuesday; the calls open on Friday 13, the last day is Friday 20


def at(day: date, hour: int = 10) -> datetime:
    return datetime.combine(day, datetime.min.time().replace(hour=hour), tzinfo=timezone.get_default_timezone())


def slot_of(day: date = DEPARTURE) -> Slot:
    return Slot.objects.get_or_create(job="flash-info", due_at=at(day))[0]


def supplier(inserts: int = 6, **fields: Any) -> Organisation:
    organisation = make_organisation(**fields)
    make_membership(make_version(is_base=True, grants={"insert": inserts}), organisation=organisation)
    return organisation


def let_pass(brand: Organisation, *days: date, state: str = "sent") -> None:
    """Calls that it left without an answer, each with a mail that left, or did not."""
    for day in days:
        call = Call.objects.create(slot=slot_of(day), supplier=brand, state="silent", settled_at=timezone.now())
        CallMail.objects.create(call=call, step="first", due_on=day, state=state, why="" if state == "sent" else "x")


def play(first: date, last: date) -> None:
    """The clock knocks each morning and each evening."""
    day = first
    while day <= last:
        for hour in (10, 20):
            calling.close_past(now=at(day, hour))
            calling.open_due(now=at(day, hour))
            reminding.send_due(now=at(day, hour))
        day += timedelta(1)


def story(call: Call) -> list[tuple[str, str, str]]:
    rows = call.mails.filter(copy_of=None)
    return [(row.step, f"{row.due_on:%d/%m}", row.state if row.state == "sent" else row.why) for row in rows]
