"""What the press said is not ours to keep: stories are emptied after sixty days, and never come back."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from club.press.actions.gathering import take_turn
from club.press.models import Cluster, Story

KEPT = timedelta(days=60)
"""After its publication, or after it was rejected when that came later."""
REMEMBERED = timedelta(days=396)
"""After its feed last showed it: until then an emptied story is what says that it already came."""
AT_ONCE = 2000
EMPTY = {"title": "", "link": "", "excerpt": "", "source": "", "cluster": None}


@transaction.atomic
def purge(now: datetime | None = None) -> int:
    """Empty the old stories, drop clusters left without one, forget what no feed shows; gives how many were emptied.

    A kept cluster stays: its brief is the Club's own.
    """
    now = now or timezone.now()
    take_turn()
    limit = now - KEPT
    old = (
        Story.objects.told()
        .filter(Q(published_at__lt=limit))
        .exclude(cluster__state=Cluster.State.REJECTED, cluster__decided_at__gt=limit)
    )
    emptied = Story.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:AT_ONCE])).update(
        purged_at=now, **EMPTY
    )
    Cluster.objects.exclude(state=Cluster.State.KEPT).filter(stories=None).delete()
    gone = Story.objects.filter(purged_at__isnull=False, seen_at__lt=now - REMEMBERED).exclude(
        feed__read_at__isnull=False, seen_at__gte=F("feed__read_at")
    )
    gone.delete()
    return emptied
