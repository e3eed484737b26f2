"""A message taken apart: its reports, the headers it returns, its text. Bounded, and nothing in it is trusted."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parsedate_to_datetime

from django.utils import timezone

MOST_BYTES = 256 * 1024  # of a message; what follows is not read
MOST_PARTS, MOST_TEXT = 60, 20_000
SANE_AGE = timedelta(days=60)
RETURNED = ("message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers")
_COPY_BEGINS = re.compile(
    r"^(?:-{2,}.{0,20}(?:copy of (?:the|your) message|below this line|original message|message d.origine)"
    r"|(?:original message headers|en-têtes du message d.origine)|received: from )",
    re.I | re.M,
)


class Unreadable(Exception):
    """No message can be made of these bytes."""


@dataclass
class Parts:
    """``statuses``: groups of fields of a delivery report (RFC 3464), the message's own first.

    ``feedback``: the fields of a feedback report (RFC 5965). ``returned``: the headers of the message it speaks of.
    """

    top: Message
    statuses: list[Message] = field(default_factory=list)
    feedback: Message | None = None
    returned: list[Message] = field(default_factory=list)
    text: str = ""

    @property
    def said(self) -> str:
        """What the server wrote itself, without the copy of our message that follows it."""
        found = _COPY_BEGINS.search(self.text)
        return self.text[: found.start()] if found else self.text

    @property
    def at(self) -> datetime:
        """The day it was written; ours when that is absent, to come, or too old to be true."""
        now = timezone.now()
        try:
            written = parsedate_to_datetime(header(self.top, "Date"))
        except (ValueError, TypeError, IndexError, OverflowError):
            return now
        if timezone.is_naive(written):
            return now
        return written if now - SANE_AGE < written < now else now


def take_apart(raw: bytes) -> Parts:
    """Raises Unreadable. Parts nested past what the parser stands are a bomb, not a message."""
    try:
        top = message_from_bytes(raw[:MOST_BYTES])
        parts = Parts(top)
        for count, part in enumerate(_walk(top)):
            if count == MOST_PARTS:
                break
            _take(parts, part)
    except (MessageError, RecursionError, ValueError, LookupError) as error:
        raise Unreadable(type(error).__name__) from error
    return parts


def header(message: Message, name: str) -> str:
    """Decoded and in one line; "" when it is absent or cannot be read."""
    value = message.get(name, "")
    try:
        value = str(make_header(decode_header(str(value))))
    except (MessageError, ValueError, LookupError):
        value = str(value)
    return " ".join(value.replace("\0", "").split())


def headers(message: Message, *names: str) -> list[str]:
    """Each value of these headers, as they stand."""
    return [" ".join(str(value).replace("\0", "").split()) for name in names for value in message.get_all(name, [])]


def _walk(top: Message) -> Iterator[Message]:
    """The parts, without those inside a returned message or a report: these are read as a whole."""
    waiting = [top]
    while waiting:
        part = waiting.pop(0)
        yield part
        if part.get_content_maintype() == "multipart" and isinstance(part.get_payload(), list):
            waiting += part.get_payload()


def _take(parts: Parts, part: Message) -> None:
    kind = part.get_content_type()
    inside = [sub for sub in part.get_payload() if isinstance(sub, Message)] if part.is_multipart() else []
    if kind in ("message/delivery-status", "message/global-delivery-status"):
        parts.statuses += [group for group in inside if group.keys()]
    elif kind == "message/feedback-report" and inside:
        parts.feedback = inside[0]
    elif kind in RETURNED:
        parts.returned += inside[:1] or [message_from_bytes(_bytes(part)[:MOST_TEXT])]
    elif kind == "text/plain" or (kind == "text/html" and not parts.text):
        text = _bytes(part)[: MOST_TEXT * 2].decode(_charset(part), "replace").replace("\0", "")
        if kind == "text/html":
            text = re.sub(r"<[^>]{0,2000}>", " ", text)
        parts.text = (parts.text + text)[:MOST_TEXT]


def _bytes(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _charset(part: Message) -> str:
    name = part.get_content_charset("utf-8")
    try:
        "".encode(name)
    except LookupError:
        return "utf-8"
    return name
