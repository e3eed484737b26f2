"""What the field of a région wants to hear about, beside what suppliers promise: so that they offer what is asked.

The apps above tell what they know in ``AppConfig.ready``. A figure under ``HIDDEN_UNDER`` is never shown: in a small
région it would name people.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import CharField, Count, F, Func, QuerySet

from club.core.topics import Topic
from events.models import Event, Pledge, RegionalMeeting, Side

HIDDEN_UNDER = 5
SHORT = 5

Counts = Callable[[str], dict[str, int]]
_sources: dict[Side, Counts] = {}


@dataclass(frozen=True)
class Wanted:
    """A topic: how many ambassadors and experts of the région name it (None: under five), and what is promised."""

    topic: Topic
    ambassadors: int | None = None
    experts: int | None = None
    pledges: list[Pledge] = field(default_factory=list)

    @property
    def people(self) -> int:
        return (self.ambassadors or 0) + (self.experts or 0)


def register(side: Side, counts: Counts) -> None:
    """``counts(code of a région)`` gives topic → how many on that side name it."""
    if side in _sources:
        raise RuntimeError(f"The side {side} already tells its topics.")
    _sources[side] = counts


def counted(rows: QuerySet, column: str) -> dict[str, int]:
    """Topic → how many of ``rows`` name it in their list ``column``; one statement."""
    topic = Func(F(column), function="unnest", output_field=CharField())
    return dict(rows.order_by().annotate(topic=topic).values_list("topic").annotate(number=Count("pk")))


def topics(meeting: RegionalMeeting) -> list[Wanted]:
    """Every topic that enough people of the région want, or that is promised: the most wanted first."""
    told = {side: _told(side, region_of(meeting.event)) for side in (Side.AMBASSADOR, Side.EXPERT)}
    promised: dict[str, list[Pledge]] = {}
    for pledge in meeting.pledges.standing().select_related("organisation"):
        promised.setdefault(pledge.topic, []).append(pledge)
    rows = [
        Wanted(topic, told[Side.AMBASSADOR].get(topic), told[Side.EXPERT].get(topic), promised.get(topic, []))
        for topic in Topic
    ]
    return sorted((row for row in rows if row.people or row.pledges), key=lambda row: -row.people)


def shortlist(meeting: RegionalMeeting) -> list[Wanted]:
    """The most wanted that nobody has promised yet."""
    return [row for row in topics(meeting) if not row.pledges][:SHORT]


def region_of(event: Event) -> str:
    """The code of its région; empty when it takes place online."""
    return event.departement.region_id if event.departement else ""


def _told(side: Side, region: str) -> dict[str, int]:
    """Figures that may be shown."""
    counts = _sources[side](region) if region and side in _sources else {}
    return {topic: number for topic, number in counts.items() if number >= HIDDEN_UNDER}
