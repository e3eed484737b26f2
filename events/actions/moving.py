"""What a new day, hour, place or state of an event does to those who are registered: nobody is thrown out by a move,
clashes are marked, and each person will hear of it once (``events.actions.telling``). The event is locked.
"""

from collections.abc import Callable
from typing import TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Case, When
from django.utils import timezone
from psycopg2.extras import DateTimeTZRange

from events.actions import seats, telling
from events.models import Event, Offer, Registration, State
from events.models.registrations import ONE_PLACE
from members.actions import entitlements

HOURS = ("starts_at", "ends_at")
PLACE = ("is_online", "venue", "address", "commune_id", "departement_id")
LINK = ("online_link",)
"""What those who come are written about when it changes."""

TRIES = 2
T = TypeVar("T")
Status = Registration.State


def follow(event: Event, kept: Event) -> None:
    """Bring the registrations of ``event`` in line with what it has become; ``kept``: what it was."""
    was_on, is_on = State(kept.state).takes_place, State(event.state).takes_place
    if kept.state == State.DRAFT or (is_on and event.is_over()):
        return
    news = _news(event, kept)
    if was_on != is_on or news:
        _hold_hours(event)
    rows = list(Registration.objects.filter(event=event).exclude(state=Status.CANCELLED).order_by("pk"))
    if is_on and news:
        telling.note(event, telling.Kind.MOVED, rows, words=news)
    elif event.state != kept.state and not is_on:
        telling.note(event, telling.Kind.CALLED_OFF, rows)
        _call_off(event, rows)


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
    elsewhere = Case(When(pk__in=Registration.objects.going_elsewhere(event).values("pk"), then=True), default=False)
    despite_clashes(lambda: rows.update(during=(event.starts_at, event.ends_at), clash_accepted=elsewhere))


def mark_clashes(event: Event) -> None:
    """Those who come to it and to something else at its hours are known to come to both."""
    Registration.objects.going_elsewhere(event).update(clash_accepted=True)


def despite_clashes(change: Callable[[], T]) -> T:
    """``change`` marks clashes and keeps what they would block. The base refuses it when somebody has got a seat
    elsewhere meanwhile, for people are not locked here: it is done again, and sees that seat.
    """
    for left in range(TRIES - 1, -1, -1):
        try:
            with transaction.atomic():
                return change()
        except IntegrityError as error:
            if ONE_PLACE not in str(error) or not left:
                raise
    raise AssertionError("The last try gives an answer or raises.")


def _call_off(event: Event, rows: list[Registration]) -> None:
    """Postponed: seats and places in the waiting list are kept. Cancelled: the rights they took are given back."""
    now, because = timezone.now(), "rencontre annulée"
    Offer.objects.pending().filter(event=event).update(state=Offer.State.WITHDRAWN, settled_at=now)
    if event.state != State.CANCELLED:
        return
    for row in rows:
        if row.bill_id:
            seats.unbill_extra(row, None)
        if row.organisation_id:
            entitlements.give_back(key=row.use_key, reason=because)
    left = Registration.objects.filter(pk__in=[row.pk for row in rows])
    left.update(state=Status.CANCELLED, left_because=because, position=None, diet="", access_needs="", changed_at=now)
