"""What people do with their own file."""

from django.db import transaction

from club.core.models import Commune
from members.models import User


@transaction.atomic
def update_profile(
    *, person: User, civility: str, first_name: str, last_name: str, phone: str, commune: Commune | None
) -> User:
    """The person corrects their own name, phone and place."""
    person.civility, person.first_name, person.last_name = civility, first_name, last_name
    person.phone, person.commune = phone, commune
    person.save(update_fields=["civility", "first_name", "last_name", "phone", "commune"])
    return person
