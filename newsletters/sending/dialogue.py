"""The SMTP client of one connection, without input or output: bytes in, bytes and events out.

Where the relay offers PIPELINING the three commands of an envelope leave together, and the next envelope leaves
with the previous message (RFC 2920); else one command waits for the answer of the one before.
"""

from base64 import b64encode
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from newsletters.sending.relay import Relay
from newsletters.sending.replies import ProtocolError, Reply, ReplyReader
from newsletters.sending.rows import Row


class Step(StrEnum):
    """What the next reply answers. The last four name stages of a delivery."""

    GREETING = "greeting"
    EHLO = "ehlo"
    STARTTLS = "starttls"
    AUTH = "auth"
    RESET = "reset"
    LONE_DOT = "lone_dot"
    QUIT = "quit"
    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"
    DOT = "dot"


ENVELOPE = (Step.MAIL, Step.RCPT, Step.DATA)


@dataclass(frozen=True, slots=True)
class Ready:
    """Greeted, encrypted and authenticated: envelopes may come."""


@dataclass(frozen=True, slots=True)
class StartTls:
    """The relay agreed to encrypt: the handshake comes now, then ``secured``."""


@dataclass(frozen=True, slots=True)
class GoAhead:
    """354 for this row: its intent may be committed, then its message handed."""

    row: Row


@dataclass(frozen=True, slots=True)
class Answered:
    """A definite answer about a row: a refusal at ``step``, or the answer after the dot."""

    row: Row
    step: Step
    reply: Reply


@dataclass(frozen=True, slots=True)
class Closing:
    """The relay closes, or refuses us before any envelope."""

    step: Step
    reply: Reply


Event = Ready | StartTls | GoAhead | Answered | Closing


