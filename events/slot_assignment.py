"""One slot of a regional meeting: who sits where, at the least regret in all.

The graph is small: its nodes are *pools*, the seats of a session kept for ambassadors, those kept for experts, those
open to all. Whoever comes takes a seat; if it was taken, its holder moves where that costs least, and so on to a free
seat. So nobody who has a place loses it, and the sum stays the least possible (successive shortest paths). Regret
weighs more for who had less in the slots before; between equal sums, the one who registered first comes first, then
the emptier session. Colleagues are spread afterwards, among people whose claims are the same.
"""

from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import inf


class Side(StrEnum):
    AMBASSADOR = "ambassador"
    EXPERT = "expert"
    OTHER = "other"

    @property
    def words(self) -> str:
        """After « complet »: for whom. Nothing is kept for the others."""
        return {Side.AMBASSADOR: " pour les ambassadeurs", Side.EXPERT: " pour les experts"}.get(self, "")


@dataclass(frozen=True)
class Person:
    id: int
    side: Side
    organisation: int | str | None
    registered: int
    """Order of registration: the lowest came first."""


@dataclass(frozen=True)
class Session:
    id: int
    slot: int
    workshop: int
    title: str
    capacity: int
    for_ambassadors: int
    for_experts: int
    released: bool = False
    """No seat is kept for a side any more."""


REGRETS = (0, 2, 6)
NO_WISH = 12
SPOILT = 1  # a seat nobody chose, in a workshop wished for a later slot


