"""People at the events of the demonstration: who registers, who comes, what they say, with whom they stay in touch.

Written as rows, without the mails that the actions would send for the past.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import cycle

from django.db.models import Case, Value, When
from django.utils import timezone

from ambassadors.models import Ambassador
from channel.models import ExpertContact
from club.core.models import Region
from club.demo.accounts import AMBASSADOR, EXPERT
from club.demo.data.days import MISSED, NOTES, TAKES
from events.models import CheckIn, Contact, Event, Feedback, Registration, Side
from events.models.moments import last_day, midnight
from members.models import User

Means = CheckIn.Means
MEANS = (Means.CODE, Means.CODE, Means.NAME)


@dataclass(frozen=True)
class Guest:
    """Somebody who registers, and in whose name."""

    person: int
    side: Side
    structure: str
    organisation: int | None = None


def advisers(number: int, region: Region | None = None) -> list[Guest]:
    """Of a région when there is one; the ambassador lent to visitors comes first where he belongs."""
    rows = Ambassador.objects.active().select_related("network").order_by(_lent(AMBASSADOR.email), "pk")
    rows = rows.filter(departement__region=region) if region else rows
    return [Guest(row.person_id, Side.AMBASSADOR, row.network.name[:160], row.network_id) for row in rows[:number]]


def experts(number: int, region: Region | None = None) -> list[Guest]:
    rows = ExpertContact.objects.active().select_related("expert").order_by(_lent(EXPERT.email), "pk")
    rows = rows.filter(expert__departement__region=region) if region else rows
    return [Guest(row.person_id, Side.EXPERT, row.expert.name[:160]) for row in rows[:number]]


def _lent(email: str) -> Case:
    return Case(When(person__email=email, then=Value(0)), default=Value(1))


def enrol(
    event: Event,
    guests: Iterable[Guest],
    *,
    since: datetime,
    state: str = Registration.State.CONFIRMED,
    way: str = Registration.Way.PORTAL,
) -> list[Registration]:
    """One registration each, some hours apart; who waits, in the order given."""
    waiting = state == Registration.State.WAITING
    rows = [
        Registration(
            event=event,
            person_id=guest.person,
            side=guest.side,
            structure=guest.structure,
            organisation_id=guest.organisation,
            state=state,
            position=number if waiting else None,
            way=way,
            during=(event.starts_at, event.ends_at),
            is_listed=number % 17 != 0,
            changes=1,
            registered_at=since + timedelta(hours=number),
            changed_at=since + timedelta(hours=number),
        )
        for number, guest in enumerate({guest.person: guest for guest in guests}.values(), 1)
    ]
    return Registration.objects.bulk_create(rows)


def check_in(rows: Sequence[Registration], *, by: User, begin: datetime, each: timedelta) -> list[CheckIn]:
    """One after the other from ``begin``."""
    ways = cycle(MEANS)
    found = [
        CheckIn(registration=row, at=begin + number * each, means=next(ways), by=by)
        for number, row in enumerate(rows)
    ]
    return CheckIn.objects.bulk_create(found)


def come(rows: Sequence[Registration], *, by: User) -> list[Registration]:
    """Nine in ten, in the half hour around its beginning."""
    there = [row for number, row in enumerate(rows, 1) if number % 10]
    event = rows[0].event
    check_in(there, by=by, begin=event.starts_at - timedelta(minutes=25), each=timedelta(minutes=30) / len(there))
    return there


def say(rows: Sequence[Registration]) -> None:
    """They are asked on the day after; two in three have answered, some in words."""
    event = rows[0].event
    asked_at = midnight(last_day(event.ends_at) + timedelta(days=1)) + timedelta(hours=9)
    notes, takes, missed = cycle(NOTES), cycle(TAKES), cycle(MISSED)
    answers = []
    for number, row in enumerate(rows):
        answered_at = asked_at + timedelta(minutes=25 * (number + 1))
        answer = Feedback(registration=row, asked_at=asked_at)
        if number % 3 and answered_at < timezone.now():
            answer.answered_at, answer.note = answered_at, next(notes)
            answer.takes = next(takes) if number % 5 == 1 else ""
            answer.missed = next(missed) if number % 7 == 2 else ""
        answers.append(answer)
    Feedback.objects.bulk_create(answers)


def keep_in_touch(hosts: Sequence[Registration], others: Sequence[Registration]) -> None:
    """Each of ``hosts`` would like four of the others, and three of them say so too."""
    found, free = [], iter(others)
    for host in hosts:
        for number, other in enumerate([row for row, _ in zip(free, range(4), strict=False)]):
            found.append(Contact(by=host, to=other))
            if number:
                found.append(Contact(by=other, to=host))
    Contact.objects.bulk_create(found)
