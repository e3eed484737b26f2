"""Advisers as everybody reads them: those who agreed to it, and of each what they agreed to, field by field.

What a person keeps for themselves cannot be guessed either: a search by topic or commune finds those alone who show
theirs, and a name is searched in the names shown.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.db.models import QuerySet
from django.http import QueryDict

from ambassadors.models import Ambassador, AmbassadorQuerySet
from club.core.directory import Asked, Card, at, day, page_url
from club.core.ranking import Level, Ranked, are_few, is_small, ranked_page
from club.core.topics import Topic, topic_words
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


def _wanted(asked: Asked) -> tuple[Iterable[QuerySet[Ambassador]], bool | None]:
    """Advisers who answer but for the place, by each way to read the name, and whether they are few."""
    rows: AmbassadorQuerySet = Ambassador.objects.public()
    few: bool | None = is_small(Ambassador)
    if asked.topic:
        rows = rows.of_topic(asked.topic)
    if asked.network:
        few = few or are_few(Ambassador.objects.filter(network=asked.network))
        rows = rows.filter(network=asked.network)
    return (rows.spelt(asked.words), None) if asked.words else ([rows], few)


@cache
def _told() -> QuerySet[Ambassador]:
    return Ambassador.objects.public().select_related("person", "network", "departement", "commune")


def told() -> QuerySet[Ambassador]:
    """All advisers that are public, with all that a card or a page tells of them, in one statement."""
    return _told().all()


def page(asked: Asked, query: QueryDict, *, size: int) -> Ranked[Ambassador]:
    """``query``: of the address, with the mark of the page; empty for the first."""
    ways, few = _wanted(asked)
    return ranked_page(ways, levels(asked), told, query, key="sort_key", size=size, few=few)


def first(rows: QuerySet[Ambassador], size: int) -> list[Ambassador]:
    """The first ones of ``rows``, in the order of the directory."""
    return ranked_page([rows], [Level()], told, QueryDict(), key="sort_key", size=size).rows


def adviser_of(row: Ambassador) -> Adviser:
    """The one way from a person to a public page."""
    return Adviser(
        name=row.person.get_full_name(),
        network=row.network.name,
        departement=str(row.departement),
        job=row.job_title if row.shows(Field.JOB) else "",
        commune=row.commune.name if row.commune and row.shows(Field.COMMUNE) else "",
        topics=row.topics if row.shows(Field.TOPICS) else [],
        by_relay=row.shows(Field.CONTACT),
        url=page_url("conseillers", row.slug),
        confirmed=f"coordonnées confirmées le {day(row.reconfirmed_on)}" if row.reconfirmed_on else "",
    )


def card(row: Ambassador, asked: Asked) -> Card:
    adviser = adviser_of(row)
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
    adviser = adviser_of(row)
    return Listing(adviser.name, adviser.url, "institutions", row.person if adviser.by_relay else None)
