"""Firms as everybody reads them: those listed and shown, in a neutral order, each with the reasons to see it."""

import json
from collections.abc import Iterable
from datetime import date
from functools import cache, lru_cache
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.http import QueryDict

from channel.models import Check, Expert, ExpertQuerySet
from club.core import structured
from club.core.directory import Asked, Card, at, day, page_url
from club.core.models import Departement
from club.core.naming import numbered
from club.core.ranking import FEW, Level, Ranked, are_few, is_small, ranked_page
from club.core.topics import Topic, topic_words
from club.core.written import Statement, Told, written
from members.listings import Listing
from members.models import Organisation, User

CHECKED = {
    Check.Kind.SIRET: "SIRET vérifié",
    Check.Kind.WEBSITE: "site visité",
    Check.Kind.PHONE: "joint par téléphone",
}
_KINDS = dict(Expert.Kind.choices)  # read for every card


def levels(asked: Asked) -> list[Level]:
    """Those of the commune, then of the département, then those who serve it."""
    if not asked.place:
        return [Level()]
    there = [Level("commune = %s", (asked.commune,), ("commune",))] if asked.commune else []
    near = Level("departement IN %s", (asked.inside,), ("departement",), each=asked.inside)
    return [*there, near, Level("area && %s::varchar[]", (list(asked.inside),), ("area",))]


FEW_THERE = 30_000
"""Carriers of a brand that may be gathered in one place: an index gives those of both."""
ORDERED = ("pk", "sort_key", "commune", "departement", "area")


@lru_cache(maxsize=2000)
def _listed(kind: str, topic: str | None, brand: int | None) -> Statement | None:
    """Firms that answer, but for the place and the name."""
    return written(_narrowed(kind, topic, brand), *ORDERED)


def _narrowed(kind: str, topic: str | None, brand: int | None) -> ExpertQuerySet:
    rows = Expert.objects.public()
    if kind:
        rows = rows.filter(kind=kind)
    if topic:
        rows = rows.filter(specialities__contains=[topic])
    return rows.filter(carried__contains=[brand]) if brand else rows


def _wanted(asked: Asked, kind: str) -> tuple[Iterable[Statement | None], bool | None]:
    """Firms that answer but for the place, by each way to read the name, and whether they are few."""
    if asked.words:
        spelt = _narrowed(kind, asked.topic, asked.brand).spelt(asked.words)
        return (written(rows, *ORDERED) for rows in spelt), None
    few = is_small(Expert)
    if asked.brand:
        carriers = Expert.brands.through.objects.filter(organisation=asked.brand)
        few = few or are_few(f"brand-{asked.brand}", carriers, FEW_THERE if asked.place else FEW)
    return [_listed(kind, asked.topic, asked.brand)], few


@cache
def _told() -> QuerySet[Expert]:
    brands = Organisation.objects.filter(experts=OuterRef("pk"), is_active=True).order_by("sort_key")
    checks = Check.objects.filter(expert=OuterRef("pk")).order_by("kind", "-on")
    return (
        Expert.objects.public()
        .select_related("departement", "commune")
        .annotate(
            brand_names=ArraySubquery(brands.values("name")),
            noted=ArraySubquery(checks.values(one=JSONObject(kind="kind", on="on", passed="passed"))),
        )
    )


def told() -> QuerySet[Expert]:
    """All firms that are public, with all that a card or a page tells of them, in one statement."""
    return _told().all()


class Line(NamedTuple):
    """What a card tells of a firm. ``noted``: its checks as JSON."""

    pk: int
    name: str
    kind: str
    specialities: list[str]
    presentation: str
    area: list[str]
    departement: str
    departement_name: str
    commune: str | None
    brand_names: list[str]
    noted: list[str]


COLUMNS = ("pk", "name", "kind", "specialities", "presentation", "area", "departement", "departement__name")
LINES = Told(told, Line, (*COLUMNS, "commune__name", "brand_names", "noted"))


def page(asked: Asked, query: QueryDict, *, kind: str = "", size: int) -> Ranked[Line]:
    """``query``: of the address, with the mark of the page; empty for the first."""
    ways, few = _wanted(asked, kind)
    served = 1 if asked.place else 0  # the level of those who serve the place: many, and in no index's order
    return ranked_page(ways, levels(asked), LINES, query, key="sort_key", size=size, few=few, last=served)


def first(rows: QuerySet[Expert], size: int) -> list[Line]:
    """The first ones of ``rows``, in the order of the directory."""
    return ranked_page([written(rows, *ORDERED)], [Level()], LINES, QueryDict(), key="sort_key", size=size).rows


def checks_of(noted: Iterable[dict[str, Any]]) -> list[str]:
    """The last check of each kind, when it was good: "SIRET vérifié le 3 novembre 2026"."""
    last: dict[str, dict[str, Any]] = {}
    for check in noted:
        last.setdefault(check["kind"], check)
    good = [check for check in last.values() if check["passed"]]
    return [f"{CHECKED[Check.Kind(c['kind'])]} le {day(date.fromisoformat(c['on']))}" for c in good]


def url_of(expert: Expert) -> str:
    return page_url("experts", expert.slug)


def card(line: Line, asked: Asked) -> Card:
    checks = checks_of(json.loads(check) for check in line.noted)
    topics = [Topic(asked.topic).label] if asked.topic else [topic_words(line.specialities)]
    return Card(
        side="marques",
        badge=_KINDS[line.kind],
        title=line.name,
        url=page_url("experts", numbered(line.name, line.pk)),
        why=[words for words in [where(line, asked), *topics, _brand_words(line.brand_names), *checks] if words],
        text=line.presentation,
    )


def where(line: Line, asked: Asked) -> str:
    """ "à Laval", or "à Rennes, dessert le 53": where it is, and why it is near when it is not there."""
    place = at(line.commune) if line.commune else f"{line.departement_name} ({line.departement})"
    served = [code for code in asked.inside if code in line.area]
    if asked.place and line.departement not in asked.inside and served:
        return f"{place}, dessert le {', '.join(served)}"
    return place


def told_to_engines(expert: Any) -> structured.Data:
    """What its page says, for machines."""
    others = Departement.objects.filter(code__in=set(expert.area) - {expert.departement_id})
    return structured.professional_service(
        name=expert.name,
        path=url_of(expert),
        kind=expert.kind_label,
        locality=expert.commune.name if expert.commune else "",
        territory=expert.departement.name,
        served=list(others.values_list("name", flat=True)),
        knows=[str(Topic(value).label) for value in expert.specialities],
        brands=list(expert.brand_names),
        text=expert.presentation,
        phone=expert.phone,
        website=expert.website,
    )


def _brand_words(brands: list[str]) -> str:
    if not brands:
        return ""
    more = len(brands) - 3
    return f"distribue {', '.join(brands[:3])}" + (f" et {more} autre{'s' if more > 1 else ''}" if more > 0 else "")


def recipient_of(expert: Expert) -> User | None:
    """Who reads the messages to a firm: its main contact, else the first."""
    contact = (
        expert.contacts.filter(person__is_active=True).select_related("person").order_by("-is_main", "pk").first()
    )
    return contact.person if contact else None


def listing_of(expert: Expert) -> Listing:
    return Listing(expert.name, url_of(expert), "marques", recipient_of(expert))
