"""What contributions give to the console: the rail's count and what waits for a person."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from club.contributions import access
from club.contributions.models import Submission
from club.core.console import RailItem, Waiting

MOST = 5


def to_read_count() -> int:
    return Submission.objects.to_read().count()


RAIL = [
    RailItem(
        "Rédaction",
        "Contenus reçus",
        "console:contributions:queue",
        access.READ,
        order=61,
        count=to_read_count,
        calls=True,
    ),
]


def waiting(user: Any) -> Iterator[Waiting]:
    """Contributions to read, the oldest first."""
    if not user.has_perm(access.DECIDE):
        return
    for row in Submission.objects.to_read().select_related("supplier")[:MOST]:
        url = reverse("console:contributions:read", args=[row.pk])
        yield Waiting(f"«\u00a0{row}\u00a0» est à lire", f"{row.supplier}, pour Flash info", url, "Lire")
