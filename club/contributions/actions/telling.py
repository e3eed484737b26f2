"""What an insert brought, told to its supplier twice: the day after it left, then a fortnight after.

What is due is read from rows: an insert that left and of which nobody was told yet, or not since it is a fortnight
old. A clock that slept tells the later report alone; one that slept for weeks tells nobody of the past.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from club.contributions import access, emails, reach, timetable
from club.contributions.addressees import CONTENT_ROLES, Addressee, written_to
from club.contributions.models import Placement, ReachMail
from club.contributions.reach import Insert
from members.actions import entitlements
from members.models import Affiliation, User

logger = structlog.get_logger(__name__)
State, Step = ReachMail.State, ReachMail.Step
AFTER = {Step.DAY: timedelta(days=1), Step.FORTNIGHT: timedelta(days=14)}
WORTH_TELLING = timedelta(days=45)


def send_due(*, now: datetime | None = None) -> int:
    """Every report whose day has come, on working hours; gives how many inserts were settled."""
    now = now or timezone.now()
    if not timetable.may_write_now(now):
        return 0
    on = timezone.localdate(now)
    return sum(_tried(pk, now) for pk in _due(on).order_by("sent_on", "pk").values_list("pk", flat=True))


def _due(on: date) -> QuerySet[Placement]:
    told = ReachMail.objects.filter(placement=OuterRef("pk"), copy_of=None)
    first = Q(sent_on__lte=on - AFTER[Step.DAY]) & ~Exists(told)
    later = Q(sent_on__lte=on - AFTER[Step.FORTNIGHT]) & ~Exists(told.filter(step=Step.FORTNIGHT))
    return Placement.objects.sent().filter(first | later, sent_on__gte=on - WORTH_TELLING)


def _tried(pk: int, now: datetime) -> bool:
    """One that breaks keeps no other from leaving, and is tried again at the next knock."""
    try:
        return _settle(pk, now)
    except Exception:
        logger.exception("reach_mail_failed", placement=pk)
        return False


@transaction.atomic
def _settle(pk: int, now: datetime) -> bool:
    """Under the lock of the insert: two clocks tell once, and what is pulled meanwhile is told to nobody."""
    Placement.objects.select_for_update(no_key=True, of=("self",)).get(pk=pk)
    on = timezone.localdate(now)
    row = _due(on).filter(pk=pk).first()
    insert = reach.of_placement(row) if row else None
    if row is None or insert is None or insert.figures is None:
        return False
    entitlements.note_outcome(key=row.use_key, outcome=insert.outcome)
    step = Step.FORTNIGHT if row.sent_on <= on - AFTER[Step.FORTNIGHT] else Step.DAY
    mail = ReachMail(placement=row, step=step, settled_at=now)
    if not access.may_contribute(row.supplier):
        _leave(mail, f"{row.supplier} n’est plus membre")
        return True
    whom, copied = written_to(row.supplier, CONTENT_ROLES)
    if whom.person is None:
        _leave(mail, whom.why)
        return True
    _send(mail, whom, insert)
    _copy(mail, copied, insert)
    return True


def _send(mail: ReachMail, whom: Addressee, insert: Insert) -> None:
    mail.state, mail.person, mail.role = State.SENT, whom.person, whom.role
    mail.save()
    mail.outbox = emails.send_reach(mail=mail, insert=insert)
    mail.save(update_fields=["outbox"])


def _copy(mail: ReachMail, people: Sequence[User], insert: Insert) -> None:
    """To the agencies, each with a link of its own."""
    for person in people:
        row = ReachMail(placement=mail.placement, step=mail.step, settled_at=mail.settled_at, copy_of=mail)
        _send(row, Addressee(person, Affiliation.Role.AGENCY), insert)


def _leave(mail: ReachMail, why: str) -> None:
    mail.state, mail.why = State.NOT_SENT, why[:200]
    mail.save()