class Dialogue:
    def __init__(self, relay: Relay, write: Callable[[bytes], None]) -> None:
        self.relay = relay
        self.write = write
        self.expected: deque[Step] = deque([Step.GREETING])
        self.pipelining = False
        self.row: Row | None = None  # its envelope is under way
        self.handed: Row | None = None  # its dot has left, the answer has not come
        self._reader = ReplyReader()
        self._secure = relay.implicit_tls
        self._capabilities: dict[str, str] = {}
        self._answers: list[bytes] = []  # still to give to AUTH LOGIN
        self._later: deque[tuple[Step, bytes]] = deque()  # commands that wait, without pipelining
        self._replies: dict[Step, Reply] = {}
        self._must_reset = False

    @property
    def is_free(self) -> bool:
        """Nothing is under way: an envelope may be offered."""
        return not self.expected and self.row is None

    def offer(self, row: Row) -> None:
        self.write(self._envelope(row))

    def hand(self, following: Row | None) -> None:
        """The message of the row that got its 354, and the envelope of the next one in the same write.

        ``following`` needs PIPELINING.
        """
        if self.row is None or (following is not None and not self.pipelining):
            raise ProtocolError("no message is awaited, or no envelope may follow it")
        self.handed, self.row = self.row, None
        self.expected.append(Step.DOT)
        body = self.handed.body
        self.write(body + self._envelope(following) if following is not None else body)

    def quit(self) -> None:
        self.expected.append(Step.QUIT)
        self.write(b"QUIT\r\n")

    def secured(self) -> None:
        """The handshake is done: everything said before is forgotten (RFC 3207)."""
        self._secure = True
        self._command(Step.EHLO, f"EHLO {self.relay.name}\r\n".encode("ascii"))

    def receive(self, data: bytes) -> Iterator[Event]:
        for reply in self._reader.feed(data):
            yield from self._read(reply)

    def _read(self, reply: Reply) -> Iterator[Event]:
        if not self.expected:
            if reply.code != 421:
                raise ProtocolError(f"an answer to no question: {reply}")
            yield Closing(Step.QUIT, reply)
            return
        step = self.expected.popleft()
        if step == Step.DOT and self.handed is not None:
            row, self.handed = self.handed, None
            yield Answered(row, Step.DOT, reply)
        if reply.code == 421:
            yield Closing(step, reply)
        elif step in ENVELOPE:
            yield from self._on_envelope(step, reply)
        elif step not in (Step.DOT, Step.RESET, Step.LONE_DOT, Step.QUIT):
            yield from self._on_opening(step, reply)
        elif self._later and not self.expected:
            self._command(*self._later.popleft())

    # Opening: greeting, EHLO, STARTTLS, AUTH

    def _on_opening(self, step: Step, reply: Reply) -> Iterator[Event]:
        if step == Step.AUTH and reply.code == 334 and self._answers:
            self._command(Step.AUTH, self._answers.pop(0))
        elif not reply.is_positive:
            yield Closing(step, reply)
        elif step == Step.GREETING:
            self._command(Step.EHLO, f"EHLO {self.relay.name}\r\n".encode("ascii"))
        elif step == Step.STARTTLS:
            yield StartTls()
        elif step == Step.EHLO:
            yield from self._on_ehlo(reply)
        else:
            yield Ready()

    def _on_ehlo(self, reply: Reply) -> Iterator[Event]:
        words = [line.upper().partition(" ") for line in reply.lines[1:]]
        self._capabilities = {name: rest for name, _, rest in words}
        self.pipelining = "PIPELINING" in self._capabilities
        if self.relay.starttls and not self._secure:
            if "STARTTLS" not in self._capabilities:  # going on in clear would betray the settings
                yield Closing(Step.STARTTLS, reply)
                return
            self._command(Step.STARTTLS, b"STARTTLS\r\n")
        elif self.relay.user:
            yield from self._authenticate(reply)
        else:
            yield Ready()

    def _authenticate(self, reply: Reply) -> Iterator[Event]:
        mechanisms = self._capabilities.get("AUTH", "").split()
        user, password = self.relay.user.encode(), self.relay.password.encode()
        if "PLAIN" in mechanisms:
            self._command(Step.AUTH, b"AUTH PLAIN " + b64encode(b"\0" + user + b"\0" + password) + b"\r\n")
        elif "LOGIN" in mechanisms:
            self._answers = [b64encode(user) + b"\r\n", b64encode(password) + b"\r\n"]
            self._command(Step.AUTH, b"AUTH LOGIN\r\n")
        else:
            yield Closing(Step.AUTH, reply)

    # Envelopes

    def _envelope(self, row: Row) -> bytes:
        """Notes what is expected; gives the bytes to write now."""
        if self.row is not None:
            raise ProtocolError("an envelope is already under way")
        self.row, self._replies = row, {}
        commands = list(zip(ENVELOPE, row.envelope(), strict=True))
        if self._must_reset:
            commands.insert(0, (Step.RESET, b"RSET\r\n"))
            self._must_reset = False
        if not self.pipelining:
            self._later = deque(commands[1:])
            commands = commands[:1]
        self.expected.extend(step for step, _ in commands)
        return b"".join(command for _, command in commands)

    def _on_envelope(self, step: Step, reply: Reply) -> Iterator[Event]:
        self._replies[step] = reply
        accepted = reply.code == 354 if step == Step.DATA else reply.is_positive
        if step != Step.DATA and (self.pipelining or (accepted and self._later)):
            if self._later:
                self._command(*self._later.popleft())
            return
        yield self._conclude()

    def _conclude(self) -> Event:
        row = self.row
        if row is None:
            raise ProtocolError("an envelope's answer without envelope")
        data = self._replies.get(Step.DATA)
        awaited = data is not None and data.code == 354
        refused = next(
            (s for s in ENVELOPE[:2] if s in self._replies and not self._replies[s].is_positive),
            None if awaited else Step.DATA,
        )
        if refused is None:
            return GoAhead(row)
        self.row = None
        self._later.clear()
        if awaited:  # it waits for a message that has no recipient
            self._command(Step.LONE_DOT, b".\r\n")
        else:
            self._must_reset = True
        return Answered(row, refused, self._replies[refused])

    def _command(self, step: Step, command: bytes) -> None:
        self.expected.append(step)
        self.write(command)
