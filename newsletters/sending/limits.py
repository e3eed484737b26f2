"""Times and sizes of the protocol, in seconds. Tests shorten them; the order between them is checked."""

import time
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

SOFT_TIME_LIMIT = 720
TIME_LIMIT = 780


@dataclass(frozen=True, slots=True)
class Limits:
    lease: float = 120  # a claimed row is ours
    renewal: float = 30
    handing: float = 660  # from the intent to "nobody knows": longer than the wait after the dot
    dot: float = 600  # wait for the answer after the dot (RFC 5321 section 4.5.3.2.6)
    reply: float = 60  # wait for any other answer
    connect: float = 30
    claims: float = 60  # how long one task claims rows before it rings for the next
    claim_size: int = 50
    sockets: int = 20  # of one task
    messages: int = 100  # of one connection
    lone_result: float = 1.0  # a result waits this long for an intent to share its commit
    stale_intent: float = 30  # an intent this old no longer allows a dot: we were stopped meanwhile
    first_closure: float = 15  # of a lane that failed, doubled at each failure in a row
    longest_closure: float = 900

    def __post_init__(self) -> None:
        ordered = (
            self.renewal < self.lease
            and self.dot < self.handing
            and self.stale_intent < self.handing
            and self.lone_result < self.handing - self.dot
            and self.claims + self.dot < SOFT_TIME_LIMIT
        )
        if not ordered:
            raise ImproperlyConfigured("SENDER_*: the sender's time limits contradict each other.")

    @classmethod
    def from_settings(cls) -> "Limits":
        return cls(**settings.SENDER)


def now() -> float:
    """Seconds that no clock change moves and that count while the machine sleeps; only differences mean something."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)
