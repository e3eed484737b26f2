"""One message read from a mailbox becomes one row and what follows from it, in one commit; read twice, it is once."""

import hashlib
from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.utils import timezone

from club.core import audit, outbox
from members.models import User
from newsletters.actions import returns, subscriptions
from newsletters.bounces.matching import Match, match, speaks_of
from newsletters.bounces.parts import Unreadable, header, take_apart
from newsletters.bounces.reports import Kind, Report, understand
from newsletters.models import Delivery, ReturnedMail

logger = structlog.get_logger(__name__)

KEPT_TEXT = timedelta(days=30)
MOST_SHOWN = 20_000  # characters kept of what people must look at
FROM_MAIL = "courriel de désabonnement"
Outcome = ReturnedMail.Outcome
NOTHING_FOLLOWS = {
    Kind.AUTOMATIC: Outcome.AUTOMATIC,
    Kind.DELAYED: Outcome.DELAYED,
    Kind.UNCLEAR: Outcome.UNCLEAR,
}


@transaction.atomic
def receive(*, raw: bytes, size: int, mailbox: str) -> ReturnedMail:
    """``raw``: its beginning at least, as long as it was; ``size``: of the whole.

    It never raises for what a message holds: one that cannot be read is kept for people.
    """
    key = hashlib.sha256(b"%d\n" % size + raw).hexdigest()
    blank = {"mailbox": mailbox, "outcome": Outcome.UNCLEAR, "size": size}
    row, created = ReturnedMail.objects.get_or_create(key=key, defaults=blank)
    if not created:
        return row
    try:
        with transaction.atomic():
            _read(row, raw)
    except Unreadable as fault:
        logger.warning("returned_mail_unreadable", returned=row.pk, fault=str(fault))
    except Exception:  # a fault of ours must not stop the mailbox, nor lose the message
        logger.exception("returned_mail_not_understood", returned=row.pk)
        row = ReturnedMail.objects.get(pk=row.pk)
    if row.outcome in Outcome.for_people():
        row.content = raw.decode("utf-8", "replace").replace("\0", "")[:MOST_SHOWN]
    row.save()
    return row


@transaction.atomic
def note_seen(*, returned: ReturnedMail, by: User) -> bool:
    """Somebody of the team has looked at what no rule understood; its text goes."""
    waiting = ReturnedMail.objects.to_look_at().filter(pk=returned.pk)
    erased = {"content": "", "subject": "Objet effacé", "sender": ""}
    if not waiting.update(handled_at=timezone.now(), handled_by=by, **erased):
        return False
    audit.record(actor=by, verb="returned.see", target=returned)
    return True


def forget(now: datetime | None = None) -> int:
    """Texts that nobody opened go after a month, rows after thirteen: events and counts stay."""
    now = now or timezone.now()
    old = ReturnedMail.objects.filter(at__lt=now - KEPT_TEXT).exclude(content="")
    erased = old.update(content="", subject="Objet effacé", sender="")
    return erased + ReturnedMail.objects.filter(at__lt=now - outbox.KEPT).delete()[0]


def _read(row: ReturnedMail, raw: bytes) -> None:
    parts = take_apart(raw)
    report = understand(parts)
    found = Match() if report.kind in (Kind.AUTOMATIC, Kind.DELAYED) else match(report)
    row.outcome = apply(report, found, by=row.mailbox)
    row.delivery = found.delivery
    if row.outcome in Outcome.for_people():
        row.subject, row.sender = header(parts.top, "Subject")[:200], header(parts.top, "From")[:254]


def apply(report: Report, found: Match, *, by: str) -> Outcome:
    """What follows from a report about the message that it was tied to."""
    if report.kind in NOTHING_FOLLOWS:
        return NOTHING_FOLLOWS[report.kind]
    if found.forged:
        logger.warning("returned_mail_forged", kind=report.kind)
        return Outcome.FORGED
    if not found.found:
        return Outcome.UNCLEAR
    if report.kind == Kind.BOUNCE and not speaks_of(found, report):
        return Outcome.ELSEWHERE
    if found.delivery is None:
        return _apply_to_mail(report, found)
    return Outcome.TRIAL if found.delivery.test_id else _apply_to_delivery(report, found.delivery, by)


def _apply_to_delivery(report: Report, delivery: Delivery, by: str) -> Outcome:
    match report.kind:
        case Kind.BOUNCE:
            about = {"code": report.code, "words": report.words, "server": report.server}
            returns.note_bounce(delivery=delivery, at=report.at, by=by, **about)
            return Outcome.BOUNCE
        case Kind.COMPLAINT:
            returns.note_complaint(delivery=delivery, at=report.at, server=report.server, by=by)
            return Outcome.COMPLAINT
        case Kind.UNSUBSCRIPTION if delivery.contact is not None:
            subscriptions.leave(delivery=delivery, by=FROM_MAIL)
            return Outcome.UNSUBSCRIPTION
        case Kind.ARRIVED:
            returns.note_accepted(delivery=delivery, at=report.at, by=by)
            return Outcome.ARRIVED
    return Outcome.UNCLEAR


def _apply_to_mail(report: Report, found: Match) -> Outcome:
    if report.kind == Kind.ARRIVED and found.mail is not None:
        outbox.confirm(mail_id=found.mail.pk, proof="confirmé par le serveur")
        return Outcome.ARRIVED
    if report.kind != Kind.BOUNCE or found.mail is None:
        return Outcome.UNCLEAR
    returns.note_returned_mail(mail=found.mail, code=report.code, at=report.at, words=report.words)
    return Outcome.BOUNCE
