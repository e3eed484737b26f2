"""What comes back after the handing over, and what follows from it.

What follows is computed from the rows that are there, never from the order in which they came: the same events, in
any order and told twice, lead to the same state. What came back before the reader proved the address anew speaks of
the past and counts no more.
"""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.db.models.functions import Now
from django.utils import timezone

from club.core import doorbell, outbox
from club.core.models import OutboxMail
from members.addresses import address_hash
from members.models import User
from newsletters import codes
from newsletters.actions import subscriptions
from newsletters.bounces.runs import proved, soft_runs
from newsletters.codes import Meaning
from newsletters.models import Delivery, DeliveryEvent, Issue, Suppression

logger = structlog.get_logger(__name__)

SOFT_ISSUES = 3  # in a row
RECENT = timedelta(hours=1)
AT_ONCE = 500  # refusals weighed by the same statements
STRENGTH = [Suppression.Cause.BOUNCES, Suppression.Cause.UNKNOWN, Suppression.Cause.COMPLAINT]
FROM_COMPLAINT = "plainte pour courrier indésirable"
Kind, State, Cause = DeliveryEvent.Kind, Delivery.State, Suppression.Cause


@transaction.atomic
def note_bounce(
    *, delivery: Delivery, code: str, at: datetime, words: str = "", server: str = "", by: str = ""
) -> bool:
    """``delivery`` was accepted, then came back. ``by``: who told us. False when it was known already."""
    _hold(delivery)
    meaning = codes.meaning(code)
    words = without_addresses(words)
    details = {"code": code, "words": words, "server": server, "by": by}
    if not _note(delivery, Kind.BOUNCE, at, details, meaning):
        return False
    _settle_doubt(delivery)
    User.objects.filter(pk=delivery.contact_id, informed_at=delivery.settled_at).update(informed_at=None)
    if not _is_past(delivery):
        note = f"{code} {words}".strip()
        if meaning == Meaning.UNKNOWN:
            _suppress(delivery.address_hash, Cause.UNKNOWN, at, note, delivery.issue_id)
        elif soft_runs([delivery])[delivery.pk] >= SOFT_ISSUES:
            _suppress(delivery.address_hash, Cause.BOUNCES, at, note, delivery.issue_id)
    logger.info("delivery_bounced", delivery=delivery.pk, code=code, meaning=meaning)
    return True


@transaction.atomic
def note_complaint(*, delivery: Delivery, at: datetime, server: str = "", by: str = "") -> bool:
    """Its reader called it junk mail: no Flash info goes there any more, and the reader has left."""
    _hold(delivery)
    if not _note(delivery, Kind.COMPLAINT, at, {"server": server, "by": by}):
        return False
    _settle_doubt(delivery)
    if not _is_past(delivery):
        _suppress(delivery.address_hash, Cause.COMPLAINT, at, "", delivery.issue_id)
        if delivery.contact is not None:
            subscriptions.unsubscribe(contact=delivery.contact, by=FROM_COMPLAINT)
    logger.info("delivery_complained", delivery=delivery.pk)
    return True


@transaction.atomic
def note_accepted(*, delivery: Delivery, at: datetime, by: str = "") -> bool:
    """A server says that it has the message. Kept only when there is a doubt, or may be one still: nothing else would
    follow from it.
    """
    is_handing = Delivery.objects.filter(pk=delivery.pk, state=State.HANDING).exists()
    if not is_handing and not _settle_doubt(delivery):
        return False
    _note(delivery, Kind.ACCEPTED, at, {"by": by})
    logger.info("delivery_confirmed", delivery=delivery.pk)
    return True


@transaction.atomic
def note_returned_mail(*, mail: OutboxMail, code: str, at: datetime, words: str = "") -> bool:
    """A service mail came back. An address that does not exist gets no Flash info either."""
    words = without_addresses(words)
    if not outbox.note_return(mail_id=mail.pk, words=f"{code} {words}".strip(), at=at):
        return False
    hashed = address_hash(mail.to_address)
    if codes.meaning(code) == Meaning.UNKNOWN and not _proved_since(hashed, mail.settled_at or mail.created_at):
        _suppress(hashed, Cause.UNKNOWN, at, f"{code} {words}".strip(), None)
    return True


