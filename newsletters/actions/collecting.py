"""Beat knocks: each mailbox is read, message by message; what stops it is written down for people."""

import time
from collections.abc import Callable

import structlog
from django.db.models import F
from django.db.models.functions import Coalesce, Now

from newsletters.actions.receiving import receive
from newsletters.bounces import mailboxes
from newsletters.bounces.mailboxes import FAULTS, Mailbox
from newsletters.models import MailboxReading

logger = structlog.get_logger(__name__)

MOST = 2_000  # messages of one knock
WINDOW = 150.0  # seconds of one knock; what is left waits for the next


def collect() -> int:
    """Reads every mailbox there is; gives how many messages. One that fails holds up no other."""
    opened = zip(mailboxes.names(), mailboxes.configured(), strict=True)
    return sum(_collect_from(name, open_box) for name, open_box in opened)


def _collect_from(name: str, open_box: Callable[[], Mailbox]) -> int:
    MailboxReading.objects.get_or_create(mailbox=name)
    state = MailboxReading.objects.filter(mailbox=name)
    read = 0
    try:
        box = open_box()
        try:
            read = _empty(box)
        finally:
            box.close()
    except FAULTS as fault:
        logger.error("mailbox_unread", mailbox=name, fault=type(fault).__name__)
        state.update(failed_since=Coalesce(F("failed_since"), Now()), error=f"{type(fault).__name__}: {fault}"[:300])
        return read
    state.update(read_at=Now(), failed_since=None, error="")
    if read:
        logger.info("mailbox_read", mailbox=name, messages=read)
    return read


def _empty(box: Mailbox) -> int:
    until, read = time.monotonic() + WINDOW, 0
    for message in box.messages(MOST):
        receive(raw=message.raw, size=message.size, mailbox=box.name)  # committed when this returns
        box.put_aside(message.number)
        read += 1
        if time.monotonic() > until:
            break
    return read
