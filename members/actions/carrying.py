"""Uses of rights whose thing has another day: each is drawn from the year of that day, where it has a right left."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from members.actions import entitlements
from members.models import Entitlement, Use


@dataclass(frozen=True)
class Carried:
    """How many uses go over to the year of the new day, and how many stay where they were, for want of a right."""

    over: int
    kept: int


def hold(*, prefix: str, on: date) -> None:
    """Lock the rights of the day ``on`` that uses of keys with ``prefix`` may go to, in the order of their ids."""
    held = Use.objects.filter(key__startswith=prefix, given_back_at=None)
    rows = Entitlement.objects.running(on).filter(
        organisation__in=held.values("entitlement__organisation"), kind__in=held.values("entitlement__kind")
    )
    list(rows.order_by("pk").select_for_update(no_key=True, of=("self",)).values_list("pk"))


@transaction.atomic
def carry(*, prefix: str, on: date, labels: Mapping[str, str]) -> Carried:
    """What uses of keys with ``prefix`` are for takes place on the day ``on``; ``labels``: what it is called now."""
    over = kept = 0
    rows = Use.objects.filter(key__startswith=prefix, given_back_at=None).select_related("entitlement__organisation")
    uses = list(rows.select_for_update(no_key=True, of=("self",)).order_by("pk"))
    for use in uses:
        use.label = labels.get(use.key, use.label)[:160]
        if use.entitlement.is_running(on):
            use.used_on = on
        elif right := _right_of(use, on):
            use.entitlement, use.used_on, over = right, on, over + 1
            use.save(update_fields=["entitlement"])  # the next one counts it
        else:
            kept += 1
    Use.objects.bulk_update(uses, ["used_on", "label"])
    return Carried(over, kept)


def foreseen(*, prefix: str, on: date) -> Carried:
    """What ``carry`` would do, if it were done now."""
    stale: Counter[tuple[int, str]] = Counter()
    for use in Use.objects.filter(key__startswith=prefix, given_back_at=None).select_related("entitlement"):
        if not use.entitlement.is_running(on):
            stale[use.entitlement.organisation_id, use.entitlement.kind] += use.quantity
    over = 0
    for kind in {kind for _, kind in stale}:
        asked = {organisation: number for (organisation, one), number in stale.items() if one == kind}
        left = entitlements.left_to_each(asked, kind, on)
        over += sum(min(number, left[organisation]) for organisation, number in asked.items())
    return Carried(over, stale.total() - over)


def _right_of(use: Use, on: date) -> Entitlement | None:
    """The right of that day that ends first and has room; None without any."""
    held = entitlements.lock(organisation=use.entitlement.organisation, kind=use.entitlement.kind, on=on)
    rows = Entitlement.objects.counted().filter(pk__in=[row.pk for row in held]).order_by("ends_on", "pk")
    return next((row for row in rows if row.quantity - row.used >= use.quantity), None)
