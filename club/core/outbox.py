"""Transactional mail: ``post`` commits an intent, ``deliver`` hands it over once and names the outcome.

After a crash between intent and answer the state is *uncertain*: it is never sent again by itself.
"""

import html
import smtplib
from datetime import datetime, timedelta
from typing import Any

import css_inline
import structlog
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone

from club.core import doorbell
from club.core.context import facts
from club.core.models import OutboxMail

logger = structlog.get_logger(__name__)

INLINER = css_inline.CSSInliner(load_remote_stylesheets=False)
LEASE = timedelta(minutes=5)
LADDER = [timedelta(minutes=m) for m in (1, 5, 15, 60, 240, 720, 1440)]


def post(
    *, key: str, template: str, to: str, context: dict[str, Any], person: Any = None, secret: bool = False
) -> OutboxMail:
    """Write the intent of one mail; the same key twice is one mail.

    ``template`` is a path without ending: ``.subject.txt``, ``.txt`` and ``.html`` are rendered now, so that
    what is sent is what was true when it was decided. ``secret`` erases the body once the mail has left.
    """
    context = {**facts(), "site_url": settings.SITE_URL, "person": person, **context}
    subject = " ".join(html.unescape(render_to_string(f"{template}.subject.txt", context)).split())
    context["subject"] = subject
    mail, created = OutboxMail.objects.get_or_create(
        key=key,
        defaults={
            "template": template,
            "person": person,
            "to_address": to,
            "subject": subject[:200],
            "text": render_to_string(f"{template}.txt", context),
            "html": INLINER.inline(render_to_string(f"{template}.html", context)),
            "secret": secret,
        },
    )
    if created:
        doorbell.ring("core.deliver_outbox_mail", mail.pk)
    return mail


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
    """Ring for what is due, name what was abandoned; gives the number of mails rung for."""
    now = now or timezone.now()
    OutboxMail.objects.abandoned(now).update(
        state=OutboxMail.State.UNCERTAIN,
        lease_until=None,
        settled_at=now,
        reply="interrompu pendant la remise",
    )
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


def count_uncertain() -> int:
    return OutboxMail.objects.filter(state=OutboxMail.State.UNCERTAIN).count()


def _hand_over(mail: OutboxMail) -> None:
    message = EmailMultiAlternatives(
        mail.subject, mail.text, to=[mail.to_address], headers={"Auto-Submitted": "auto-generated"}
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    connection = get_connection()
    try:
        connection.open()
    except (smtplib.SMTPException, OSError) as error:
        return _later(mail, f"connexion : {error}", counts=False)
    message.connection = connection
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as error:
        code, text = next(iter(error.recipients.values()))
        _refused_or_later(mail, code, text)
    except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as error:
        _refused_or_later(mail, error.smtp_code, error.smtp_error)
    except (smtplib.SMTPException, OSError) as error:
        _settle(mail, OutboxMail.State.UNCERTAIN, f"sans réponse : {error}")
    else:
        _settle(mail, OutboxMail.State.SENT, "remis")
    finally:
        _close_quietly(connection)


def _close_quietly(connection: Any) -> None:
    try:
        connection.close()
    except (smtplib.SMTPException, OSError) as error:
        logger.info("smtp_close_failed", error=type(error).__name__)


def _refused_or_later(mail: OutboxMail, code: int, text: bytes | str) -> None:
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    reply = f"{code} {words}"
    if 400 <= code < 500 and mail.attempts + 1 < len(LADDER):
        _later(mail, reply, counts=True)
    else:
        _settle(mail, OutboxMail.State.REFUSED, reply)


def _later(mail: OutboxMail, reply: str, *, counts: bool) -> None:
    attempts = mail.attempts + (1 if counts else 0)
    OutboxMail.objects.filter(pk=mail.pk, fence=mail.fence, state=OutboxMail.State.HANDING).update(
        state=OutboxMail.State.READY,
        lease_until=None,
        attempts=attempts,
        next_at=timezone.now() + LADDER[min(attempts, len(LADDER) - 1)],
        reply=reply[:500],
    )


def _settle(mail: OutboxMail, state: OutboxMail.State, reply: str) -> None:
    changes: dict[str, Any] = {"state": state, "lease_until": None, "settled_at": timezone.now()}
    if mail.secret and state == OutboxMail.State.SENT:
        changes |= {"text": "", "html": ""}
    rows = OutboxMail.objects.filter(
        pk=mail.pk, fence=mail.fence, state__in=[OutboxMail.State.HANDING, OutboxMail.State.UNCERTAIN]
    ).update(reply=reply[:500], **changes)
    logger.info("outbox_settled", outbox=mail.pk, state=state, rows=rows)
