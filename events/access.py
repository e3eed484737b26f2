"""Who may do what with the events of the Club, beside reading what is announced (``EventQuerySet.announced``)."""

from typing import Any

from django.http import Http404

from events.admittance import admittance_of
from events.models import Event, Registration, State

DECIDE = "events.change_event"


def can_decide(user: Any) -> bool:
    """Whoever writes events decides what becomes of them: announced, full, postponed, cancelled."""
    return user.has_perm(DECIDE)


def meeting_for(user: Any, slug: str) -> Event:
    """An event as the portal opens it: of the public agenda for everybody; out of it for those whom it admits, or who
    were registered. 404 for the others, who may not even know of it.
    """
    found = Event.objects.with_place().exclude(state=State.DRAFT).filter(slug=slug).first()
    if found and (found.is_public or _knows(user, found)):
        return found
    raise Http404("Cette rencontre n’est pas dans l’agenda.")


def _knows(user: Any, event: Event) -> bool:
    if Registration.objects.filter(event=event, person=user).exists():
        return True
    return admittance_of(event, user).may_come
