"""Places in a message where a personal value goes: a closed list, each value encoded for where it stands."""

import re
from collections.abc import Callable
from enum import StrEnum
from html import escape

from newsletters.rendering.encoding import header_phrase, header_text, quoted_line


class SlotError(ValueError):
    """A value that must not enter a message: a line break, a control character."""


class Slot(StrEnum):
    """What may differ between two recipients of one version. URLs bear signed ids, never an address."""

    GREETING = "greeting"  # « Bonjour Anne, » or « Bonjour, »
    NOTICE = "notice"  # where the address came from (GDPR article 14), or nothing
    ADDRESS = "address"
    NAME = "name"
    UNSUBSCRIBE_URL = "unsubscribe_url"
    UNSUBSCRIBE_MAIL = "unsubscribe_mail"
    PREFERENCES_URL = "preferences_url"
    MESSAGE_ID = "message_id"
    DATE = "date"
    INVITATION_URL = "invitation_url"  # where the person answers; in mailings that invite alone
    READER = "reader"  # ends the counted addresses of readers who agreed to it; in no other message


class Context(StrEnum):
    HEADER = "header"
    PHRASE = "phrase"  # display name of an address (RFC 5322)
    TEXT = "text"
    HTML = "html"


# Letters and digits only: passes unchanged through MJML, CSS inlining, URLs and escaping.
_OPEN, _CLOSE = "zq7slot", "q7zend"
MARK = re.compile(f"{_OPEN}({'|'.join(slot.value.replace('_', 'x') for slot in Slot)}){_CLOSE}")
_FORBIDDEN = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029\ud800-\udfff]")


def mark(slot: Slot) -> str:
    """The mark to write in HTML or text where the value of ``slot`` goes."""
    return f"{_OPEN}{slot.value.replace('_', 'x')}{_CLOSE}"


def cut(marked: str) -> list[str | Slot]:
    """Text and slots in turn: always an odd number of parts, text first and last."""
    parts: list[str | Slot] = []
    for index, part in enumerate(MARK.split(marked)):
        parts.append(Slot(part.replace("x", "_")) if index % 2 else part)
    return parts


def fill(marked: str, values: dict[Slot, str], *, html: bool) -> str:
    """The readable page of one recipient, for previews and trials on screen."""
    shown = [
        (escape(values.get(part, "")) if html else values.get(part, "")) if isinstance(part, Slot) else part
        for part in cut(marked)
    ]
    return "".join(shown)


def _safe(value: str) -> str:
    if _FORBIDDEN.search(value):
        raise SlotError("A personal value holds a control character.")
    return value


def _in_body(value: str) -> bytes:
    """A value between two soft breaks: it starts at column 0 and ends before a line of its own."""
    return quoted_line(value) + b"=\r\n" if value else b""


ENCODERS: dict[Context, Callable[[str], bytes]] = {
    Context.HEADER: lambda value: header_text(_safe(value)),
    Context.PHRASE: lambda value: header_phrase(_safe(value)),
    Context.TEXT: lambda value: _in_body(_safe(value)),
    Context.HTML: lambda value: _in_body(escape(_safe(value))),
}
