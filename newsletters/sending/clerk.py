"""Writes what each answer means: about the row, its lane, its issue."""

import structlog
from django.core.cache import cache

from newsletters.actions.delivering import stop_for_reputation, warn_of_unknown_addresses
from newsletters.sending.dialogue import Answered, Step
from newsletters.sending.gate import Gate
from newsletters.sending.ledger import Ledger, Result
from newsletters.sending.limits import now
from newsletters.sending.outcomes import DROPS_BEFORE_DEFERRAL, Reputation, Verdict, code_of, judge
from newsletters.sending.replies import Reply
from newsletters.sending.rows import Row

logger = structlog.get_logger(__name__)

REPUTATION, REMEMBERED = "flash:reputation:{}", 6 * 3600  # key of the cache, seconds; losing it loses one window
SLOWED = 5  # seconds before a row that met a slow lane is offered again


class Clerk:
    """``results`` are accepted messages whose row waits for the next commit."""

    def __init__(self, ledger: Ledger, gate: Gate) -> None:
        self.ledger = ledger
        self.gate = gate
        self.results: list[Result] = []
        self.oldest = 0.0
        self._reputations: dict[int, Reputation] = {}

    def take_results(self) -> list[Result]:
        taken, self.results = self.results, []
        return taken

    def answered(self, event: Answered) -> Verdict:
        row, step, reply = event.row, event.step, event.reply
        verdict = judge(step, reply)
        if row.test is not None:  # a trial says nothing about the issue, nor about the list
            verdict = Verdict.REFUSE if verdict in (Verdict.STOP, Verdict.SUPPRESS) else verdict
        else:
            verdict = self._reputation(row).weigh(verdict, reply)
        self._write(verdict, row, step, reply)
        if row.test is None and self._reputation(row).must_warn():
            warn_of_unknown_addresses(issue_id=row.issue)
        return verdict

    def _write(self, verdict: Verdict, row: Row, step: Step, reply: Reply) -> None:
        match verdict:
            case Verdict.SENT:
                self.oldest = self.oldest if self.results else now()
                self.results.append((row, reply))
                self.gate.accept()
            case Verdict.DEFER:
                self.ledger.defer(row, step, reply)
            case Verdict.REFUSE:
                self.ledger.settle(row, "refused", step, reply)
            case Verdict.SUPPRESS:
                self.ledger.suppress(row, step, reply)
            case Verdict.UNCERTAIN:
                self.ledger.settle(row, "uncertain", step, reply)
            case Verdict.SLOW:
                self.ledger.release([row], str(reply), stage=step, wait=SLOWED)
                self.gate.slow(str(reply))
            case Verdict.STOP:
                self._forget(row.issue)
                self.ledger.withdraw([row], str(reply))
                stop_for_reputation(issue_id=row.issue, code=code_of(reply), words=str(reply))

    def lost_before_dot(self, row: Row, step: Step, why: str, *, blame: bool) -> None:
        """The connection went while its envelope was under way. ``blame``: the row itself may be the cause."""
        if blame and row.drops + 1 >= DROPS_BEFORE_DEFERRAL:
            self.ledger.defer(row, step, None, why)
        else:
            self.ledger.release([row], why, stage=step, drops=int(blame))

    def lost_in_body(self, row: Row, why: str) -> None:
        """Part of the message left but the dot certainly did not: no relay accepts half a message."""
        self.ledger.withdraw([row], why, drops=1)

    def lost_after_dot(self, row: Row, why: str) -> None:
        """Accepted or not, nobody knows: never again by itself."""
        self.ledger.settle(row, "uncertain", Step.DOT, words=why)
        logger.warning("delivery_uncertain", delivery=row.id, why=why)

    def unrenderable(self, row: Row, why: str) -> None:
        self.ledger.settle(row, "refused", "", words=why, cause="unrenderable")
        logger.error("delivery_unrenderable", delivery=row.id, why=why)

    def remember(self) -> None:
        """The last answers, for the task that goes on: a window of 200 is longer than a minute on a slow lane."""
        for issue, reputation in self._reputations.items():
            cache.set(REPUTATION.format(issue), list(reputation.answers), REMEMBERED)

    def _forget(self, issue: int) -> None:
        """People look at it now; what they resume is judged anew."""
        self._reputations.pop(issue, None)
        cache.delete(REPUTATION.format(issue))

    def _reputation(self, row: Row) -> Reputation:
        if row.issue not in self._reputations:
            rows = self.ledger.run("SELECT tolerated_codes FROM newsletters_issue WHERE id = %s", [row.issue])
            tolerated = set(rows[0][0] if rows else ())
            answers = cache.get(REPUTATION.format(row.issue), [])
            self._reputations[row.issue] = Reputation.remembered(answers, tolerated=tolerated)
        return self._reputations[row.issue]
