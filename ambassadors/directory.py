"""Advisers as everybody reads them: those who agreed to it, and of each what they agreed to, field by field.

What a person keeps for themselves cannot be guessed either: a search by topic or commune finds those alone who show
theirs, and a name is searched in the names shown.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from ambassadors.models import Ambassador
from club.core.directory import Asked, Card, at, day, page_url
from club.core.ranking import Ranked, ranked_page, rotated
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


def tiers(asked: Asked, on: date | None = None) -> list[QuerySet[Ambassador]]:
    """Those who show that they are of the commune, then the rest of its département."""
    rows = _wanted(asked)
    found = [rows]
    if asked.place:
        near = rows.filter(departement__in=asked.inside)
        found = [near]
        if asked.commune:
            there = Q(commune__isnull=False, commune=asked.commune, shown__contains=[Field.COMMUNE])
            others = Q(commune=None) | ~Q(commune=asked.commune) | ~Q(shown__contains=[Field.COMMUNE])
            found = [near.filter(there), near.filter(others)]
    return [half for tier in found for half in rotated(tier, "sort_key", on)]


def _wanted(asked: Asked) -> QuerySet[Ambassador]:
    rows = Ambassador.objects.public()
    if asked.topic:
        rows = rows.of_topic(asked.topic)
    if asked.network:
        rows = rows.filter(network=asked.network)
    return rows.search_public(asked.words) if asked.words else rows


def told() -> QuerySet[Ambassador]:
    return Ambassador.objects.public().select_related("person", "network", "departement", "commune")


def page(asked: Asked, request: HttpRequest, *, size: int) -> Ranked[Ambassador]:
    return ranked_page(tiers(asked), told(), request, key="sort_key", size=size)


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
