"""Meetings as one person of the portal reads them: where they go, where they may, where they may not yet."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from club.core.days import date_format
from club.core.todos import Todo
from events import secrecy
from events.actions import leaving, registering, seats
from events.admittance import Admittance, admittance_of, admittances_of, closed_words, price_words
from events.models import Event, Offer, Registration, State
from events.models.registrations import RegistrationQuerySet
from events.registering_forms import colleagues_of

SHOWN, PAST = 60, timedelta(days=365)
"""Events on the page of the portal; how long those that one went to stay there."""
Status = Registration.State


@dataclass(frozen=True)
class Line:
    """One event of the list. ``offer``: a seat held for the person; ``rank``: in the waiting list."""

    event: Event
    registration: Registration | None = None
    admittance: Admittance | None = None
    offer: Offer | None = None
    rank: int = 0
    closed: str = ""


@dataclass(frozen=True)
class Meeting:
    """All that the page of one event says to one person."""

    event: Event
    admittance: Admittance
    row: Registration | None
    offer: Offer | None
    closed: str

    @classmethod
    def of(cls, event: Event, person: Any) -> "Meeting":
        row = Registration.objects.with_people().filter(event=event, person=person).first()
        if row:
            row.event = event
        offer = row.offers.pending().first() if row and row.state == Status.WAITING else None
        return cls(event, admittance_of(event, person), row, offer, closed_words(event))

    @property
    def is_registered(self) -> bool:
        return self.row is not None and self.row.state != Status.CANCELLED

    @property
    def may_register(self) -> bool:
        return not self.is_registered and not self.closed and self.admittance.seat is not None

    @cached_property
    def offer_price(self) -> str:
        return price_of_offer(self.row) if self.row and (self.offer or self.is_left) else ""

    @cached_property
    def is_left(self) -> bool:
        """A seat that the person may take at once, without an offer."""
        return bool(self.row and not self.offer and not self.closed and seats.is_left_to(self.row))

    @cached_property
    def goes_elsewhere(self) -> bool:
        """To another event at the same hours, as both stand now."""
        return bool(self.row and self.row.is_coming and registering.clash_of(self.event, self.row.person))

    def rank(self) -> int:
        return self.row.rank() if self.row and self.row.state == Status.WAITING else 0

    def is_full(self) -> bool:
        """Whoever registers now comes into the waiting list."""
        return not seats.free_to_newcomers(self.event)

    def clash(self, person: Any) -> Registration | None:
        return registering.clash_of(self.event, person) if self.may_register else None

    def has_colleagues(self) -> bool:
        """Somebody could take the seat over."""
        return bool(self.row and self.row.is_coming and self.may_leave and colleagues_of(self.row).exists())

    @cached_property
    def may_leave(self) -> bool:
        """The seat, or the place in the waiting list, may still be given up."""
        return bool(self.row and not leaving.too_late(self.row))

    def participants(self) -> RegistrationQuerySet:
        """Read by whoever comes, when the event shows it; nobody who asked to be left out."""
        if not (self.row and self.row.is_coming and self.event.is_listed):
            return Registration.objects.none()
        listed = self.event.registrations.listed_to_others().select_related("person").by_name()
        secret = secrecy.unnamed(self.event)
        return listed.exclude(pk__in=secret) if secret else listed


def price_of_offer(row: Registration) -> str:
    """What taking the seat that is held costs its member, in words; empty when a right is left for it."""
    price = seats.price_of(row)
    return price_words(row.structure, price) if price else ""


def lines_of(person: Any) -> dict[str, list[Line]]:
    """``mine``, ``open`` to the person, ``others`` of the public agenda, and ``past`` ones."""
    mine = {row.event_id: row for row in _registrations(person)}
    offers = {offer.registration_id: offer for offer in _offers(person)}
    found: dict[str, list[Line]] = {"mine": [], "open": [], "others": [], "past": []}
    for row in mine.values():
        over = row.event.is_over()
        rank = row.rank() if row.state == Status.WAITING and not over else 0
        found["past" if over else "mine"].append(Line(row.event, row, offer=offers.get(row.pk), rank=rank))
    found["past"].reverse()
    coming = Event.objects.taking_place().to_come().exclude(pk__in=mine).with_place()
    events = list(coming.exclude(state=State.HELD)[:SHOWN])
    told = admittances_of(events, person)
    for event in events:
        admittance = told[event.pk]
        if admittance.may_come:
            found["open"].append(Line(event, admittance=admittance, closed=closed_words(event)))
        elif event.is_public:
            found["others"].append(Line(event, admittance=admittance))
    return found


def of_invited(user: Any) -> Iterator[Todo]:
    """A seat that is held until an hour: the first thing to answer."""
    for offer in _offers(user):
        event, until = offer.event, date_format(timezone.localtime(offer.expires_at), r"l j F à G \h i")
        yield Todo(
            "Une place s’est libérée pour vous",
            f"{event}. Répondez avant {until}.",
            reverse("portal:agenda:event", args=[event.slug]),
            "Répondre",
            rank=5,
            urgent=True,
        )


def _offers(person: Any) -> list[Offer]:
    held = Offer.objects.pending().filter(registration__person=person, expires_at__gt=timezone.now())
    return list(held.select_related("event").order_by("expires_at"))


def _registrations(person: Any) -> list[Registration]:
    since = timezone.now() - PAST
    rows = Registration.objects.exclude(state=Status.CANCELLED).filter(person=person)
    rows = rows.filter(Q(event__ends_at__gte=since) | Q(event__state=State.POSTPONED))
    return list(rows.select_related("event__commune", "event__departement").order_by("event__starts_at", "pk"))
