"""What the past issue brought: readers who agreed to be counted before it left, then the count itself and clicks."""

import random
from datetime import time, timedelta

from django.db import connection
from django.utils import timezone

from ambassadors.models import Ambassador
from channel.models import ExpertContact
from club.contributions.actions import telling
from club.core.models import Reading
from club.demo.data.drawing import Drawing
from newsletters import fortnight
from newsletters.actions.counting_reach import count_reach
from newsletters.measure import WORDS
from newsletters.models import (
    Block,
    Click,
    Delivery,
    DeliveryEvent,
    Issue,
    Preference,
    Reach,
    Rendition,
    TrackingConsent,
)
from newsletters.reach.figures import READING

SHARE = 0.15  # of the readers
FOLLOWED = (0.018, 0.062)  # of the readers counted, from the dullest insert to the best
READ = 164  # times, in the public archive
MACHINES = (0.6, 1.9)  # for one click of a person
DAYS = [52, 21, 9, 6, 4, 3, 2, 1, 1, 1]  # how a hundred clicks spread from the day it leaves


def agree_to_measure(*, drawing: Drawing) -> None:
    """Before the issue is frozen, in three statements; of its own chance: what is drawn later stays the same."""
    chance = random.Random(15)  # noqa: S311
    anonymous = Preference.Tracking.ANONYMOUS
    known = dict(Preference.objects.values_list("contact", "pk"))
    people = sorted({*_people(Ambassador), *_people(ExpertContact)})
    agreed = chance.sample(people, round(len(people) * SHARE))
    Preference.objects.filter(contact__in=[pk for pk in agreed if pk in known]).update(tracking=anonymous)
    Preference.objects.bulk_create(Preference(contact_id=pk, tracking=anonymous) for pk in agreed if pk not in known)
    TrackingConsent.objects.bulk_create(
        TrackingConsent(
            contact_id=pk,
            tracking=anonymous,
            words=WORDS[anonymous],
            source="page des préférences",
            at=drawing.moment(drawing.ago(40, 200), 11, 20),
        )
        for pk in agreed
    )


def bring_reach(*, issue: Issue) -> None:
    """Counted by the action of the clock; then suppliers are told, as on the first morning that people work."""
    _tell_the_planner()
    count_reach(issue_id=issue.pk)
    _follow(issue)
    _read_archive(issue)
    morning = issue.left_on() + timedelta(days=1)
    while fortnight.unusual(morning):
        morning += timedelta(days=1)
    telling.send_due(now=fortnight.at(morning, time(10)))


def _read_archive(issue: Issue) -> None:
    days = [(issue.left_on() + timedelta(days=number), round(READ * part / 100)) for number, part in enumerate(DAYS)]
    Reading.objects.bulk_create(
        Reading(kind=READING, number=issue.pk, day=day, count=times)
        for day, times in days
        if times and day <= timezone.localdate()
    )


def _people(model: type[Ambassador] | type[ExpertContact]) -> list[int]:
    return list(model.objects.active().values_list("person", flat=True))


def _tell_the_planner() -> None:
    """Thousands of deliveries came in this very transaction: nobody else has counted them."""
    tables = [model._meta.db_table for model in (Delivery, DeliveryEvent, Rendition)]
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(tables)}")


def _follow(issue: Issue) -> None:
    """Clicks of each insert with a link, day by day as far as today."""
    chance = random.Random(issue.number)  # noqa: S311
    totals = Reach.objects.filter(issue=issue, dimension=Reach.Dimension.TOTAL, block__link_url__gt="")
    measured = dict(totals.values_list("block", "measured"))
    clicks = []
    for block in Block.objects.filter(pk__in=measured).in_order():
        followed = measured[block.pk] * chance.uniform(*FOLLOWED)
        for days, part in enumerate(DAYS):
            day, people = issue.left_on() + timedelta(days=days), round(followed * part / 100)
            if people and day <= timezone.localdate():
                robots = round(people * chance.uniform(*MACHINES))
                clicks.append(Click(block=block, day=day, people=people, robots=robots))
    Click.objects.bulk_create(clicks)
