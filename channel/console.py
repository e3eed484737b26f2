"""What this department gives to "Aujourd’hui": the firms of the channel by kind, and those to check."""

from typing import Any

from django.core.cache import cache
from django.db.models import Count, Q

from channel.models import Expert

KEY, SECONDS = "today:channel", 60


def firms(user: Any) -> dict[str, int]:
    """Listed resellers and web agencies, candidates."""
    known = cache.get(KEY)
    if known is None:
        listed = Q(state=Expert.State.LISTED)
        known = Expert.objects.aggregate(
            resellers=Count("pk", filter=listed & Q(kind=Expert.Kind.RESELLER)),
            agencies=Count("pk", filter=listed & Q(kind=Expert.Kind.WEB_AGENCY)),
            candidates=Count("pk", filter=Q(state=Expert.State.CANDIDATE)),
        )
        known["total"] = known["resellers"] + known["agencies"]
        cache.set(KEY, known, SECONDS)
    return known
