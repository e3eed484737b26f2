"""The sender's loop: a few connections of one lane, driven by ``selectors`` from claim to answer.

One turn: claim, offer envelopes, wait for answers, commit their results together with the intents of the messages
about to leave, hand these messages. A row is always in exactly one place: ``queue``, a session's envelope, or a
session's dot.
"""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

import structlog

from newsletters.rendering.slots import SlotError
from newsletters.sending.clerk import Clerk
from newsletters.sending.crew import Crew, Told
from newsletters.sending.dialogue import Answered, Closing, Event, GoAhead, Step
from newsletters.sending.gate import Gate
from newsletters.sending.ledger import Ledger
from newsletters.sending.limits import Limits, now
from newsletters.sending.outcomes import Verdict
from newsletters.sending.relay import Relay
from newsletters.sending.replies import ProtocolError
from newsletters.sending.rows import Row
from newsletters.sending.session import Session
from newsletters.sending.wire import Lost

logger = structlog.get_logger(__name__)


@dataclass(slots=True)
class Report:
    accepted: int = 0
    more: bool = False  # the time to claim was over before the rows were


class Sender:
    """``on_window_end`` is called once, when the time to claim is over while rows are left; ``is_stopping`` says that
    the worker must end: what is in hand is finished and nothing more is claimed."""

    def __init__(
        self,
        lane: int,
        *,
        relay: Relay | None = None,
        limits: Limits | None = None,
        on_window_end: Callable[[], None] = lambda: None,
        is_stopping: Callable[[], bool] = lambda: False,
    ) -> None:
        self.limits = limits or Limits.from_settings()
        self.ledger = Ledger(self.limits)
        self.gate = Gate(self.ledger, lane)
        self.clerk = Clerk(self.ledger, self.gate)
        self.crew = Crew(relay or Relay.from_settings(), self.limits, self.gate, self.clerk)
        self.ledger.on_reconnect = self.gate.retake_seats
        self.on_window_end, self.is_stopping = on_window_end, is_stopping
        self.queue: deque[Row] = deque()
        self.claiming = True
        self.report = Report()

    def run(self) -> Report:
        """Until nothing is due, the lane closes, or the time to claim is over and every answer has come."""
        try:
            if not self.gate.state.is_closed:
                self.gate.take_seats(self.limits.sockets)
            if self.gate.seats:
                self._drive()
        finally:
            self._leave()
        self.report.accepted = self.gate.accepted
        return self.report

    def _drive(self) -> None:
        started = now()
        self.window_end, self.renewal = started + self.limits.claims, started + self.limits.renewal
        while True:
            self._claim()
            self._put_to_work()
            if not self.crew.sessions:
                return
            self._listen()
            self._commit()
            self._tend()

    def _claim(self) -> None:
        """Refills the queue while the lane is open and the window lasts; an empty claim ends the window."""
        if not self.claiming or len(self.queue) > len(self.crew.sessions):
            return
        if self.gate.read().is_closed or not self.gate.seats or self.is_stopping():
            self.claiming = False
        elif now() >= self.window_end:
            self.claiming = False
            self.report.more = True
            self.on_window_end()
        else:
            size = self.gate.allow(self.limits.claim_size)
            rows = self.ledger.claim(self.gate.lane, size) if size else []
            self.queue.extend(rows)
            self.claiming = bool(rows)

    def _next_row(self) -> Row | None:
        """The next row with its message formed; a row whose message cannot be formed is refused and named."""
        while self.queue:
            row = self.queue.popleft()
            try:
                row.build(self.ledger.skeleton(row.rendition), time.time())
            except SlotError as error:
                self.clerk.unrenderable(row, str(error))
                continue
            return row
        return None

    def _put_to_work(self) -> None:
        """Offers a row to each free connection, closes those without work, opens those the lane allows."""
        if self.gate.state.is_closed:
            self._give_queue_back("file fermée")
        elif self.is_stopping():
            self.claiming = False
            self._give_queue_back("")
        for session in [session for session in self.crew.sessions if session.is_free]:
            row = self._next_row() if self.crew.may_go_on(session) else None
            if row is None:
                self.crew.say_goodbye(session)
            else:
                self.crew.offer(session, row)
        self.crew.staff(len(self.queue))

    def _listen(self) -> None:
        for session, mask in self.crew.ready(self._patience()):
            try:
                for event in session.events(mask):
                    self._on(session, event)
            except Told as told:
                self.crew.lose(session, str(told), said=told.step)
            except (Lost, ProtocolError) as error:
                self.crew.lose(session, str(error))

    def _patience(self) -> float:
        moments = [session.deadline for session in self.crew.sessions] + [self.renewal]
        if self.clerk.results:
            moments.append(self.clerk.oldest + self.limits.lone_result)
        return max(0.0, min(moments) - now())

    def _on(self, session: Session, event: Event) -> None:
        match event:
            case GoAhead():
                self.crew.going.append(session)
            case Answered():
                verdict = self.clerk.answered(event)
                session.accepted += verdict == Verdict.SENT
                session.is_leaving |= verdict == Verdict.SLOW
                if verdict == Verdict.STOP:
                    self._check_queue()
            case Closing():
                raise Told(event)

    def _commit(self) -> None:
        """Results and intents in one durable commit, then the messages it allows."""
        if not self.crew.going and not self._must_flush():
            return
        going, self.crew.going = self.crew.going, []
        started = now()
        rows = [session.dialogue.row for session in going if session.dialogue.row]
        allowed = self.ledger.step(self.clerk.take_results(), rows)
        for session, row in zip(going, rows, strict=True):
            if row.id not in allowed:
                self._disown(session)
            elif now() - started > self.limits.stale_intent:
                self.ledger.withdraw([row], "arrêté entre l’intention et l’envoi")
                self._disown(session)
            else:
                self.crew.hand(session, self._following(session))

    def _following(self, session: Session) -> Row | None:
        """The row whose envelope leaves together with this message."""
        last = session.handed + 1 >= self.limits.messages
        if last or not session.dialogue.pipelining or not self.crew.may_go_on(session):
            return None
        return self._next_row()

    def _must_flush(self) -> bool:
        """Results wait for an intent to share the commit, but never when none is on its way, nor for long."""
        if not self.clerk.results:
            return False
        coming = any(session.dialogue.row for session in self.crew.sessions)
        return not coming or now() >= self.clerk.oldest + self.limits.lone_result

    def _disown(self, session: Session) -> None:
        """Its row has another owner: no dot may leave on this connection."""
        logger.warning("row_disowned", lane=self.gate.lane)
        session.dialogue.row = None
        self.crew.lose(session, "ligne reprise par un autre", said=Step.QUIT)
        self._check_queue()

    def _tend(self) -> None:
        moment = now()
        for session in [session for session in self.crew.sessions if session.deadline <= moment]:
            self.crew.lose(session, f"sans réponse ({session.step})")
        if moment >= self.renewal:
            self.renewal = moment + self.limits.renewal
            self._check_queue()

    def _check_queue(self) -> None:
        """Renews the leases of all rows still before their intent, and forgets those that are no longer ours."""
        offered = [session.dialogue.row for session in self.crew.sessions if session.dialogue.row]
        ours = self.ledger.renew([*self.queue, *offered])
        self.queue = deque(row for row in self.queue if row.id in ours)

    def _give_queue_back(self, why: str) -> None:
        self.ledger.release(list(self.queue), why)
        self.queue.clear()

    def _leave(self) -> None:
        """Whatever ended the loop, each row is left in a state that tells the truth."""
        try:
            if self.clerk.results:
                self.ledger.step(self.clerk.take_results(), [])
            for session in list(self.crew.sessions):
                self.crew.lose(session, "tâche arrêtée", said=Step.QUIT)
            self._give_queue_back("")
            self.clerk.remember()
        finally:
            self.crew.selector.close()
            self.ledger.close()
