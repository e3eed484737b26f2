"""A service mail as it leaves: its parts, its headers, and the references by which what comes back names it."""

import mimetypes
import re

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils.crypto import salted_hmac

from club.core import tokens
from club.core.models import OutboxMail
from club.core.storage import PrivateStorage

ENVELOPE = "core.outbox.envelope"


def message_of(mail: OutboxMail) -> EmailMultiAlternatives:
    answers = [mail.reply_to] if mail.reply_to else None
    message = EmailMultiAlternatives(
        mail.subject, mail.text, to=[mail.to_address], reply_to=answers, headers=_headers(mail)
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    if mail.calendar:
        _add_calendar(message, mail.calendar)
    for name, title in mail.attachments:
        with PrivateStorage().open(name) as file:
            message.attach(title, file.read(), mimetypes.guess_type(title)[0] or "application/octet-stream")
    return message


def checked_calendar(calendar: bytes) -> str:
    if calendar and not _method(calendar.decode()):
        raise ValueError("calendar without METHOD")
    return calendar.decode()


def message_number(mail_id: int) -> str:
    """What stands before the @ of its Message-ID."""
    return salted_hmac("club.core.outbox", str(mail_id), algorithm="sha256").hexdigest()[:32]


def envelope_sender(mail_id: int) -> str:
    """VERP, as Flash info does: what comes back names the mail it speaks of, and nobody else can forge one."""
    return f"retour+{tokens.sign(ENVELOPE, mail_id)}@{settings.MAIL_DOMAIN}"


def _add_calendar(message: EmailMultiAlternatives, calendar: str) -> None:
    """The last alternative, which names its method (RFC 6047, 2.4), for those who read invitations; and a file.

    The file is ``application/ics``: Outlook would take a second ``text/calendar`` for a second invitation.
    """
    message.attach_alternative(calendar, f"text/calendar; method={_method(calendar)}")
    message.attach("rencontre.ics", calendar.encode(), "application/ics")


def _method(calendar: str) -> str:
    """REQUEST, CANCEL; empty when mailboxes would not know what to do with it."""
    found = re.search(r"(?m)^METHOD:([A-Z]+)\r?$", calendar)
    return found[1] if found else ""


def _headers(mail: OutboxMail) -> dict[str, str]:
    """The Message-ID is the same at each try: the relay's log tells what became of an uncertain mail."""
    return {
        "Message-ID": f"<{message_number(mail.pk)}@{settings.MAIL_DOMAIN}>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
