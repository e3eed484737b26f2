"""Who stands on the papers of an event, by name."""

from django.utils.text import capfirst

from events.links import badge_url
from events.models import Event, Registration, Side
from events.papers.badges import Badge
from events.papers.people import Guest


def badges_of(event: Event, *, with_codes: bool = True) -> list[Badge]:
    """Of everybody who comes; ``with_codes``: drawing them takes most of the time."""
    return [
        Badge(
            name=str(row.person),
            organisation=row.structure,
            side=_side(row),
            awning=Side(row.side).awning,
            code=badge_url(row) if with_codes else "",
        )
        for row in _coming(event)
    ]


def expected(event: Event) -> list[Guest]:
    """Everybody who comes, and what the door should know."""
    subject = Registration.State.SUBJECT
    return [
        Guest(str(row.person), row.structure, _side(row), "sous réserve" if row.state == subject else "")
        for row in _coming(event)
    ]


def present(event: Event) -> list[Guest]:
    """Everybody who was there."""
    rows = event.registrations.filter(check_in__isnull=False).select_related("person").by_name()
    return [Guest(str(row.person), row.structure, _side(row)) for row in rows]


def _coming(event: Event) -> list[Registration]:
    return list(event.registrations.coming().select_related("person").by_name())


def _side(row: Registration) -> str:
    return capfirst(str(row.get_side_display()))
