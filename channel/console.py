"""What this department gives to "Aujourd’hui": the firms of the channel by kind, those to check, and
what waits about the public directory.
"""

from collections.abc import Iterator
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils import timezone

from channel.models import Claim, Expert
from club.core.console import RailItem, Waiting
from club.core.counting import about
from club.core.directory import day
from members.models import ListingReport

KEY, SECONDS = "today:channel", 60


def listings_waiting() -> int:
    """Claims and reports that somebody has to read."""
    return Claim.objects.waiting().count() + ListingReport.objects.waiting().count()


def waiting(user: Any) -> Iterator[Waiting]:
    """The oldest claim or report gives the date."""
    if not user.has_perm("channel.change_expert"):
        return
    found = [
        (Claim.objects.waiting(), "fiche réclamée", "fiches réclamées"),
        (ListingReport.objects.waiting(), "erreur signalée", "erreurs signalées"),
    ]
    for rows, one, many in found:
        known = rows.aggregate(n=Count("pk"), since=Min("asked_at"))
        if n := known["n"]:
            title = f"{n} {one if n == 1 else many} dans l’annuaire"
            detail = f"La plus ancienne attend depuis le {day(timezone.localdate(known['since']))}."
            yield Waiting(title, detail, reverse("console:listings"), "Lire", due=known["since"])


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


RAIL = [
    RailItem(
        "Départements",
        "Experts du Channel",
        "console:experts",
        "channel.view_expert",
        order=31,
        count=lambda: about(Expert.objects.active()),
    ),
    RailItem(
        "Départements",
        "Annuaire public",
        "console:listings",
        "channel.change_expert",
        order=32,
        count=listings_waiting,
        calls=True,
    ),
]
