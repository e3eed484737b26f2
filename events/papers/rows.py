"""Who stands on the papers of an event, by name."""

from django.utils.text import capfirst

from events.links import badge_url
from events.models import Event, Invitation, Registration, Side
from events.papers.badges import Badge
from events.papers.people import Guest


def badges_of(event: Event, *, with_codes: bool = True) -> list[Badge]:
    """Of everybody who comes, or whom a guest sends; ``with_codes``: drawing them takes most of the time."""
    sent = _sent_by_guests(event)
    badges = []
    for row in _coming(event):
        name, organisation = str(row.person), row.structure
        if guest := sent.get(row.person_id):
            name, organisation = guest.represented_by, f"représente {guest.named()}"
        code = badge_url(row) if with_codes else ""
        badges.append(Badge(name, organisation, _side(row), Side(row.side).awning, code))
    return badges


def expected(event: Event) -> list[Guest]:
    """Everybody who comes, at the place of the name that was invited, and what the door should know."""
    subject, sent = Registration.State.SUBJECT, _sent_by_guests(event)
    guests = []
    for row in _coming(event):
        told = [row.structure]
        if guest := sent.get(row.person_id):
            told.append(f"représenté(e) par {guest.represented_by}")
        note = "sous réserve" if row.state == subject else ""
        guests.append(Guest(str(row.person), ", ".join(filter(None, told)), _side(row), note))
    return guests


def present(event: Event) -> list[Guest]:
    """Everybody who was there; who was sent, of a guest who sent somebody."""
    rows = event.registrations.filter(check_in__isnull=False).select_related("person").by_name()
    names = {pk: guest.represented_by for pk, guest in _sent_by_guests(event).items()}
    return [Guest(names.get(row.person_id, str(row.person)), row.structure, _side(row)) for row in rows]


def _sent_by_guests(event: Event) -> dict[int, Invitation]:
    """Person invited → the invitation that says who comes instead."""
    rows = Invitation.objects.filter(event=event).exclude(represented_by="").select_related("person")
    return {row.person_id: row for row in rows}


def _coming(event: Event) -> list[Registration]:
    return list(event.registrations.coming().select_related("person").by_name())


def _side(row: Registration) -> str:
    return capfirst(str(row.get_side_display()))
