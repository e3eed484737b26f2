"""What people do with their own file, and what staff note about them by hand."""

from django.db import models, transaction
from django.utils import timezone

from club.core import audit
from club.core.errors import ClubError
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


class Means(models.TextChoices):
    """How somebody was told where we have the address from, when no mail could do it."""

    PHONE = "phone", "par téléphone"
    LETTER = "letter", "par courrier postal"
    VOICE = "voice", "de vive voix"


@transaction.atomic
def note_told(*, person: User, by: User, means: str) -> None:
    """Staff told ``person`` of article 14 by other means than a mail; whoever was told already stays as they are."""
    if means not in Means.values:
        raise ClubError("Dites comment la personne a été informée.")
    if not User.objects.to_inform().filter(pk=person.pk).update(informed_at=timezone.now()):
        raise ClubError("Cette personne n’est plus à informer.")
    audit.record(actor=by, verb="person.told", target=person, means=means)
