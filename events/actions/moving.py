"""What a new day, hour, place or state of an event does to those who are registered: nobody is thrown out by a move,
clashes are marked, and each person hears of it once. The event is locked.
"""

from django.db.models import QuerySet
from django.utils import timezone
from psycopg2.extras import DateTimeTZRange

from events import emails
from events.models import Event, Offer, Registration, State
from members.actions import entitlements

HOURS = ("starts_at", "ends_at")
PLACE = ("is_online", "venue", "address", "commune_id", "departement_id")
LINK = ("online_link",)
"""What those who come are written about when it changes."""

Status = Registration.State


def follow(event: Event, kept: Event) -> None:
    """Bring the registrations of ``event`` in line with what it has become; ``kept``: what it was."""
    was_on, is_on = State(kept.state).takes_place, State(event.state).takes_place
    if kept.state == State.DRAFT or (is_on and event.is_over()):
        return
    news = _news(event, kept)
    if was_on != is_on or news:
        _hold_hours(event)
    held = Registration.objects.filter(event=event).exclude(state=Status.CANCELLED)
    rows = list(held.select_related("person", "organisation").order_by("pk"))
    for row in rows:
        row.event = event
    if is_on and news:
        _tell_moved(event, rows, news)
    elif event.state != kept.state and not is_on:
        _tell_off(event, rows)


def _news(event: Event, kept: Event) -> str:
    """What changed, in words; empty when nothing did that people come by."""

    def differs(names: tuple[str, ...]) -> bool:
        return any(getattr(event, name) != getattr(kept, name) for name in names)

    if not State(kept.state).takes_place and State(event.state).takes_place:
        return "Cette rencontre reportée a sa nouvelle date."
    said = [
        f"La date ou l’heure change\u00a0; c’était {kept.when_words()}." if differs(HOURS) else "",
        "Le lieu change." if differs(PLACE) else "",
        "L’adresse de connexion est nouvelle." if differs(LINK) else "",
    ]
    return " ".join(words for words in said if words)


def _hold_hours(event: Event) -> None:
    """The hours that each registration takes; none while the event has no day. A move is never blocked by a clash:
    the registration is marked as coming to both.
    """
    rows = Registration.objects.filter(event=event)
    if not State(event.state).takes_place:
        rows.update(during=DateTimeTZRange(empty=True))
        return
    mark_clashes(event)
    rows.update(during=(event.starts_at, event.ends_at))


def mark_clashes(event: Event) -> None:
    """Those who come to it and to something else at its hours are known to come to both."""
    going_elsewhere(event).update(clash_accepted=True)


def going_elsewhere(event: Event) -> QuerySet[Registration]:
    """Those who come to ``event`` and to another at the same hours."""
    others = Registration.objects.coming().filter(during__overlap=(event.starts_at, event.ends_at))
    return Registration.objects.coming().filter(event=event, person__in=others.exclude(event=event).values("person"))


def _tell_moved(event: Event, rows: list[Registration], news: str) -> None:
    clashing = set(Registration.objects.filter(event=event, clash_accepted=True).values_list("pk", flat=True))
    for row in rows:
        row.clash_accepted = row.pk in clashing
        emails.moved(row, news)


def _tell_off(event: Event, rows: list[Registration]) -> None:
    """Postponed: seats and places in the waiting list are kept. Cancelled: the rights they took are given back."""
    for row in rows:
        emails.called_off(row)
    now, because = timezone.now(), "rencontre annulée"
    Offer.objects.pending().filter(event=event).update(state=Offer.State.WITHDRAWN, settled_at=now)
    if event.state != State.CANCELLED:
        return
    for row in rows:
        if row.organisation_id:
            entitlements.give_back(key=row.use_key, reason=because)
    left = Registration.objects.filter(pk__in=[row.pk for row in rows])
    left.update(state=Status.CANCELLED, left_because=because, position=None, diet="", access_needs="", changed_at=now)
