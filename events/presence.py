"""Who is there, on the day: the list of the door and its count."""

from dataclasses import dataclass

from django.db.models import Q

from events.models import CheckIn, Event, Registration
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
    rows = Registration.objects.filter(event=event)
    present = rows.filter(check_in__isnull=False).count()
    return Count(present, present + rows.coming().filter(check_in=None).count())


def arrivals_of(event: Event) -> dict[int, str]:
    """Registration → the hour at which its person came, in words."""
    return {entry.registration_id: entry.hour for entry in CheckIn.objects.filter(registration__event=event)}
