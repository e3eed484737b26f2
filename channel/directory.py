"""Firms as everybody reads them: those listed and shown, in a neutral order, each with the reasons to see it."""

from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject
from django.http import HttpRequest

from channel.models import Check, Expert
from club.core import structured
from club.core.directory import Asked, Card, at, day, page_url
from club.core.ranking import Ranked, ranked_page, rotated
from club.core.topics import Topic, topic_words
from members.listings import Listing
from members.models import Organisation, User

CHECKED = {
    Check.Kind.SIRET: "SIRET vérifié",
    Check.Kind.WEBSITE: "site visité",
    Check.Kind.PHONE: "joint par téléphone",
}


def tiers(asked: Asked, kind: str = "", on: date | None = None) -> list[QuerySet[Expert]]:
    """Those of the commune, then of the département, then those who serve it; each begins at the day's letters."""
    rows = _wanted(asked, kind)
    found = [rows]
    if asked.place:
        near = rows.filter(departement__in=asked.inside)
        served = rows.filter(area__overlap=list(asked.inside)).exclude(departement__in=asked.inside)
        found = [near, served]
        if asked.commune:
            there, others = near.filter(commune=asked.commune), Q(commune=None) | ~Q(commune=asked.commune)
            found = [there, near.filter(others), served]
    return [half for tier in found for half in rotated(tier, "sort_key", on)]


def _wanted(asked: Asked, kind: str) -> QuerySet[Expert]:
    rows = Expert.objects.public()
    if kind:
        rows = rows.filter(kind=kind)
    if asked.topic:
        rows = rows.filter(specialities__contains=[asked.topic])
    if asked.brand:
        rows = rows.filter(brands=asked.brand)
    return rows.search(asked.words) if asked.words else rows


def told() -> QuerySet[Expert]:
    """Public firms with all that a card or a page tells of them, in one statement."""
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


def page(asked: Asked, request: HttpRequest, *, kind: str = "", size: int) -> Ranked[Expert]:
    served = 2 if asked.place else 0  # the two halves of those who serve the place: many, and in no index's order
    return ranked_page(tiers(asked, kind), told(), request, key="sort_key", size=size, last=served)


def checks_of(expert: Any) -> list[str]:
    """The last check of each kind, when it was good: "SIRET vérifié le 3 novembre 2026"."""
    last: dict[str, dict[str, Any]] = {}
    for check in expert.noted:
        last.setdefault(check["kind"], check)
    good = [check for check in last.values() if check["passed"]]
    return [f"{CHECKED[Check.Kind(c['kind'])]} le {day(date.fromisoformat(c['on']))}" for c in good]


def url_of(expert: Expert) -> str:
    return page_url("experts", expert.slug)


def card(expert: Any, asked: Asked) -> Card:
    brand = _brand_words(expert)
    topics = [Topic(asked.topic).label] if asked.topic else [topic_words(expert.specialities)]
    return Card(
        side="marques",
        badge=expert.kind_label,
        title=expert.name,
        url=url_of(expert),
        why=[words for words in [where(expert, asked), *topics, brand, *checks_of(expert)] if words],
        text=expert.presentation,
    )


def where(expert: Expert, asked: Asked) -> str:
    """ "à Laval", or "à Rennes, dessert le 53": where it is, and why it is near when it is not there."""
    place = at(expert.commune.name) if expert.commune else str(expert.departement)
    served = [code for code in asked.inside if code in expert.area]
    if asked.place and expert.departement_id not in asked.inside and served:
        return f"{place}, dessert le {', '.join(served)}"
    return place


def told_to_engines(expert: Any) -> structured.Data:
    """What its page says, for machines."""
    return structured.professional_service(
        name=expert.name,
        path=url_of(expert),
        kind=expert.kind_label,
        locality=expert.commune.name if expert.commune else "",
        territory=expert.departement.name,
        served=[code for code in expert.area if code != expert.departement_id],
        knows=[str(Topic(value).label) for value in expert.specialities],
        brands=list(expert.brand_names),
        text=expert.presentation,
        phone=expert.phone,
        website=expert.website,
    )


def _brand_words(expert: Any) -> str:
    if not expert.brand_names:
        return ""
    names = expert.brand_names[:3]
    more = len(expert.brand_names) - len(names)
    return f"distribue {', '.join(names)}" + (f" et {more} autre{'s' if more > 1 else ''}" if more else "")


def recipient_of(expert: Expert) -> User | None:
    """Who reads the messages to a firm: its main contact, else the first."""
    contact = (
        expert.contacts.filter(person__is_active=True).select_related("person").order_by("-is_main", "pk").first()
    )
    return contact.person if contact else None


def listing_of(expert: Expert) -> Listing:
    return Listing(expert.name, url_of(expert), "marques", recipient_of(expert))
