"""Advisers as everybody reads them: those who agreed to it, and of each what they agreed to, field by field.

What a person keeps for themselves cannot be guessed either: a search by topic or commune finds those alone who show
theirs, and a name is searched in the names shown.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import NamedTuple

from django.db.models import QuerySet
from django.http import QueryDict

from ambassadors.models import Ambassador, AmbassadorQuerySet
from club.core.directory import Asked, Card, at, day, page_url
from club.core.naming import numbered
from club.core.ranking import Level, Ranked, are_few, is_small, ranked_page
from club.core.topics import Topic, topic_words
from club.core.written import Statement, Told, written
from members.listings import Listing

Field = Ambassador.Field


@dataclass(frozen=True)
class Adviser:
    """What everybody may read of one person; empty is what they keep for themselves."""

    name: str
    network: str
    departement: str
    job: str
    commune: str
    topics: list[str]
    by_relay: bool
    url: str
    confirmed: str


def levels(asked: Asked) -> list[Level]:
    """Those who show that they are of the commune, then the rest of its département."""
    if not asked.place:
        return [Level()]
    near = Level("departement IN %s", (asked.inside,), ("departement",), each=asked.inside)
    if not asked.commune:
        return [near]
    there = "commune = %s AND shown @> %s::varchar[]"
    return [Level(there, (asked.commune, [Field.COMMUNE.value]), ("commune", "shown")), near]


ORDERED = ("pk", "sort_key", "commune", "departement", "shown")


@lru_cache(maxsize=2000)
def _listed(topic: str | None, network: int | None) -> Statement | None:
    """Advisers who answer, but for the place and the name."""
    return written(_narrowed(topic, network), *ORDERED)


def _narrowed(topic: str | None, network: int | None) -> AmbassadorQuerySet:
    rows = Ambassador.objects.public()
    if topic:
        rows = rows.of_topic(topic)
    return rows.filter(network=network) if network else rows


def _wanted(asked: Asked) -> tuple[Iterable[Statement | None], bool | None]:
    """Advisers who answer but for the place, by each way to read the name, and whether they are few."""
    if asked.words:
        spelt = _narrowed(asked.topic, asked.network).spelt(asked.words)
        return (written(rows, *ORDERED) for rows in spelt), None
    few = is_small(Ambassador)
    if asked.network:
        few = few or are_few(f"network-{asked.network}", Ambassador.objects.filter(network=asked.network))
    return [_listed(asked.topic, asked.network)], few


@cache
def _told() -> QuerySet[Ambassador]:
    return Ambassador.objects.public().select_related("person", "network", "departement", "commune")


def told() -> QuerySet[Ambassador]:
    """All advisers that are public, with all that a card or a page tells of them, in one statement."""
    return _told().all()


class Line(NamedTuple):
    """What is known of an adviser: ``adviser_of`` leaves out what they keep for themselves."""

    pk: int
    first_name: str
    last_name: str
    network: str
    departement: str
    departement_name: str
    job_title: str
    shown: list[str]
    commune: str | None
    topics: list[str]
    reconfirmed_on: date | None

    def shows(self, field: str) -> bool:
        """The one rule."""
        return Ambassador.shows(self, field)  # type: ignore[arg-type]  # which reads ``shown`` alone


LINES = Told(
    told,
    Line,
    (
        *("pk", "person__first_name", "person__last_name", "network__name", "departement", "departement__name"),
        *("job_title", "shown", "commune__name", "topics", "reconfirmed_on"),
    ),
)


def page(asked: Asked, query: QueryDict, *, size: int) -> Ranked[Line]:
    """``query``: of the address, with the mark of the page; empty for the first."""
    ways, few = _wanted(asked)
    return ranked_page(ways, levels(asked), LINES, query, key="sort_key", size=size, few=few)


def first(rows: QuerySet[Ambassador], size: int) -> list[Line]:
    """The first ones of ``rows``, in the order of the directory."""
    return ranked_page([written(rows, *ORDERED)], [Level()], LINES, QueryDict(), key="sort_key", size=size).rows


def line_of(row: Ambassador) -> Line:
    return Line(
        pk=row.pk,
        first_name=row.person.first_name,
        last_name=row.person.last_name,
        network=row.network.name,
        departement=row.departement_id,
        departement_name=row.departement.name,
        job_title=row.job_title,
        shown=row.shown,
        commune=row.commune.name if row.commune else None,
        topics=row.topics,
        reconfirmed_on=row.reconfirmed_on,
    )


def adviser_of(line: Line) -> Adviser:
    """The one way from a person to a public page."""
    name = f"{line.first_name} {line.last_name}".strip()
    return Adviser(
        name=name,
        network=line.network,
        departement=f"{line.departement_name} ({line.departement})",
        job=line.job_title if line.shows(Field.JOB) else "",
        commune=line.commune if line.commune and line.shows(Field.COMMUNE) else "",
        topics=line.topics if line.shows(Field.TOPICS) else [],
        by_relay=line.shows(Field.CONTACT),
        url=page_url("conseillers", numbered(name, line.pk)),
        confirmed=f"coordonnées confirmées le {day(line.reconfirmed_on)}" if line.reconfirmed_on else "",
    )


def card(line: Line, asked: Asked) -> Card:
    adviser = adviser_of(line)
    topics = [Topic(asked.topic).label] if asked.topic else [topic_words(adviser.topics)]
    where = at(adviser.commune) if adviser.commune else adviser.departement
    return Card(
        side="institutions",
        badge="conseil gratuit",
        title=adviser.name,
        url=adviser.url,
        why=[words for words in [where, adviser.network, *topics, adviser.confirmed] if words],
        text=adviser.job,
    )


def listing_of(row: Ambassador) -> Listing:
    """Messages go to the person, when they agreed to get some."""
    adviser = adviser_of(line_of(row))
    return Listing(adviser.name, adviser.url, "institutions", row.person if adviser.by_relay else None)
