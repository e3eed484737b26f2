"""The guards of the protocol, each of which can be switched off: the negative controls.

``OFF[name]()`` patches the sender it is called in, ``SWEEPING_OFF[name]()`` the process that sweeps. With its guard
off, the fault must do harm: else the case would prove nothing.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from newsletters.actions import sweeping
from newsletters.sending import ledger, statements
from newsletters.sending.clerk import Clerk
from newsletters.sending.ledger import Ledger, LedgerLost, Result
from newsletters.sending.loop import Sender
from newsletters.sending.rows import Row


def quick_ladder() -> None:
    """Deferred messages come back within the second: it changes times, not meanings."""
    ledger.deferral = lambda attempts: 0.4


def mark_after_sending() -> None:
    """Sends first, marks each row after its 250: no intent, and what was lost is simply sent again."""

    def step(self: Ledger, results: Sequence[Result], intents: Sequence[Row]) -> set[int]:
        for row, reply in results:
            self.settle(row, "sent", "dot", reply)
        return {row.id for row in intents}

    Ledger.step = step


def ignore_fences() -> None:
    """Hands over whatever row was once claimed, whoever owns it now."""
    intent = "d.fence = i.fence AND d.state = 'leased' AND d.lease_until > clock_timestamp()"
    off = [_replaced(text, f"AND {intent}", "") for text in statements.PREPARED[-1:]]
    statements.PREPARED = (*statements.PREPARED[:-1], *off)

    def renew(self: Ledger, rows: Iterable[Row]) -> set[int]:
        return {row.id for row in rows}

    Ledger.renew = renew


def trust_a_broken_commit() -> None:
    """Takes a commit whose connection broke for done, and hands the messages over."""

    def step(self: Ledger, results: Sequence[Result], intents: Sequence[Row]) -> set[int]:
        try:
            return self._step(results, intents)
        except LedgerLost:
            self._reconnect()
        self._step(results, [])
        return {row.id for row in intents}

    Ledger.step = step


def send_again_after_dot() -> None:
    """Takes silence after the dot for a refusal."""

    def lost_after_dot(self: Clerk, row: Row, why: str) -> None:
        self.ledger.withdraw([row], why)

    Clerk.lost_after_dot = lost_after_dot


def never_skip() -> None:
    """Looks at nobody's choices since the freeze."""
    case = "CASE WHEN s.id IS NOT NULL"
    claims = [_replaced(text, case, "CASE WHEN true THEN '' WHEN false") for text in statements.PREPARED[:-1]]
    statements.PREPARED = (*claims, statements.PREPARED[-1])


def trust_an_old_intent() -> None:
    """Hands a message over however long ago its intent was committed."""
    begin = Sender.__init__

    def __init__(self: Sender, *args: Any, **options: Any) -> None:
        begin(self, *args, **options)
        object.__setattr__(self.limits, "stale_intent", float("inf"))

    Sender.__init__ = __init__


def ring_once() -> None:
    """Rows due are never looked for: Redis alone remembers that a lane must go on (in the process that sweeps)."""
    sweeping.ring_lanes = lambda *, sockets: []


def retry_expired_handings() -> None:
    """Takes an abandoned handing over for one that did not happen (in the process that sweeps)."""
    sweeping._EXPIRED = _replaced(sweeping._EXPIRED, "'uncertain' END", "'ready' END")


def _replaced(text: str, old: str, new: str) -> str:
    if old not in text:
        raise AssertionError(f"the guard is no longer written as expected: {old}")
    return text.replace(old, new)


OFF: dict[str, Callable[[], None]] = {
    "": lambda: None,
    "mark after sending": mark_after_sending,
    "ignore fences": ignore_fences,
    "trust a broken commit": trust_a_broken_commit,
    "send again after dot": send_again_after_dot,
    "never skip": never_skip,
    "trust an old intent": trust_an_old_intent,
}
SWEEPING_OFF = {"retry expired handings": retry_expired_handings, "let Redis remember": ring_once}
