"""What the field asks for: topics that advisers and experts declare, those that suppliers served least first."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.cache import cache
from django.db.models import CharField, Count, Func, QuerySet
from django.utils import timezone

from ambassadors.models import Ambassador
from channel.models import Expert
from club.core.topics import Topic
from newsletters.models import Block

QUARTER = timedelta(days=91)
HOUR = 3600


@dataclass(frozen=True, slots=True)
class Demand:
    """A topic, how many advisers and firms declare it, and how many inserts spoke of it in the last quarter."""

    topic: Topic
    people: int
    inserts: int

    def __str__(self) -> str:
        return str(self.topic.label)


def wanted(most: int = 3) -> list[Demand]:
    """The topics with the most people for each insert they were given; counted once an hour, in three statements."""
    found: list[Demand] = cache.get_or_set("contributions.demand", _ranked, HOUR)
    return found[:most]


def _ranked() -> list[Demand]:
    people = _counted(Ambassador.objects.active(), "topics") + _counted(Expert.objects.active(), "specialities")
    recent = Block.objects.filter(issue__frozen_at__gte=timezone.now() - QUARTER)
    served = _counted(recent, "specialities")
    known = [Demand(Topic(value), n, served[value]) for value, n in people.items()]
    return sorted(known, key=lambda d: (-d.people / (1 + d.inserts), d.topic))


def _counted(rows: QuerySet[Any], column: str) -> Counter[str]:
    topic = Func(column, function="unnest", output_field=CharField())
    return Counter(dict(rows.order_by().annotate(topic=topic).values_list("topic").annotate(Count("pk"))))
