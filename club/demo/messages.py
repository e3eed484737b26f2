"""Reading one mail of the mailbox as a person would: headers decoded, text, HTML, attachments."""

import email
import email.policy
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from functools import cached_property

from club.demo.mailbox import Mail

SHOWN_HEADERS = 40


@dataclass(frozen=True)
class Reading:
    """A stored mail with its parts taken apart by the standard parser."""

    mail: Mail

    @cached_property
    def message(self) -> EmailMessage:
        return email.message_from_bytes(self.mail.source, policy=email.policy.default)

    @property
    def received(self) -> datetime:
        return datetime.fromtimestamp(self.mail.received, tz=UTC)

    @property
    def subject(self) -> str:
        return self._header("Subject") or "(sans objet)"

    @property
    def author(self) -> str:
        return self._header("From")

    @property
    def headers(self) -> list[tuple[str, str]]:
        return [(name, str(value)) for name, value in self.message.items()][:SHOWN_HEADERS]

    @property
    def text(self) -> str:
        return self._body("plain")

    @property
    def html(self) -> str:
        return self._body("html")

    @property
    def source(self) -> str:
        return self.mail.source.decode("utf-8", "replace")

    @property
    def defects(self) -> list[str]:
        """What the standard parser finds wrong with the message; a good mail has none."""
        return [type(defect).__name__ for part in self.message.walk() for defect in part.defects]

    def _header(self, name: str) -> str:
        return str(self.message.get(name, ""))

    def _body(self, kind: str) -> str:
        part = self.message.get_body(preferencelist=(kind,))
        if part is None:
            return ""
        charset = part.get_content_charset("utf-8")
        return part.get_payload(decode=True).decode(charset, "replace")
