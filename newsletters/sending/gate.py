"""What a lane allows: how many connections, how fast, and whether it is open at all.

A *seat* is the right to one connection. It is a session lock of PostgreSQL: it vanishes with the process that
holds it, whatever way that process ends, so two workers never exceed the lane's limit together.
"""

from dataclasses import dataclass
from typing import Any

import structlog

from newsletters.sending.ledger import Ledger
from newsletters.sending.outcomes import closure

logger = structlog.get_logger(__name__)

_SEATS = 0x464C0000  # first half of the advisory locks' key: "FL" and the lane

_READ = """
SELECT speed, connections, failures, per_minute,
       coalesce(closed_until > clock_timestamp(), false) FROM newsletters_lane WHERE id = %s
"""
# A bucket of one minute's messages, filled by the database's clock, emptied by claims.
_ALLOW = """
UPDATE newsletters_lane l SET allowance = filled.level - filled.taken, allowance_at = clock_timestamp()
FROM (SELECT id, level, least(floor(level), %s) AS taken
      FROM (SELECT id, least(per_minute, allowance
                   + per_minute / 60.0 * extract(epoch FROM clock_timestamp() - allowance_at)) AS level
            FROM newsletters_lane WHERE id = %s FOR UPDATE) bucket) filled
WHERE l.id = filled.id RETURNING filled.taken::int
"""
_CLOSE = """
UPDATE newsletters_lane SET failures = failures + 1, last_error = %s,
    closed_since = coalesce(closed_since, clock_timestamp()),
    closed_until = clock_timestamp() + %s * interval '1 second'
WHERE id = %s AND coalesce(closed_until <= clock_timestamp(), true) RETURNING failures
"""
_OPEN = """
UPDATE newsletters_lane SET failures = 0, closed_since = NULL, closed_until = NULL, alerted_at = NULL,
    last_error = '' WHERE id = %s
"""
_SLOW = "UPDATE newsletters_lane SET speed = greatest(1, speed / 2), last_error = %s WHERE id = %s RETURNING speed"
_FASTER = "UPDATE newsletters_lane SET speed = least(connections, speed + 1) WHERE id = %s RETURNING speed"


@dataclass(slots=True)
class State:
    speed: int
    connections: int
    failures: int
    per_minute: int | None
    is_closed: bool


class Gate:
    def __init__(self, ledger: Ledger, lane: int) -> None:
        self.ledger = ledger
        self.lane = lane
        self.seats: set[int] = set()
        self.accepted = 0
        self.state = self.read()

    def read(self) -> State:
        """The lane as it is now; a lane that was deleted is closed."""
        rows = self.ledger.run(_READ, [self.lane])
        self.state = State(*rows[0]) if rows else State(1, 1, 0, None, True)
        return self.state

    def take_seats(self, wanted: int) -> None:
        for seat in range(self.state.speed):
            if len(self.seats) >= wanted:
                break
            if seat not in self.seats and self._lock(seat):
                self.seats.add(seat)

    def retake_seats(self) -> None:
        """After a reconnection: the locks went with the old session, others may have them now."""
        self.seats = {seat for seat in self.seats if self._lock(seat)}

    def leave_seat(self, seat: int) -> None:
        if seat in self.seats:
            self.seats.discard(seat)
            self.ledger.run("SELECT pg_advisory_unlock(%s, %s)", self._key(seat))

    def allow(self, wanted: int) -> int:
        """How many rows may be claimed now under the lane's messages per minute."""
        if self.state.per_minute is None:
            return wanted
        return int(self.ledger.run(_ALLOW, [wanted, self.lane])[0][0])

    def close(self, why: str) -> None:
        """After a failure to connect or a 421: 15 s × 2ⁿ. Several connections failing together count once."""
        limits = self.ledger.limits
        wait = closure(self.state.failures, limits.first_closure, limits.longest_closure)
        if self.ledger.run(_CLOSE, [why[:300], wait, self.lane]):
            logger.warning("lane_closed", lane=self.lane, seconds=round(wait), why=why)
        self.state.is_closed = True

    def slow(self, why: str) -> None:
        """The relay asks for patience: half the connections; with a single one left, the lane closes a while."""
        if self.state.speed <= 1:
            self.close(why)
            return
        self.state.speed = self.ledger.run(_SLOW, [why[:300], self.lane])[0][0]
        logger.warning("lane_slowed", lane=self.lane, speed=self.state.speed, why=why)

    def accept(self) -> None:
        """One message accepted: clears past failures, and every hundredth gives one more connection."""
        self.accepted += 1
        if self.state.failures:
            self.ledger.run(_OPEN, [self.lane])
            self.state.failures = 0
        if self.accepted % 100 == 0 and self.state.speed < self.state.connections:
            self.state.speed = self.ledger.run(_FASTER, [self.lane])[0][0]

    def _lock(self, seat: int) -> bool:
        return bool(self.ledger.run("SELECT pg_try_advisory_lock(%s, %s)", self._key(seat))[0][0])

    def _key(self, seat: int) -> tuple[Any, Any]:
        return (_SEATS | (self.lane & 0xFFFF), seat)
