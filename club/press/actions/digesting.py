"""The mail of the morning: what waits in the queue, to each editor, on working days."""

from datetime import datetime, time

from django.db import transaction
from django.utils import timezone

from club.core.holidays import is_working_day
from club.core.models import OutboxMail
from club.core.roles import Role
from club.press import emails
from club.press.models import Cluster, Feed
from club.press.telling import tell
from members.models import User

FROM, UNTIL = time(8), time(12)
"""Paris time; a clock that was stopped all the morning sends nothing late."""
SHOWN = 10


def send_digests(now: datetime | None = None) -> int:
    """One row of the outbox per editor and working day, none when nothing waits; gives how many were written."""
    local = timezone.localtime(now)
    if not is_working_day(local.date()) or not FROM <= local.time() < UNTIL:
        return 0
    count = Cluster.objects.waiting().count()
    if not count:
        return 0
    newest = Cluster.objects.waiting().with_stories().order_by("-first_at", "-pk")[:SHOWN]
    lines, broken = [tell(cluster) for cluster in newest], Feed.objects.broken().count()
    written = 0
    for person in editors():
        if OutboxMail.objects.filter(key=emails.digest_key(person, local.date())).exists():
            continue
        with transaction.atomic():
            emails.digest(person=person, day=local.date(), count=count, lines=lines, broken=broken)
        written += 1
    return written


def editors() -> list[User]:
    """Who reads the press for the Club: staff in the role « Rédaction »."""
    return list(User.objects.active().staff().filter(groups__name=Role.EDITORS.label).order_by("pk"))
