"""How many seats of a workshop somebody may take: of its seats in all, and of those kept for his side (*mixité*).

The one rule for who takes, who waits and what pages show; exact under the lock of the sessions alone.
"""

from collections import Counter
from collections.abc import Iterable

from django.db.models import Count

from events.models import Place, Session, Side

SIDES = {Side.AMBASSADOR: "les ambassadeurs", Side.EXPERT: "les experts"}

Counts = Counter[tuple[int, str]]
"""(session, side) → seats held."""


def held(sessions: Iterable[int]) -> Counts:
    rows = Place.objects.held().filter(session__in=sessions).order_by().values_list("session", "side")
    return Counter({(session, side): number for session, side, number in rows.annotate(Count("pk"))})


def kept(session: Session, side: str) -> int:
    """Seats that only this side may take, until the mix is released; the others have none of their own."""
    return {Side.AMBASSADOR: session.for_ambassadors, Side.EXPERT: session.for_experts}.get(Side(side), 0)


def free(session: Session, counts: Counts, side: str, *, is_mixed: bool) -> int:
    """Seats that one more of ``side`` may choose from, never below zero."""
    left = session.capacity - sum(counts[session.pk, one] for one in Side)
    if is_mixed:
        left = min(left, kept(session, side) - counts[session.pk, side])
    return max(left, 0)


def for_whom(side: str) -> str:
    """After « plus de place »: « pour les experts »; nothing for those who have no seats of their own."""
    return f" pour {SIDES[Side(side)]}" if side in SIDES else ""
