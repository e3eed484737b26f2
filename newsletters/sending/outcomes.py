"""What an answer of the relay means for the row, its lane and its issue. Pure functions.

Read the *code*: the same exception class, the same first digit, hide opposite meanings.
"""

import random
from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from newsletters import codes
from newsletters.codes import UNKNOWN_ADDRESS, Meaning
from newsletters.sending.dialogue import Step
from newsletters.sending.replies import Reply

LADDER = (5 * 60, 15 * 60, 60 * 60, 4 * 3600)  # seconds; the last rung repeats
EXPIRY = 48 * 3600
DROPS_BEFORE_DEFERRAL = 3
WINDOW = 200
TOLERATED_SHARE = 0.02
UNKNOWN_SHARE, UNKNOWN_SAMPLE = 0.10, 50


class Verdict(StrEnum):
    SENT = "sent"
    DEFER = "defer"  # counts against the row
    REFUSE = "refuse"
    SUPPRESS = "suppress"  # refused, and the address gets nothing any more
    STOP = "stop"  # it is about us: the issue pauses, the row goes back untouched
    SLOW = "slow"  # the lane slows, the row goes back untouched
    UNCERTAIN = "uncertain"


def code_of(reply: Reply) -> str:
    """What refusals are counted by: the enhanced code when there is one."""
    return reply.enhanced or str(reply.code)


def judge(step: Step, reply: Reply) -> Verdict:
    """The meaning of ``reply``, given at MAIL, RCPT, DATA or after the dot."""
    kind = reply.code // 100
    if step == Step.DOT and kind == 2:
        return Verdict.SENT
    if kind == 4:
        return Verdict.SLOW if step == Step.MAIL else Verdict.DEFER
    if kind != 5:  # neither yes nor no
        return Verdict.UNCERTAIN if step == Step.DOT else Verdict.DEFER
    if step == Step.MAIL:  # the same sender domain for everyone
        return Verdict.STOP
    match codes.meaning(reply.enhanced):
        case Meaning.UNKNOWN:
            return Verdict.SUPPRESS
        case Meaning.REPUTATION:
            return Verdict.STOP
    return Verdict.REFUSE


def deferral(attempts: int) -> int:
    """Seconds until the next try after ``attempts`` counted ones."""
    return LADDER[min(attempts, len(LADDER) - 1)]


def closure(failures: int, first: float, longest: float) -> float:
    """Seconds a lane stays closed after ``failures`` in a row: doubled each time up to ``longest``, with jitter."""
    return min(longest, first * 2 ** min(failures, 20)) * random.uniform(0.75, 1)  # noqa: S311 - jitter only


@dataclass(slots=True)
class Reputation:
    """The last final answers of one issue: are refusals about us rather than about people?

    ``tolerated``: codes that staff declared to be about the recipients.
    """

    tolerated: set[str] = field(default_factory=set)
    answers: deque[str] = field(default_factory=deque)
    refusals: Counter[str] = field(default_factory=Counter)
    warned: bool = False

    @classmethod
    def remembered(cls, answers: Iterable[str], *, tolerated: set[str]) -> "Reputation":
        """From the ``answers`` of a task that came before."""
        reputation = cls(tolerated=tolerated)
        for code in answers:
            reputation._note(code)
        return reputation

    def weigh(self, verdict: Verdict, reply: Reply) -> Verdict:
        """Notes a final answer; turns a refusal into STOP when too many share its code."""
        if verdict == Verdict.SENT:
            self._note("")
            return verdict
        code = code_of(reply)
        if verdict == Verdict.STOP and code in self.tolerated:
            verdict = Verdict.REFUSE
        if verdict in (Verdict.REFUSE, Verdict.SUPPRESS):
            self._note(code)
        common = self.refusals[code] > TOLERATED_SHARE * WINDOW
        return Verdict.STOP if verdict == Verdict.REFUSE and common and code not in self.tolerated else verdict

    def must_warn(self) -> bool:
        """Once, when more than a tenth of the addresses do not exist: the list is old, the sending goes on."""
        if self.warned or not self.refusals or len(self.answers) < UNKNOWN_SAMPLE:
            return False
        unknown = sum(self.refusals[code] for code in UNKNOWN_ADDRESS)
        self.warned = unknown > UNKNOWN_SHARE * len(self.answers)
        return self.warned

    def _note(self, code: str) -> None:
        self.answers.append(code)
        if code:
            self.refusals[code] += 1
        if len(self.answers) > WINDOW and (oldest := self.answers.popleft()):
            self.refusals[oldest] -= 1
