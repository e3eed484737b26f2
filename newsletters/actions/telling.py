"""An address dies: an administrator of each organisation that the person acts for is asked to correct or remove it.

Due is what nobody was told of; one mail per person, organisation and death.
"""

import structlog
from django.db import transaction
from django.utils import timezone

from members.models import Affiliation, User
from newsletters import emails
from newsletters.models import Suppression

logger = structlog.get_logger(__name__)

MOST = 500  # at one knock


def tell_colleagues() -> int:
    """Gives how many mails were written. Safe to run twice, and in parallel."""
    due = list(Suppression.objects.to_tell().order_by("pk").values_list("pk", flat=True)[:MOST])
    written = sum(_tell(pk) for pk in due)
    if written:
        logger.info("colleagues_told", mails=written)
    return written


@transaction.atomic
def _tell(pk: int) -> int:
    row = Suppression.objects.to_tell().select_for_update(skip_locked=True).filter(pk=pk).first()
    if row is None:
        return 0
    theirs = Affiliation.objects.current().filter(person__address_hash=row.address_hash, person__is_active=True)
    written = 0
    for affiliation in theirs.select_related("person", "organisation"):
        administrator = _administrator_beside(affiliation)
        if administrator is not None:
            emails.dead_address(row, affiliation, administrator)
            written += 1
    Suppression.objects.filter(pk=row.pk).update(told_at=timezone.now())
    return written


def _administrator_beside(affiliation: Affiliation) -> User | None:
    """The first other administrator of the organisation whose own address works."""
    others = Affiliation.objects.current().filter(
        organisation=affiliation.organisation_id,
        roles__contains=[Affiliation.Role.ADMINISTRATOR],
        person__is_active=True,
    )
    dead = Suppression.objects.values("address_hash")
    found = others.exclude(person=affiliation.person_id).exclude(person__address_hash__in=dead)
    first = found.select_related("person").order_by("starts_on", "pk").first()
    return first.person if first else None
