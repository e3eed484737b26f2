"""What the page of an event is, for search engines: what readers see of it, and nothing more."""

from django.utils import timezone
from django.utils.safestring import SafeString

from club.core import structured
from events.models import Event, State

STATUS = {State.POSTPONED: "EventPostponed", State.CANCELLED: "EventCancelled"}


def told_to_engines(event: Event) -> SafeString:
    return structured.script(
        structured.event(
            name=event.title,
            summary=event.summary,
            path=event.get_absolute_url(),
            starts=timezone.localtime(event.starts_at),
            ends=timezone.localtime(event.ends_at),
            status=STATUS.get(State(event.state), "EventScheduled"),
            online=event.is_online,
            place=_place(event),
            performers=_performers(event),
        )
    )


def _performers(event: Event) -> list[str]:
    """Who may be named today, the guest first."""
    guest = event.guest if event.guest_of_honour() else ""
    return list(dict.fromkeys(filter(None, [guest, *(item.told_speaker() for item in event.items)])))


def _place(event: Event) -> structured.Data | None:
    if event.departement is None:
        return None
    town = event.commune.name if event.commune else ""
    return structured.venue(name=event.venue, street=event.address, locality=town, territory=event.departement.name)
