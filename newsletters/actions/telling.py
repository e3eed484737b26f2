"""An address dies: an administrator of each organisation that the person acts for is asked to correct or remove it.

Due is what nobody was told of, once there is somebody to tell; one mail per person, organisation and death. Where
there is nobody, the team reads it.
"""

from typing import Any

import structlog
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from members.models import Affiliation
from newsletters import emails
from newsletters.models import Suppression

logger = structlog.get_logger(__name__)

MOST = 500  # at one knock


def tell_colleagues() -> int:
    """Gives how many mails were written. Safe to run twice, and in parallel."""
    heard = _touched(Suppression.objects.to_tell()).filter(_somebody())
    due = Suppression.objects.to_tell().filter(address_hash__in=heard.values("person__address_hash"))
    written = sum(_tell(pk) for pk in list(due.order_by("pk").values_list("pk", flat=True)[:MOST]))
    if written:
        logger.info("colleagues_told", mails=written)
    return written


def unheard() -> QuerySet[Affiliation]:
    """People whose address died, in organisations where no other administrator can be told."""
    return _touched(Suppression.objects.dead()).filter(~_somebody())


@transaction.atomic
def _tell(pk: int) -> int:
    deaths = Suppression.objects.to_tell().filter(pk=pk)
    row = deaths.select_for_update(skip_locked=True).first()
    if row is None:
        return 0
    written = 0
    for affiliation in _touched(deaths).select_related("person", "organisation"):
        beside = _administrators_beside(affiliation.organisation_id, affiliation.person_id)
        if first := beside.select_related("person").order_by("starts_on", "pk").first():
            emails.dead_address(row, affiliation, first.person)
            written += 1
    if written:
        Suppression.objects.filter(pk=row.pk).update(told_at=timezone.now())
    return written


def _touched(deaths: QuerySet[Suppression]) -> QuerySet[Affiliation]:
    theirs = Affiliation.objects.current().filter(person__is_active=True)
    return theirs.filter(person__address_hash__in=deaths.values("address_hash"))


def _somebody() -> Exists:
    return Exists(_administrators_beside(OuterRef("organisation"), OuterRef("person")))


def _administrators_beside(organisation: Any, person: Any) -> QuerySet[Affiliation]:
    """The other administrators of the organisation whose own address works."""
    others = Affiliation.objects.current().filter(
        organisation=organisation, roles__contains=[Affiliation.Role.ADMINISTRATOR], person__is_active=True
    )
    dead = Suppression.objects.filter(address_hash=OuterRef("person__address_hash"))
    return others.exclude(person=person).filter(~Exists(dead))
