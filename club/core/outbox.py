"""Transactional mail: ``post`` commits an intent, ``deliver`` hands it over once and names the outcome.

After a crash between intent and answer the state is *uncertain*: it is never sent again by itself.
"""

import html
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import css_inline
import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone

from club.core import audit, doorbell
from club.core.composing import checked_calendar, envelope_sender, message_of
from club.core.context import facts
from club.core.errors import ClubError
from club.core.handover import Verdict, hand_over
from club.core.models import OutboxMail

logger = structlog.get_logger(__name__)

INLINER = css_inline.CSSInliner(load_remote_stylesheets=False)
LEASE = timedelta(minutes=5)
LADDER = [timedelta(minutes=m) for m in (1, 5, 15, 60, 240, 720, 1440)]
KEPT = timedelta(days=396)
NOWHERE = "sans-adresse.invalid"
"""Where the addresses of people who gave none are: no such domain can exist (RFC 6761), nothing leaves for it."""
ERASED = {"subject": "Objet effacé", "text": "", "html": "", "calendar": "", "reply_to": ""}


class Attachment(NamedTuple):
    """A file of the private storage, under the title that its reader sees."""

    file: str
    title: str


def post(
    *,
    key: str,
    template: str,
    to: str,
    context: dict[str, Any],
    person: Any = None,
    secret: bool = False,
    expires: timedelta | None = None,
    attachments: Sequence[Attachment] = (),
    calendar: bytes = b"",
    reply_to: str = "",
) -> OutboxMail:
    """Write the intent of one mail; the same key twice is one mail.

    ``template`` is a path without ending: ``.subject.txt``, ``.txt`` and ``.html`` are rendered now, so that
    what is sent is what was true when it was decided. ``secret``: bears a code or a link, erased from the row
    once it is settled. After ``expires`` it is no longer worth sending.
    ``attachments`` are read when the mail leaves: their files never change. ``calendar``: an entry to keep or to
    take away (RFC 5546). ``reply_to``: who gets the answers.
    """
    words = _rendered(template, {**facts(), "site_url": settings.SITE_URL, "person": person, **context})
    mail, created = OutboxMail.objects.get_or_create(
        key=key,
        defaults={
            "template": template,
            "person": person,
            "to_address": to,
            "reply_to": reply_to,
            **words,
            "attachments": [list(attachment) for attachment in attachments],
            "calendar": checked_calendar(calendar),
            "secret": secret,
            "expires_at": expires and timezone.now() + expires,
            **_held_back(to),
        },
    )
    if created and mail.state == OutboxMail.State.READY:
        doorbell.ring("core.deliver_outbox_mail", mail.pk)
    return mail


def _held_back(to: str) -> dict[str, Any]:
    """The outcome of a mail to somebody who gave no address, known before it leaves."""
    if not to.endswith(f"@{NOWHERE}"):
        return {}
    said = "cette personne n’a pas donné d’adresse"
    return {"state": OutboxMail.State.REFUSED, "reply": said, "settled_at": timezone.now()}


def _rendered(template: str, context: dict[str, Any]) -> dict[str, str]:
    subject = " ".join(html.unescape(render_to_string(f"{template}.subject.txt", context)).split())
    context["subject"] = subject
    return {
        "subject": subject[:200],
        "text": render_to_string(f"{template}.txt", context),
        "html": INLINER.inline(render_to_string(f"{template}.html", context)),
    }


def deliver(mail_id: int) -> None:
    """Send one mail if it is due; does nothing when another worker holds it or it is settled."""
    now = timezone.now()
    if not settings.MAIL_ENABLED:
        logger.warning("mail_disabled", outbox=mail_id)
        return
    claimed = (
        OutboxMail.objects.due(now)
        .filter(pk=mail_id)
        .update(state=OutboxMail.State.HANDING, lease_until=now + LEASE, fence=F("fence") + 1)
    )
    if claimed:
        _hand_over(OutboxMail.objects.get(pk=mail_id))


def sweep(now: datetime | None = None) -> int:
    """Ring for what is due, name what was abandoned or came too late; gives the number of mails rung for."""
    now = now or timezone.now()
    settled = {"lease_until": None, "settled_at": now}
    OutboxMail.objects.abandoned(now).update(
        state=OutboxMail.State.UNCERTAIN, reply="interrompu pendant la remise", **settled
    )
    OutboxMail.objects.expired(now).update(
        state=OutboxMail.State.REFUSED, reply="périmé avant d’avoir pu partir", **settled
    )
    OutboxMail.objects.filter(secret=True, settled_at__isnull=False).exclude(text="").update(**ERASED)
    if not settings.MAIL_ENABLED:
        return 0
    due = list(OutboxMail.objects.due(now).order_by("next_at").values_list("pk", flat=True)[:500])
    for mail_id in due:
        doorbell.ring("core.deliver_outbox_mail", mail_id)
    return len(due)


def oldest_due_age() -> float:
    """Seconds the oldest due mail has been waiting; 0 when none does, or while mail is switched off."""
    now = timezone.now()
    if not settings.MAIL_ENABLED:
        return 0
    first = OutboxMail.objects.due(now).order_by("next_at").values_list("next_at", flat=True).first()
    return (now - first).total_seconds() if first else 0


