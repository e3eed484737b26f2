"""How far a sending is: counts of rows, rate, time left, lanes. Read often, so each answer is kept for a moment."""

import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core.cache import cache
from django.db.models import Count, QuerySet
from django.utils import timezone

from club.core import doorbell
from newsletters.models import Delivery, Exclusion, Issue, Lane

State = Delivery.State
KEEP_SECONDS, KEEP_LONG = 2.0, 3600
KEEP_TIMES_COST = 10  # a count that took a second is kept for ten
QUICK, PATIENCE = 0.05, 30  # seconds: of a count that a page does itself; of waiting for a worker's
SAMPLES, SAMPLE_SECONDS = 16, 45.0
Tally = list[tuple[int, str, int]]  # lane, state, number

EXPLAINED = {  # in the order of the page; what each state means to staff
    State.SENT: "acceptés par le serveur du destinataire ou par notre relais",
    State.READY: "attendent leur tour",
    State.LEASED: "pris par un expéditeur, rien n’est encore parti",
    State.HANDING: "en train d’être transmis",
    State.DEFERRED: "le serveur a demandé de revenir plus tard ; nous revenons pendant 48 h",
    State.REFUSED: "refusés pour de bon par le serveur",
    State.UNCERTAIN: "transmis, mais la réponse s’est perdue : jamais renvoyés sans vous",
    Delivery.Cause.LEFT: "transmis, réponse perdue : l’équipe a décidé de ne pas renvoyer",
    State.SKIPPED: "désabonnés ou neutralisés depuis le départ",
    State.CANCELLED: "annulés avec le numéro",
}


