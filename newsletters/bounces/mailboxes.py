"""Where messages come back: an IMAP mailbox or a maildir. Each message is read, then put aside by its number.

A message leaves the mailbox only when the caller says so, once its row is committed: whoever dies in between reads
it again, and finds it known.
"""

import imaplib
import mailbox
import ssl
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from django.conf import settings

from newsletters.bounces.parts import MOST_BYTES

PATIENCE = 30  # seconds for each answer of the server
FAULTS = (OSError, imaplib.IMAP4.error, mailbox.Error)


@dataclass(frozen=True, slots=True)
class Received:
    """``raw``: the beginning of the message, whole unless ``size`` says more."""

    number: str
    raw: bytes
    size: int


class Mailbox(Protocol):
    name: str

    def messages(self, most: int) -> Iterator[Received]: ...

    def put_aside(self, number: str) -> None: ...

    def close(self) -> None: ...


class Maildir:
    name = "maildir"

    def __init__(self, path: str) -> None:
        if not Path(path, "new").is_dir():
            raise FileNotFoundError(f"no maildir at {path}")
        self._box = mailbox.Maildir(path, create=False)

    def messages(self, most: int) -> Iterator[Received]:
        for number in sorted(self._box.keys())[:most]:
            with suppress(KeyError, FileNotFoundError), closing(self._box.get_file(number)) as file:
                raw = file.read(MOST_BYTES)
                file.seek(0, 2)
                yield Received(number, raw, file.tell())

    def put_aside(self, number: str) -> None:
        self._box.discard(number)

    def close(self) -> None:
        self._box.close()


class Imap:
    """``imaps://user:password@host:993/FOLDER`` (``imap://`` speaks STARTTLS first)."""

    name = "imap"

    def __init__(self, url: str, connect: Callable[[str], Any] | None = None) -> None:
        parts = urlsplit(url)
        self._imap = (connect or _connect)(url)
        self._imap.login(unquote(parts.username or ""), unquote(parts.password or ""))
        folder = unquote(parts.path.strip("/")) or "INBOX"
        self._ask("SELECT", self._imap.select(f'"{folder}"'))

    def messages(self, most: int) -> Iterator[Received]:
        (found,) = self._ask("SEARCH", self._imap.uid("SEARCH", "UNDELETED"))
        for number in (found or b"").split()[:most]:
            asked = f"(RFC822.SIZE BODY.PEEK[]<0.{MOST_BYTES}>)"
            answer = self._ask("FETCH", self._imap.uid("FETCH", number.decode(), asked))
            for item in answer:
                if isinstance(item, tuple):
                    yield Received(number.decode(), bytes(item[1]), _size(item[0], len(item[1])))

    def put_aside(self, number: str) -> None:
        self._ask("STORE", self._imap.uid("STORE", number, "+FLAGS.SILENT", r"(\Deleted)"))

    def close(self) -> None:
        with suppress(*FAULTS):
            self._imap.expunge()
            self._imap.logout()

    def _ask(self, what: str, answer: tuple[str, list[Any]]) -> list[Any]:
        status, data = answer
        if status != "OK":
            raise imaplib.IMAP4.error(f"{what}: {status}")
        return data


def configured() -> list[Callable[[], Mailbox]]:
    """How to open each mailbox that the environment names; none by default."""
    found: list[Callable[[], Mailbox]] = []
    if settings.BOUNCES_IMAP_URL:
        found.append(lambda: Imap(settings.BOUNCES_IMAP_URL))
    if settings.BOUNCES_MAILDIR:
        found.append(lambda: Maildir(settings.BOUNCES_MAILDIR))
    return found


def names() -> list[str]:
    """The mailboxes that the environment names."""
    wanted = {Imap.name: settings.BOUNCES_IMAP_URL, Maildir.name: settings.BOUNCES_MAILDIR}
    return [name for name, value in wanted.items() if value]


def _connect(url: str) -> imaplib.IMAP4:
    parts, context = urlsplit(url), ssl.create_default_context()
    host = parts.hostname or "localhost"
    if parts.scheme == "imaps":
        return imaplib.IMAP4_SSL(host, parts.port or 993, ssl_context=context, timeout=PATIENCE)
    imap = imaplib.IMAP4(host, parts.port or 143, timeout=PATIENCE)
    imap.starttls(context)
    return imap


def _size(head: bytes, read: int) -> int:
    """From « 12 (UID 7 RFC822.SIZE 4711 BODY[]<0> {4711} »."""
    words = head.split()
    with suppress(ValueError, IndexError):
        return int(words[words.index(b"RFC822.SIZE") + 1])
    return read
