"""The information mail (GDPR art. 14) to people from files whom no Flash info told in time.

Beat knocks; who is due is read from rows. The month ends on the thirtieth day; the mail is written on the
twenty-fifth, so that days are left for servers that are away. One mail per person, ever: its row is made first.
"""

import re
from collections.abc import Sequence
from datetime import date, timedelta

import structlog
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from club.core import outbox
from club.core.models import OutboxMail
from members.models import Notice, User
from members.models.users import NOTICE_MAIL_AFTER
from newsletters import emails
from newsletters.models import Delivery, Suppression
from newsletters.segments import USABLE_ADDRESS

logger = structlog.get_logger(__name__)

BATCH = 200
MOST = 2_000  # at one knock: a minute of work (28 ms each)
FLASH_IS_AWAITED = timedelta(days=2)  # so much longer we wait for a Flash info that is on its way already
TOO_LATE = "l’adresse ne reçoit plus de courriel, ou la personne a été informée entre-temps"

_usable = re.compile(USABLE_ADDRESS)
_TOLD = f"""
UPDATE {User._meta.db_table} u SET informed_at = m.settled_at
FROM {Notice._meta.db_table} n JOIN {OutboxMail._meta.db_table} m ON m.id = n.mail_id
WHERE n.person_id = u.id AND m.state = 'sent' AND u.informed_at IS NULL
"""  # noqa: S608 - names of our own tables


def inform(on: date | None = None) -> int:
    """Read what became of earlier mails, write the due ones; gives how many were written. Safe to run twice."""
    on = on or timezone.localdate()
    follow()
    written = seen = 0
    while seen < MOST:
        looked_at, posted = _write_batch(on)
        seen, written = seen + looked_at, written + posted
        if not looked_at:
            break
    if written:
        logger.info("notices_written", count=written)
    return written


def follow() -> None:
    """What the outbox says of the mails written: accepted ones inform, final refusals are named on the person."""
    with connection.cursor() as cursor:
        cursor.execute(_TOLD)
    _withdraw_unwanted()
    open_notices = Notice.objects.filter(person__informed_at=None, failure="")
    over = open_notices.filter(mail__state__in=[OutboxMail.State.REFUSED, OutboxMail.State.LEFT])
    for pk, state, reply in over.values_list("pk", "mail__state", "mail__reply"):
        Notice.objects.filter(pk=pk).update(failure=_failure(state, reply))
    _forget_obstacles_that_are_gone()


def due(on: date) -> QuerySet[User]:
    """People to tell by a mail of its own. Who awaits a Flash info that has left for them waits two days more."""
    coming = Delivery.objects.pending().filter(contact=OuterRef("pk"), test=None)
    people = User.objects.to_inform().filter(notice=None, collected_on__lte=on - NOTICE_MAIL_AFTER)
    last_call = Q(collected_on__lte=on - NOTICE_MAIL_AFTER - FLASH_IS_AWAITED)
    return people.filter(last_call | ~Exists(coming))


@transaction.atomic
def _write_batch(on: date) -> tuple[int, int]:
    """(people looked at, mails written). Rows that another beat holds are his; those he did bear their notice."""
    chosen = due(on).select_for_update(skip_locked=True, no_key=True, of=("self",))
    people = list(chosen.order_by("collected_on", "pk")[:BATCH])
    obstacles = _obstacles(people)
    written = 0
    for person in people:
        notice, created = Notice.objects.get_or_create(
            person=person, defaults={"failure": obstacles.get(person.pk, "")}
        )
        if created and not notice.failure:
            notice.mail, notice.posted_at = emails.information(notice), timezone.now()
            notice.save(update_fields=["mail", "posted_at"])
            written += 1
    return len(people), written


def _obstacles(people: Sequence[User]) -> dict[int, str]:
    """Who may not or cannot be written to, and why."""
    hashes = [person.address_hash for person in people]
    found = {row.address_hash: row for row in Suppression.objects.filter(address_hash__in=hashes)}
    obstacles = {}
    for person in people:
        if suppression := found.get(person.address_hash):
            obstacles[person.pk] = suppression.words()
        elif not _usable.fullmatch(person.email):
            obstacles[person.pk] = "son adresse n’est pas utilisable"
    return obstacles


def _failure(state: str, reply: str) -> str:
    if state == OutboxMail.State.LEFT:
        return "la remise n’a pas été confirmée, l’équipe l’a laissée en l’état"
    return f"le courriel a été refusé ({reply})"[:300]


def _withdraw_unwanted() -> None:
    """Mails still waiting whose reader has been told, or refuses mail, since they were written."""
    refused = Suppression.objects.filter(address_hash=OuterRef("person__address_hash"))
    unwanted = Q(person__informed_at__isnull=False) | Q(person__is_active=False) | Exists(refused)
    waiting = Notice.objects.filter(unwanted, mail__state=OutboxMail.State.READY)
    for mail_id in waiting.values_list("mail_id", flat=True):
        outbox.withdraw(mail_id=mail_id, reason=TOO_LATE)


def _forget_obstacles_that_are_gone() -> None:
    """No mail was written and nothing stands against it any more (address corrected, used again): due as before."""
    refused = Suppression.objects.filter(address_hash=OuterRef("person__address_hash"))
    free = Notice.objects.filter(~Exists(refused), posted_at=None, person__informed_at=None)
    free.filter(person__email__regex=USABLE_ADDRESS).delete()
