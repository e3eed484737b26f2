"""One connection to the relay: its wire, its dialogue, and how long it may still be waited for."""

import socket
from collections.abc import Iterator

from newsletters.sending.dialogue import Dialogue, Event, Ready, StartTls, Step
from newsletters.sending.limits import Limits, now
from newsletters.sending.relay import Relay
from newsletters.sending.rows import Row
from newsletters.sending.wire import READ, WRITE, Wire


class Session:
    """``seat``: the right it was opened under. ``accepted``: messages taken by the relay on this connection."""

    def __init__(
        self,
        relay: Relay,
        address: tuple[socket.AddressFamily, tuple[object, ...]],
        seat: int,
        limits: Limits,
    ) -> None:
        self.seat = seat
        self.limits = limits
        self.wire = Wire(relay, address)
        self.dialogue = Dialogue(relay, self.wire.write)
        self.handed = self.accepted = 0
        self.is_ready = self.is_leaving = False
        self.registered = self.wire.interest
        self.deadline = now() + limits.connect
        self._upgrading = False
        self._mark = 0  # position of the end of the dot under way, in bytes written since the beginning

    @property
    def is_free(self) -> bool:
        return self.is_ready and self.dialogue.is_free

    @property
    def is_greeted(self) -> bool:
        """The relay took this connection."""
        return self.wire.is_open and self.step != Step.GREETING

    @property
    def may_offer_more(self) -> bool:
        return not self.is_leaving and self.handed < self.limits.messages

    @property
    def dot_may_have_left(self) -> bool:
        return self.wire.gone >= self._mark

    @property
    def step(self) -> Step:
        """What is being waited for."""
        return self.dialogue.expected[0] if self.dialogue.expected else Step.QUIT

    def events(self, mask: int) -> Iterator[Event]:
        """Carries the connection on after ``select``; raises Lost or ProtocolError."""
        opened = False
        if not self.wire.is_open:
            opened = self.wire.advance()
            if not self.wire.is_open:
                return
            if self._upgrading:
                self._upgrading = False
                self.dialogue.secured()
        if mask & WRITE or opened:
            self.wire.flush()
        if mask & READ or opened:
            for event in self.dialogue.receive(self.wire.read()):
                if isinstance(event, StartTls):
                    self._upgrading = True
                    self.wire.start_tls()
                elif isinstance(event, Ready):
                    self.is_ready = True
                yield event
            self.wait_anew()

    def offer(self, row: Row) -> None:
        self.dialogue.offer(row)
        self.wait_anew()

    def hand(self, following: Row | None) -> None:
        """Message, dot and next envelope in one write. The intent must be committed."""
        row = self.dialogue.row
        self._mark = self.wire.queued + (len(row.body) if row else 0)
        self.handed += 1
        self.dialogue.hand(following)
        self.wait_anew()

    def wait_anew(self) -> None:
        """The relay may take this long from now on."""
        if not self.is_ready:
            patience = self.limits.connect
        elif self.step == Step.DOT:
            patience = self.limits.dot
        else:
            patience = self.limits.reply
        self.deadline = now() + patience

    def close(self) -> None:
        self.wire.close()
