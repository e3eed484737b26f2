"""The address under which somebody's calendar follows his registrations."""

from django.db import transaction

from events.models import CalendarFeed
from members.models import User


@transaction.atomic
def renew_address(*, person: User) -> CalendarFeed:
    """A new address, the first or another one; the one before opens nothing any more."""
    CalendarFeed.objects.filter(person=person).delete()
    return CalendarFeed.objects.create(person=person)
