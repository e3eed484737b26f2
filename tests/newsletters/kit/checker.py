"""Sink log × rows: nobody twice, nobody lost, every state true. It believes neither side alone."""

from collections import Counter
from dataclasses import dataclass, field

from newsletters import links
from newsletters.models import Delivery, Exclusion, Issue
from tests.newsletters.kit.running import RunningSink


@dataclass
class Verdict:
    """``twice``: accepted more than once. ``lost``: said sent but never accepted, or without an end.

    ``untold``: accepted, though the row says that nothing left. ``unwanted``: accepted for people who had declined.
    ``stranded``: the issue never ended. ``doubts``: honest ones, for people to settle.
    """

    accepted: int = 0
    twice: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    untold: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)
    unwanted: list[str] = field(default_factory=list)
    stranded: bool = False
    doubts: int = 0
    states: dict[str, int] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        broken = self.twice or self.lost or self.untold or self.strangers or self.unwanted
        return not (broken or self.stranded)

    def __str__(self) -> str:
        states = ", ".join(f"{state} {count}" for state, count in self.states.items() if count)
        return (
            f"{self.accepted} accepted, {len(self.twice)} twice, {len(self.lost)} lost, {len(self.untold)} untold, "
            f"{len(self.strangers)} strangers, {len(self.unwanted)} unwanted, {self.doubts} in doubt"
            f"{', never ended' if self.stranded else ''} ({states})"
        )


def check(issue: Issue, sink: RunningSink, *, finished: bool = True) -> Verdict:
    """Compares each row of ``issue`` with what the server accepted."""
    accepted = sink.accepted()
    verdict = Verdict(accepted=sum(accepted.values()))
    verdict.states = Delivery.objects.of(issue).count_by_state()
    known = set()
    for pk, contact, state in Delivery.objects.of(issue).values_list("pk", "contact", "state"):
        message_id = links.message_id(issue.pk, str(contact)).strip("<>")
        known.add(message_id)
        _compare(verdict, f"{pk} {state}", state, accepted[message_id])
    verdict.strangers = sorted(set(accepted) - known)
    verdict.doubts = verdict.states["uncertain"]
    if finished:
        _check_the_end(verdict, issue)
    return verdict


def _compare(verdict: Verdict, name: str, state: str, copies: int) -> None:
    if copies > 1:
        verdict.twice.append(name)
    if state == "sent" and copies == 0:
        verdict.lost.append(name)
    if copies and state not in ("sent", "uncertain", "handing"):
        verdict.untold.append(name)


def _check_the_end(verdict: Verdict, issue: Issue) -> None:
    """When it is over nothing is pending, and candidates = deliveries + exclusions."""
    issue.refresh_from_db()
    pending = Counter({state: verdict.states[state] for state in Delivery.State.pending()})
    if issue.state == Issue.State.SENT and pending.total():
        verdict.lost.append(f"sent with pending rows {dict(pending)}")
    rows = sum(verdict.states.values())
    if rows != issue.audience_count:
        verdict.lost.append(f"{rows} rows for an audience of {issue.audience_count}")
    if rows + Exclusion.objects.filter(issue=issue).count() != issue.candidate_count:
        verdict.lost.append("candidates ≠ deliveries + exclusions")
