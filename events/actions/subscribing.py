"""The address under which somebody's calendar follows his registrations."""

from django.db import transaction

from events.models import CalendarFeed
from members.models import User


@transaction.atomic
def address_of(person: User) -> CalendarFeed:
    return CalendarFeed.objects.get_or_create(person=person)[0]


@transaction.atomic
def reset(person: User) -> CalendarFeed:
    """A new address; the old one opens nothing any more."""
    CalendarFeed.objects.filter(person=person).delete()
    return CalendarFeed.objects.create(person=person)
