"""Who may do what with the events of the Club, beside reading what is announced (``EventQuerySet.announced``)."""

from typing import Any

DECIDE = "events.change_event"


def can_decide(user: Any) -> bool:
    """Whoever writes events decides what becomes of them: announced, full, postponed, cancelled."""
    return user.has_perm(DECIDE)
