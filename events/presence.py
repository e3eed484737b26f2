"""Who is there, on the day: the list of the door and its count."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from club.core.console import Waiting
from events.models import CheckIn, Event, Registration
from events.models.moments import midnight
from events.models.registrations import RegistrationQuerySet


@dataclass(frozen=True)
class Count:
    """``present`` of ``expected``: who holds a seat or came without one."""

    present: int
    expected: int

    @property
    def words(self) -> str:
        return f"{self.present} présent{'s' if self.present > 1 else ''} sur {self.expected}"


def at_the_door(event: Event) -> RegistrationQuerySet:
    """Everybody the door may meet, by name: who comes, who waits for a seat, who is there."""
    expected = Q(state__in=Registration.State.coming()) | Q(state=Registration.State.WAITING)
    rows = Registration.objects.filter(expected | Q(check_in__isnull=False), event=event)
    return rows.select_related("person", "check_in").by_name()


def count_of(event: Event) -> Count:
    here = Q(check_in__isnull=False)
    expected = here | Q(state__in=Registration.State.coming())
    counted = {"present": models.Count("pk", filter=here), "expected": models.Count("pk", filter=expected)}
    return Count(**Registration.objects.filter(event=event).aggregate(**counted))


def arrivals_of(event: Event) -> dict[int, str]:
    """Registration → the hour at which its person came, in words."""
    return {entry.registration_id: entry.hour for entry in CheckIn.objects.filter(registration__event=event)}


def doors(user: Any) -> Iterator[Waiting]:
    """The doors of the day, for whoever keeps them, until the event is over; one statement."""
    if not user.has_perm("events.add_checkin"):
        return
    tomorrow = midnight(timezone.localdate() + timedelta(days=1))
    rows = Event.objects.taking_place().filter(starts_at__lt=tomorrow, ends_at__gte=timezone.now()).chronological()
    here = Q(registrations__check_in__isnull=False)
    expected = here | Q(registrations__state__in=Registration.State.coming())
    counted = {
        "present": models.Count("registrations", filter=here),
        "expected": models.Count("registrations", filter=expected),
    }
    for event in rows.annotate(**counted):
        words = f"{event.when_words().capitalize()}. {Count(event.present, event.expected).words}."
        address = reverse("console:check_in", args=[event.pk])
        yield Waiting(
            f"«\u00a0{event}\u00a0»\u00a0: c’est aujourd’hui", words, address, "Émarger", due=event.starts_at
        )