def withdraw(*, mail_id: int, reason: str) -> bool:
    """A waiting mail that nobody should get any more does not leave; one in hand gets its answer."""
    waiting = OutboxMail.objects.filter(pk=mail_id, state=OutboxMail.State.READY)
    words = {"reply": f"retiré avant de partir\u00a0: {reason}"[:500], "settled_at": timezone.now()}
    return bool(waiting.update(state=OutboxMail.State.REFUSED, fence=F("fence") + 1, **words))


def confirm(*, mail_id: int, proof: str) -> bool:
    """A doubt that a proof ends (its reader used the link it bore): the mail has arrived."""
    doubt = OutboxMail.objects.in_doubt().filter(pk=mail_id)
    return bool(doubt.update(state=OutboxMail.State.SENT, fence=F("fence") + 1, reply=proof[:500]))


def note_return(*, mail_id: int, words: str, at: datetime) -> bool:
    """It was accepted, then came back: said once. A doubt about it is over, for a server had it."""
    first = OutboxMail.objects.filter(pk=mail_id, returned_at=None).update(returned_at=at, returned=words[:300])
    confirm(mail_id=mail_id, proof="revenu après la remise")
    return bool(first)


def count_uncertain() -> int:
    return OutboxMail.objects.in_doubt().count()


def leave(*, mail: OutboxMail, by: Any) -> None:
    """Settle an uncertain mail without sending it again."""
    _settle_by_hand(mail, by, "mail.leave", state=OutboxMail.State.LEFT)


def send_again(*, mail: OutboxMail, by: Any) -> None:
    """Send an uncertain mail again, at the risk of a second copy. What a secret one bore is gone."""
    if mail.secret:
        raise ClubError("Ce courriel portait un code, effacé depuis : la personne peut en demander un autre.")
    now = timezone.now()
    _settle_by_hand(mail, by, "mail.send_again", state=OutboxMail.State.READY, next_at=now, settled_at=None)
    doorbell.ring("core.deliver_outbox_mail", mail.pk)


@transaction.atomic
def _settle_by_hand(mail: OutboxMail, by: Any, verb: str, **changes: Any) -> None:
    """The fence moves: an answer that comes late no longer finds its row."""
    uncertain = OutboxMail.objects.in_doubt().filter(pk=mail.pk)
    if not uncertain.update(fence=F("fence") + 1, **changes):
        raise ClubError(
            "Ce courriel n’attend plus de décision\u00a0: un collègue l’a réglé, ou la réponse est arrivée."
        )
    audit.record(actor=by, verb=verb, target=mail)


def forget_old(now: datetime | None = None) -> int:
    """Delete settled mails after thirteen months, when deliveries lose their address; gives their number."""
    limit = (now or timezone.now()) - KEPT
    return OutboxMail.objects.filter(settled_at__lt=limit).exclude(state=OutboxMail.State.READY).delete()[0]


def _hand_over(mail: OutboxMail) -> None:
    try:
        message = message_of(mail)
    except FileNotFoundError:
        _settle(mail, OutboxMail.State.REFUSED, "une pièce jointe manque")
        return
    outcome = hand_over(message, sender=envelope_sender(mail.pk), still_ours=lambda: _renewed(mail))
    match outcome.verdict:
        case Verdict.ACCEPTED:
            _settle(mail, OutboxMail.State.SENT, outcome.reply)
        case Verdict.REFUSED:
            _settle(mail, OutboxMail.State.REFUSED, outcome.reply)
        case Verdict.UNKNOWN:
            _settle(mail, OutboxMail.State.UNCERTAIN, outcome.reply)
        case Verdict.DEFERRED if mail.attempts + 1 >= len(LADDER):
            _settle(mail, OutboxMail.State.REFUSED, f"{outcome.reply} (essais épuisés)")
        case Verdict.DEFERRED | Verdict.POSTPONED:
            _later(mail, outcome.reply, counts=outcome.verdict == Verdict.DEFERRED)
        case Verdict.TAKEN:
            logger.warning("outbox_taken", outbox=mail.pk)


def _renewed(mail: OutboxMail) -> bool:
    """Whether the row is still ours; then its lease begins anew, for the wait after the dot."""
    now = timezone.now()
    return bool(_held(mail).filter(lease_until__gt=now).update(lease_until=now + LEASE))


def _held(mail: OutboxMail) -> QuerySet[OutboxMail]:
    return OutboxMail.objects.filter(pk=mail.pk, fence=mail.fence, state=OutboxMail.State.HANDING)


def _later(mail: OutboxMail, reply: str, *, counts: bool) -> None:
    attempts = mail.attempts + (1 if counts else 0)
    _held(mail).update(
        state=OutboxMail.State.READY,
        lease_until=None,
        attempts=attempts,
        next_at=timezone.now() + LADDER[attempts],
        reply=reply[:500],
    )


def _settle(mail: OutboxMail, state: OutboxMail.State, reply: str) -> None:
    """A late answer still settles a row that was named uncertain meanwhile."""
    changes: dict[str, Any] = {"state": state, "lease_until": None, "settled_at": timezone.now()}
    if mail.secret:
        changes |= ERASED
    answerable = [OutboxMail.State.HANDING, OutboxMail.State.UNCERTAIN]
    rows = OutboxMail.objects.filter(pk=mail.pk, fence=mail.fence, state__in=answerable)
    logger.info("outbox_settled", outbox=mail.pk, state=state, rows=rows.update(reply=reply[:500], **changes))