@dataclass(frozen=True, slots=True)
class Progress:
    """``rate``: messages settled per second lately; ``left``: at that rate. Both None when unknown or over.

    ``doubts``: those of the uncertain that wait for a decision; the others were left as they are.
    ``waiting``: by lane, what is not settled yet.
    """

    counts: dict[str, int]
    doubts: int
    total: int
    rate: float | None
    left: timedelta | None
    waiting: dict[int, int] = field(default_factory=dict)

    @property
    def open(self) -> int:
        return sum(self.counts[state] for state in State.pending())

    @property
    def done(self) -> int:
        return self.total - self.open

    @property
    def percent(self) -> int:
        """Whole per cent, rounded down: 100 only when everything is settled."""
        return 100 * self.done // self.total if self.total else 0

    @property
    def sentence(self) -> str:
        """What the bar says to those who do not see it."""
        return f"{self.percent} % réglés : {self.counts[State.SENT]} remis, {self.counts[State.DEFERRED]} différés"

    @property
    def rate_words(self) -> str:
        rate = self.rate or 0
        number, unit = (round(rate), "seconde") if rate >= 2 else (round(rate * 60), "minute")
        return f"{number} message{'s' if number > 1 else ''} par {unit}"

    @property
    def left_words(self) -> str:
        minutes = -(-self.left.total_seconds() // 60) if self.left else 0
        if minutes <= 1:
            return "moins d’une minute"
        hours, minutes = divmod(int(minutes), 60)
        return f"{hours} h {minutes:02}" if hours else f"{minutes} minutes"

    def by_line(self) -> list[tuple[str, str, int, str]]:
        """(code, label, number, words) of each line of the page; what was left stands apart from the doubts."""
        left_alone = self.counts[State.UNCERTAIN] - self.doubts
        numbers = {**self.counts, State.UNCERTAIN: self.doubts, Delivery.Cause.LEFT: left_alone}
        return [
            (line.value, line.label, numbers[line], words)
            for line, words in EXPLAINED.items()
            if numbers[line] or line == State.SENT
        ]

    @property
    def adds_up(self) -> bool:
        return sum(self.counts.values()) == self.total


def progress(issue: Issue) -> Progress:
    counts, lanes_waiting = dict.fromkeys(State.values, 0), Counter[int]()
    for lane, state, number in _tally(issue):
        counts[state] += number
        lanes_waiting[lane] += number if state in State.pending() else 0
    total = issue.audience_count or 0
    settled = total - sum(counts[state] for state in State.pending())
    rate = _rate(issue, settled) if issue.state == Issue.State.SENDING else None
    waiting = sum(counts[state] for state in (State.READY, State.LEASED, State.HANDING))
    left = timedelta(seconds=round(waiting / rate)) if rate and waiting else None
    uncertain = counts[State.UNCERTAIN]
    in_doubt = min(doubts(issue).count(), uncertain) if uncertain else 0
    return Progress(counts, in_doubt, total, rate, left, lanes_waiting)


def left_out(issue: Issue) -> list[tuple[str, int]]:
    """Why candidates got nothing, and how many of them, the commonest first."""
    rows = issue.exclusions.values("cause").annotate(n=Count("pk")).order_by("-n", "cause")
    return [(Exclusion.Cause(row["cause"]).label, row["n"]) for row in rows]


def doubts(issue: Issue) -> QuerySet[Delivery]:
    """Handings over that nobody confirmed and nobody has settled yet."""
    rows = Delivery.objects.of(issue).in_doubt()
    return rows.select_related("contact", "lane").order_by("pk")


def lanes(progress: Progress) -> list[dict[str, Any]]:
    """Each lane with what still waits in it for this issue, the busiest first, then the silent ones."""
    now = timezone.now()
    rows = [
        {
            "lane": lane,
            "waiting": progress.waiting.get(lane.pk, 0),
            "is_closed": lane.closed_until is not None and lane.closed_until > now,
            "is_slowed": lane.speed < lane.connections,
        }
        for lane in Lane.objects.all()
    ]
    shown = [row for row in rows if row["waiting"] or row["is_closed"]]
    return sorted(shown, key=lambda row: -row["waiting"])


def refusal_codes(issue: Issue) -> list[tuple[str, int]]:
    """Final refusals of an issue by code, the commonest first: what staff may judge before they resume."""
    rows = Delivery.objects.of(issue).filter(reply_code__gte=500)
    found = rows.values("enhanced_code", "reply_code").annotate(n=Count("pk")).order_by("-n")[:5]
    return [(row["enhanced_code"] or str(row["reply_code"]), row["n"]) for row in found]


def count(issue: Issue) -> Tally:
    """Reads every row of the issue and keeps the result: at a million rows, the only thing here that takes long."""
    started = time.monotonic()
    tally = Delivery.objects.of(issue).tally()
    cost = time.monotonic() - started
    kept = {"tally": tally, "until": time.time() + max(KEEP_SECONDS, KEEP_TIMES_COST * cost), "cost": cost}
    cache.set(_key(issue), kept, KEEP_LONG)
    cache.delete(f"{_key(issue)}:asked")
    return tally


def _tally(issue: Issue) -> Tally:
    """The last count. A page counts anew what is quickly counted; else it shows the last and asks a worker for the
    next, unless that has not come for long.
    """
    kept = cache.get(_key(issue))
    late = time.time() - kept["until"] if kept else 0
    if kept is None or late > PATIENCE or (late > 0 and kept["cost"] < QUICK):
        return count(issue)
    if late > 0 and cache.add(f"{_key(issue)}:asked", 1, PATIENCE):
        doorbell.ring("newsletters.count_deliveries", issue.pk)
    return kept["tally"]


def _key(issue: Issue) -> str:
    return f"flash:tally:{issue.pk}:{issue.version}"


def _rate(issue: Issue, settled: int) -> float | None:
    """From the last samples that pages took; None until two of them are a second apart."""
    key, now = f"flash:rate:{issue.pk}", time.time()
    samples: list[tuple[float, int]] = [s for s in cache.get(key) or [] if now - SAMPLE_SECONDS < s[0] <= now]
    if not samples or now - samples[-1][0] >= 1:
        samples = [*samples, (now, settled)][-SAMPLES:]
        cache.set(key, samples, SAMPLE_SECONDS)
    (first_at, first), (last_at, last) = samples[0], samples[-1]
    return (last - first) / (last_at - first_at) if last_at - first_at >= 1 else None
