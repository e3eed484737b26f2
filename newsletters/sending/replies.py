"""SMTP replies: read from a stream of bytes, whatever way it is cut (RFC 5321 section 4.2, RFC 2034)."""

import re
from dataclasses import dataclass, field

MOST_BYTES = 65_536  # of one line
MOST_LINES = 500
_LINE = re.compile(rb"([2-5]\d\d)(?:([ -])(.*))?\Z", re.S)
_ENHANCED = re.compile(r"([245]\.\d{1,3}\.\d{1,3})(?:\s+|\Z)")


class ProtocolError(Exception):
    """The relay says something that is no SMTP reply."""


@dataclass(frozen=True, slots=True)
class Reply:
    code: int
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        return " ".join(self.lines)

    @property
    def enhanced(self) -> str:
        """The enhanced status code ("5.1.1"), or nothing when the relay gives none."""
        found = _ENHANCED.match(self.lines[0]) if self.lines else None
        return found[1] if found and found[1][0] == str(self.code)[0] else ""

    @property
    def is_positive(self) -> bool:
        return 200 <= self.code < 300

    def __str__(self) -> str:
        return f"{self.code} {self.text}"


@dataclass(slots=True)
class ReplyReader:
    """``feed`` gives the replies complete so far; a reply may have several lines."""

    _rest: bytes = b""
    _lines: list[str] = field(default_factory=list)
    _code: int = 0

    def feed(self, data: bytes) -> list[Reply]:
        *lines, self._rest = (self._rest + data).split(b"\n")
        if len(self._rest) > MOST_BYTES:
            raise ProtocolError("a reply without end")
        replies = []
        for line in lines:
            found = _LINE.match(line.rstrip(b"\r"))
            if not found:
                raise ProtocolError(f"not a reply: {line[:80]!r}")
            code, separator, text = int(found[1]), found[2], found[3] or b""
            if self._lines and code != self._code:
                raise ProtocolError("a reply whose code changes")
            self._code = code
            if len(self._lines) > MOST_LINES:
                raise ProtocolError("a reply without end")
            self._lines.append(text.decode("utf-8", "replace").replace("\0", ""))
            if separator != b"-":
                replies.append(Reply(code, tuple(self._lines)))
                self._lines = []
        return replies