class Claim:
    """What somebody wants of the slot at hand, and how it went in the slots before."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.attended: set[int] = set()
        self.regretted = 0
        self.stated: Sequence[int] = ()
        self.regrets: dict[int, int] = {}  # by session; none for a workshop he attends at another time
        self.costs: list[float] = []  # by pool
        self.pool: Pool | None = None

    def hear(self, stated: Sequence[int], later: set[int], sessions: Sequence[Session]) -> None:
        """``stated``: wishes for this slot; ``later``: workshops wished for slots to come."""
        self.stated, self.pool = stated, None
        free = {session.workshop for session in sessions} - self.attended
        ranks = dict(zip((workshop for workshop in stated if workshop in free), REGRETS, strict=False))
        rest = NO_WISH if ranks else 0
        self.regrets = {
            session.id: ranks.get(session.workshop, rest + SPOILT * (session.workshop in later))
            for session in sessions
            if session.workshop in free
        }

    def regret(self, pool: "Pool") -> float:
        return self.regrets.get(pool.session.id, inf) if self.person.side in pool.sides else inf

    def remember(self, session: Session | None) -> None:
        self.regretted += NO_WISH if session is None else self.regrets.get(session.id, 0)
        if session is not None:
            self.attended.add(session.workshop)

    def sit(self, pool: "Pool") -> None:
        self.pool = pool
        pool.guests.append(self)


class Pool:
    """Seats of a session that the same people may take."""

    def __init__(self, index: int, session: Session, sides: frozenset[Side], seats: int) -> None:
        self.index, self.session, self.sides = index, session, sides
        self.free, self.load = seats, 0
        self.guests: list[Claim] = []

    def take(self) -> None:
        self.free -= 1
        self.load += 1


class Room:
    """A slot: its pools, and the cheapest move of a guest from each to each other."""

    def __init__(self, sessions: Sequence[Session], settled: Sequence[tuple[Claim, Session]]) -> None:
        kept = [(session, sides, seats) for session in sessions for sides, seats in _kept(session) if seats > 0]
        self.pools = [Pool(index, *pool) for index, pool in enumerate(kept)]
        self.claims: Sequence[Claim] = ()
        self.moves: list[list[tuple[float, int]]] = []
        self.colleagues = Counter((claim.person.organisation, session.id) for claim, session in settled)
        for claim, session in settled:
            free = [pool for pool in self.pools if pool.session is session and pool.free]
            free.sort(key=lambda pool: (claim.person.side not in pool.sides, len(pool.sides)))
            for pool in free[:1]:
                pool.take()

    def is_full(self, workshop: int, side: Side) -> bool:
        return not any(pool.free for pool in self.pools if pool.session.workshop == workshop and side in pool.sides)

    def fill(self, claims: Sequence[Claim]) -> None:
        """Seat everybody, in this order: it decides who stays without when seats lack."""
        self.claims = claims
        over_load = 1 + max((pool.free + pool.load for pool in self.pools), default=0)
        over_order = 50 * len(self.pools) * (len(claims) + 1)
        for early, claim in enumerate(sorted(claims, key=lambda claim: (-claim.person.registered, -claim.person.id))):
            price = ((1 + claim.regretted) * over_order + early) * over_load
            claim.costs = [regret if (regret := claim.regret(pool)) == inf else regret * price for pool in self.pools]
        self.moves = [self._moves_from(pool) for pool in self.pools]
        for claim in claims:
            self._seat(claim)
        self.colleagues.update((claim.person.organisation, claim.pool.session.id) for claim in claims if claim.pool)

    def _seat(self, claim: Claim) -> None:
        costs, before = self._ways(claim)
        ends = [pool for pool in self.pools if pool.free and costs[pool.index] < inf]
        if not ends:
            return
        pool = min(ends, key=lambda pool: (costs[pool.index] + pool.load, pool.index))
        pool.take()
        changed = [pool]
        while (previous := before[pool.index]) is not None:
            source = self.pools[previous]
            source.guests.pop(self.moves[previous][pool.index][1]).sit(pool)
            changed.append(pool := source)
        claim.sit(pool)
        for pool in changed:
            self.moves[pool.index] = self._moves_from(pool)

    def _ways(self, claim: Claim) -> tuple[list[float], list[int | None]]:
        """By pool: the cost in all when ``claim`` comes and a seat is taken there; the pool whose guest takes it."""
        costs, before = list(claim.costs), [None] * len(self.pools)
        turn = deque(index for index, cost in enumerate(costs) if cost < inf)
        while turn:
            here = turn.popleft()
            for there, (step, _) in enumerate(self.moves[here]):
                if costs[here] + step < costs[there]:
                    costs[there], before[there] = costs[here] + step, here
                    if there not in turn:
                        turn.append(there)
        return costs, before

    def _moves_from(self, pool: Pool) -> list[tuple[float, int]]:
        """By pool: the least a guest of ``pool`` loses by going there, and his number among the guests."""
        if not pool.guests:
            return [(inf, 0)] * len(self.pools)
        losses = [[cost - guest.costs[pool.index] for cost in guest.costs] for guest in pool.guests]
        return [(least := min(column), column.index(least)) for column in zip(*losses, strict=True)]

    def spread(self) -> None:
        """Colleagues in one session: change places with somebody of equal claims, or take a seat liked as well."""
        for claim in self.claims:
            if claim.pool is None or not self._near(claim, claim.pool):
                continue
            seats = [(pool, None) for pool in self.pools if pool.free and _as_good(claim, pool)]
            seats += [(other.pool, other) for other in self.claims if _same_claims(claim, other)]
            gains = [self._gain(claim, *seat) for seat in seats]
            if max(gains, default=0) > 0:
                self._change(claim, *seats[gains.index(max(gains))])

    def _near(self, claim: Claim, pool: Pool) -> int:
        """Colleagues that ``claim`` has or would have in a session."""
        if claim.person.organisation is None:
            return 0
        here = self.colleagues[claim.person.organisation, pool.session.id]
        return here - (claim.pool is not None and claim.pool.session is pool.session)

    def _gain(self, claim: Claim, pool: Pool, other: Claim | None) -> int:
        gain = self._near(claim, claim.pool) - self._near(claim, pool)
        return gain + (self._near(other, pool) - self._near(other, claim.pool) if other else 0)

    def _change(self, claim: Claim, pool: Pool, other: Claim | None) -> None:
        left = claim.pool
        for who, source, target in [(claim, left, pool)] + ([(other, pool, left)] if other else []):
            self.colleagues[who.person.organisation, source.session.id] -= 1
            self.colleagues[who.person.organisation, target.session.id] += 1
            source.guests.remove(who)
            who.sit(target)
        if other is None:
            pool.take()
            left.free += 1
            left.load -= 1


def _kept(session: Session) -> list[tuple[frozenset[Side], int]]:
    if session.released:
        return [(frozenset(Side), session.capacity)]
    rest = session.capacity - session.for_ambassadors - session.for_experts
    return [
        (frozenset({Side.AMBASSADOR}), session.for_ambassadors),
        (frozenset({Side.EXPERT}), session.for_experts),
        (frozenset(Side), rest),
    ]


def _as_good(claim: Claim, pool: Pool) -> bool:
    return claim.regret(pool) == claim.regret(claim.pool)


def _same_claims(one: Claim, other: Claim) -> bool:
    """They sit in two sessions, and each would like either as much as the other does."""
    if other.pool is None or other.pool.session is one.pool.session or one.person.side != other.person.side:
        return False
    if one.regretted != other.regretted or one.person.organisation == other.person.organisation:
        return False
    return all(one.regret(pool) == other.regret(pool) for pool in (one.pool, other.pool))
