"""What the directory counts, and which of its pages say enough to be listed by search engines."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import CharField, Count, F, Func, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Greatest
from django.urls import reverse

from ambassadors.models import Ambassador
from channel.models import Expert
from club.core.models import Departement
from club.core.topics import Topic
from members.models import Organisation

ENOUGH = 3
"""Listings below which a page per département or speciality says too little."""
Page = tuple[str, datetime | None]
_EACH = Func(F("specialities"), function="unnest", output_field=CharField())


def numbers(territory: Departement) -> dict[str, Any]:
    """Ambassadors by kind of network, whether they are named or not; public firms by kind and by speciality."""
    ambassadors = Ambassador.objects.active().filter(departement=territory)
    experts = Expert.objects.public().filter(departement=territory)
    networks = ambassadors.order_by().values_list("network__kind").annotate(n=Count("pk")).order_by("-n")
    kinds = dict(experts.order_by().values_list("kind").annotate(n=Count("pk")))
    specialities = Counter(dict(experts.order_by().values_list(_EACH).annotate(n=Count("pk"))))
    return {
        "networks": [(Organisation.Kind(kind).label, n) for kind, n in networks],
        "ambassador_total": sum(n for _, n in networks),
        "resellers": kinds.get(Expert.Kind.RESELLER, 0),
        "agencies": kinds.get(Expert.Kind.WEB_AGENCY, 0),
        "expert_total": sum(kinds.values()),
        "specialities": [(Topic(value), n) for value, n in specialities.most_common()],
    }


def by_departement(rows: QuerySet[Any]) -> dict[str, int]:
    return dict(rows.order_by().values_list("departement").annotate(n=Count("pk")))


def with_open_account(rows: QuerySet[Ambassador]) -> dict[str, int]:
    """The same of ambassadors whose account is open: an index counts them all, then the few closed are taken away."""
    closed = by_departement(rows.filter(person__is_active=False))
    left = ((code, n - closed.get(code, 0)) for code, n in by_departement(rows).items())
    return {code: n for code, n in left if n}


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
    counted = Counter(by_departement(Expert.objects.public())) + Counter(
        with_open_account(Ambassador.objects.named())
    )
    lasts = [_last(events.filter(departement=OuterRef("pk"))) for events in (_firms(), _advisers())]
    changed = Departement.objects.annotate(last=Greatest(*lasts))
    for code, last in changed.order_by("code").values_list("code", "last"):
        if counted.get(code, 0) >= ENOUGH:
            yield reverse("public:directory:departement", args=[code]), last


def _specialities() -> Iterator[Page]:
    for topic in Topic:
        if Expert.objects.public().filter(specialities__contains=[topic])[:ENOUGH].count() == ENOUGH:
            last = _newest(_firms().filter(specialities__contains=[topic])).first()
            yield reverse("public:directory:speciality", args=[topic.slug]), last


def _firms() -> QuerySet[Any]:
    return Expert.events.rel.related_model.objects.all()


def _advisers() -> QuerySet[Any]:
    return Ambassador.events.rel.related_model.objects.all()


def _newest(events: QuerySet[Any]) -> QuerySet[Any]:
    """When something changed, the last time first: of rows that have left, too."""
    return events.order_by("-pgh_created_at").values_list("pgh_created_at", flat=True)


def _last(events: QuerySet[Any]) -> Subquery:
    return Subquery(_newest(events)[:1])