def weigh_refusals(*, issue_id: int) -> int:
    """Once an issue has left: whom it refused at once, for the third time in a row. Gives how many are suppressed."""
    known = Suppression.objects.filter(address_hash=OuterRef("address_hash"))
    refused = Delivery.objects.filter(~Exists(known), issue=issue_id, test=None, state=State.REFUSED)
    soft = [row for row in refused.order_by("pk") if codes.meaning(row.enhanced_code) == Meaning.SOFT]
    return sum(_weigh(soft[start : start + AT_ONCE]) for start in range(0, len(soft), AT_ONCE))


def _weigh(refused: Sequence[Delivery]) -> int:
    runs = soft_runs(refused)
    third = [row for row in refused if runs[row.pk] >= SOFT_ISSUES]
    for row in third:
        note = without_addresses(f"{row.enhanced_code} {row.reply_text}".strip())
        with transaction.atomic():
            _suppress(row.address_hash, Cause.BOUNCES, row.settled_at or timezone.now(), note, row.issue_id)
    return len(third)


def weigh_recent() -> None:
    """Issues that ended within the hour: a lost ring loses nobody."""
    for issue_id in Issue.objects.filter(finished_at__gt=Now() - RECENT).values_list("pk", flat=True):
        weigh_refusals(issue_id=issue_id)


def without_addresses(words: str) -> str:
    """A server's words, to be kept: they often repeat the address, which must be erasable."""
    return re.sub(r"[^\s<>()@:;,]+@[^\s<>()@:;,]+", "…", words)[:300]


def _note(
    delivery: Delivery, kind: Kind, at: datetime, details: dict[str, Any], meaning: Meaning | None = None
) -> bool:
    """One event a delivery, kind and meaning, however often and by whomever it is told."""
    key = ":".join([kind.value, str(delivery.pk), *([meaning.value] if meaning else [])])
    about = {
        "delivery": delivery,
        "issue_id": delivery.issue_id,
        "kind": kind,
        "meaning": meaning or "",
        "domain": delivery.address.rpartition("@")[2][:253],
        "at": min(at, timezone.now()),
        "details": {name: value for name, value in details.items() if value},
    }
    return DeliveryEvent.objects.get_or_create(key=key, defaults=about)[1]


def _settle_doubt(delivery: Delivery) -> bool:
    doubt = Delivery.objects.filter(pk=delivery.pk, state=State.UNCERTAIN)
    settled = bool(doubt.update(state=State.SENT, cause="", settled_at=Now()))
    if settled:
        delivery.refresh_from_db(fields=["state", "cause", "settled_at"])
        doorbell.ring("newsletters.note_informed", delivery.issue_id)
    return settled


def _hold(delivery: Delivery) -> None:
    """Two messages about one person are weighed one after the other: each sees what the other wrote."""
    User.objects.select_for_update(no_key=True).filter(pk=delivery.contact_id).first()


def _suppress(hashed: str, cause: Cause, at: datetime, note: str, issue_id: int | None) -> None:
    """What people or the team decided stays as it is; of what servers say, the strongest is kept."""
    about = {"cause": cause, "issue_id": issue_id, "note": note[:300], "created_at": min(at, timezone.now())}
    row, created = Suppression.objects.select_for_update().get_or_create(address_hash=hashed, defaults=about)
    weaker = STRENGTH[: STRENGTH.index(cause)]
    if not created and row.cause in weaker:
        Suppression.objects.filter(pk=row.pk).update(**about)
    if created:
        logger.info("address_suppressed", suppression=row.pk, cause=cause)
        doorbell.ring("newsletters.tell_colleagues")


def _is_past(delivery: Delivery) -> bool:
    return _proved_since(delivery.address_hash, delivery.settled_at)


def _proved_since(hashed: str, moment: datetime | None) -> bool:
    proved_at = proved([hashed]).get(hashed)
    return proved_at is not None and moment is not None and moment <= proved_at
