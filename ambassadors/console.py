"""What this department gives to "Aujourd’hui": how many ambassadors there are, and where they lack."""

from typing import Any

from django.core.cache import cache

from ambassadors.models import Ambassador
from club.core.console import RailItem
from club.core.counting import about
from club.core.models import Departement

KEY, SECONDS = "today:ambassadors", 60


def forum(user: Any) -> dict[str, Any]:
    """Active ambassadors, those to validate, départements with people and no ambassador."""
    known = cache.get(KEY)
    if known is None:
        active = Ambassador.objects.active()
        without = Departement.objects.filter(population__gt=0).exclude(code__in=active.values("departement"))
        known = {
            "active": about(active),
            "candidates": Ambassador.objects.filter(state=Ambassador.State.CANDIDATE).count(),
            "without": [f"{name} ({code})" for name, code in without.order_by("code").values_list("name", "code")],
        }
        cache.set(KEY, known, SECONDS)
    return known


RAIL = RailItem(
    "Départements",
    "Ambassadeurs",
    "console:ambassadors",
    "ambassadors.view_ambassador",
    order=30,
    count=lambda: about(Ambassador.objects.active()),
)
