"""What the directory counts, and which of its pages say enough to be listed by search engines."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import CharField, Count, F, Func, Max, QuerySet
from django.urls import reverse

from ambassadors.models import Ambassador
from channel.models import Expert
from club.core.models import Departement
from club.core.topics import Topic
from members.models import Organisation

ENOUGH = 3
"""Listings below which a page per département or speciality says too little."""
Page = tuple[str, datetime | None]


def numbers(territory: Departement) -> dict[str, Any]:
    """Ambassadors by kind of network, whether they are named or not; public firms by kind and by speciality."""
    ambassadors = Ambassador.objects.active().filter(departement=territory)
    experts = Expert.objects.public().filter(departement=territory)
    networks = ambassadors.order_by().values_list("network__kind").annotate(n=Count("pk")).order_by("-n")
    kinds = dict(experts.order_by().values_list("kind").annotate(n=Count("pk")))
    specialities = Counter(s for row in experts.values_list("specialities", flat=True) for s in row)
    return {
        "networks": [(Organisation.Kind(kind).label, n) for kind, n in networks],
        "ambassador_total": sum(n for _, n in networks),
        "resellers": kinds.get(Expert.Kind.RESELLER, 0),
        "agencies": kinds.get(Expert.Kind.WEB_AGENCY, 0),
        "expert_total": sum(kinds.values()),
        "specialities": [(Topic(value), n) for value, n in specialities.most_common()],
    }


def has_enough(territory: Departement) -> bool:
    """Whether the page of a département has listings enough: firms and named advisers together."""
    firms_there = Expert.objects.public().filter(departement=territory)[:ENOUGH].count()
    return firms_there + Ambassador.objects.public().filter(departement=territory)[:ENOUGH].count() >= ENOUGH


def indexable_places() -> Iterator[Page]:
    """Pages per département and per speciality with listings enough: (path, last change), for the map of the site."""
    yield from _departements()
    yield from _specialities()


def indexable_firms(rows: QuerySet[Expert]) -> Iterator[Page]:
    """The page of each of these firms, all public: (path, last change)."""
    yield from _listings(rows.only("name"), "public:directory:expert")


def indexable_advisers(rows: QuerySet[Ambassador]) -> Iterator[Page]:
    """The page of each of these advisers, who all agreed: (path, last change)."""
    yield from _listings(rows.select_related("person"), "public:directory:adviser")


def _listings(rows: QuerySet[Any], name: str) -> Iterator[Page]:
    """Addresses are made from one pattern, reversed once for all."""
    before, after = reverse(name, args=["-"]).split("-", 1)
    for row in rows.annotate(changed=Max("events__pgh_created_at")).order_by("pk").iterator():
        yield f"{before}{row.slug}{after}", row.changed


def _departements() -> Iterator[Page]:
    counted = Counter(_by(Expert.objects.public())) + Counter(_by(Ambassador.objects.public()))
    changed = _changes(Expert.events.rel.related_model.objects) | {}
    for code, when in _changes(Ambassador.events.rel.related_model.objects).items():
        changed[code] = max(when, changed.get(code, when))
    for code in sorted(code for code, number in counted.items() if number >= ENOUGH):
        yield reverse("public:directory:departement", args=[code]), changed.get(code)


def _specialities() -> Iterator[Page]:
    each = Func(F("specialities"), function="unnest", output_field=CharField())
    counted = dict(Expert.objects.public().order_by().values_list(each).annotate(n=Count("pk")))
    events = Expert.events.rel.related_model.objects.order_by()
    changed = dict(events.values_list(each).annotate(last=Max("pgh_created_at")))
    for topic in Topic:
        if counted.get(topic.value, 0) >= ENOUGH:
            yield reverse("public:directory:speciality", args=[topic.slug]), changed.get(topic.value)


def _by(rows: QuerySet[Any]) -> dict[str, int]:
    return dict(rows.order_by().values_list("departement").annotate(n=Count("pk")))


def _changes(events: Any) -> dict[str, datetime]:
    """Département → when a row of it last changed, those that have left included."""
    return dict(events.order_by().values_list("departement").annotate(last=Max("pgh_created_at")))
