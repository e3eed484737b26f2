"""The connections of one sender: opened under seats, watched together, and what their end means for their rows."""

import selectors
from collections.abc import Iterator
from contextlib import suppress

from newsletters.sending.clerk import Clerk
from newsletters.sending.dialogue import Closing, Step
from newsletters.sending.gate import Gate
from newsletters.sending.limits import Limits
from newsletters.sending.relay import Relay
from newsletters.sending.rows import Row
from newsletters.sending.session import Session
from newsletters.sending.wire import Lost, resolve

OPENING = (Step.GREETING, Step.EHLO, Step.STARTTLS, Step.AUTH)
BEFORE_DOT = (Step.MAIL, Step.RCPT, Step.DATA, Step.RESET)


class Told(Exception):
    """The relay says that it closes, or that it does not want us."""

    def __init__(self, event: Closing) -> None:
        super().__init__(f"{event.step} : {event.reply}")
        self.step = event.step


class Crew:
    """``going``: sessions that got their 354, whose intent is in the next commit."""

    def __init__(self, relay: Relay, limits: Limits, gate: Gate, clerk: Clerk) -> None:
        self.relay = relay
        self.limits = limits
        self.gate = gate
        self.clerk = clerk
        self.sessions: list[Session] = []
        self.going: list[Session] = []
        self.selector = selectors.DefaultSelector()

    def staff(self, rows_waiting: int) -> None:
        """Opens connections while the lane allows and rows wait for one."""
        allowed = min(len(self.gate.seats), self.gate.state.speed)
        taken = {session.seat for session in self.sessions}
        opening = sum(not session.is_ready for session in self.sessions)
        for seat in sorted(self.gate.seats - taken):
            if len(self.sessions) >= allowed or rows_waiting <= opening or self.gate.state.is_closed:
                break
            self._open(seat)
            opening += 1

    def may_go_on(self, session: Session) -> bool:
        """A closed lane offers nothing more; a slowed one keeps its first connections."""
        return (
            session.may_offer_more
            and not self.gate.state.is_closed
            and session.seat in self.gate.seats
            and self.sessions.index(session) < self.gate.state.speed
        )

    def ready(self, timeout: float) -> Iterator[tuple[Session, int]]:
        """Waits; gives the sessions that may read or write."""
        for session in self.sessions:
            if session.registered != session.wire.interest:
                session.registered = session.wire.interest
                self.selector.modify(session.wire.fileno(), session.registered, session)
        for key, mask in self.selector.select(timeout):
            yield key.data, mask

    def offer(self, session: Session, row: Row) -> None:
        try:
            session.offer(row)
        except Lost as error:
            self.lose(session, str(error))

    def hand(self, session: Session, following: Row | None) -> None:
        try:
            session.hand(following)
        except Lost as error:
            self.lose(session, str(error))

    def say_goodbye(self, session: Session) -> None:
        with suppress(Lost):
            session.dialogue.quit()
        self._forget(session)

    def lose(self, session: Session, why: str, *, said: Step | None = None) -> None:
        """The connection is over. ``said``: the relay told so in answer to this step, instead of vanishing."""
        if session not in self.sessions:
            return
        dialogue, step = session.dialogue, said or session.step
        self._forget(session)
        if dialogue.handed is not None and session.dot_may_have_left:
            self.clerk.lost_after_dot(dialogue.handed, why)
            self.gate.close(why)
        elif dialogue.handed is not None:
            self.clerk.lost_in_body(dialogue.handed, why)
        if dialogue.row is not None:
            blame = said is None and dialogue.handed is None
            self.clerk.lost_before_dot(dialogue.row, step, why, blame=blame)
        failed_at_once = said is None and not session.accepted
        if not session.is_ready or said in BEFORE_DOT or failed_at_once:
            self._blame_lane(why, said)

    def _blame_lane(self, why: str, said: Step | None) -> None:
        """A connection too many only slows the lane; without any other that works, the lane closes."""
        others = any(session.is_greeted for session in self.sessions)
        if others and (said is None or said in OPENING):
            self.gate.slow(why)
        else:
            self.gate.close(why)

    def _open(self, seat: int) -> None:
        try:
            session = Session(self.relay, resolve(self.relay), seat, self.limits)
        except (Lost, OSError) as error:
            self.gate.close(str(error))
            return
        self.sessions.append(session)
        self.selector.register(session.wire.fileno(), session.registered, session)

    def _forget(self, session: Session) -> None:
        self.selector.unregister(session.wire.fileno())
        self.sessions.remove(session)
        if session in self.going:
            self.going.remove(session)
        session.close()
