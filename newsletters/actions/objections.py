"""The right to object (GDPR art. 21): no mail of any kind but what the person asks for or the law demands.

Kept as a suppression of the address, by its hash: it holds after the person's erasure, and against a later import.
"""

from collections.abc import Collection

import structlog
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from club.core import audit, outbox
from members.models import Notice, User
from newsletters.models import Suppression

logger = structlog.get_logger(__name__)

LINK_SERVED = "son lien a servi : il est arrivé"


@transaction.atomic
def object_to_mail(*, notice: Notice) -> Suppression:
    """By the link of the information mail; doing it twice changes nothing. The link proves that the mail was read."""
    person = notice.person
    suppression, created = Suppression.objects.select_for_update().get_or_create(
        address_hash=person.address_hash,
        defaults={"cause": Suppression.Cause.REQUEST, "scope": Suppression.Scope.ALL},
    )
    widened = suppression.scope != Suppression.Scope.ALL
    if widened:
        suppression.cause, suppression.scope = Suppression.Cause.REQUEST, Suppression.Scope.ALL
        suppression.created_at = timezone.now()
        suppression.save()
    if created or widened:
        audit.record(actor=None, verb="contact.object", target=person)
        logger.info("contact_objected", contact=person.pk)
    _note_read(notice)
    suppression.refresh_from_db()
    return suppression


@transaction.atomic
def take_back(*, contact: User) -> bool:
    """The person changes their mind; what others decided about the address stays."""
    taken, _ = own_objection(contact).delete()
    if taken:
        audit.record(actor=None, verb="contact.accept", target=contact)
    return bool(taken)


def own_objection(contact: User) -> QuerySet[Suppression]:
    return Suppression.objects.objections().filter(address_hash=contact.address_hash)


def in_words(only: Collection[str] | None = None) -> dict[str, str]:
    """Refusals of any mail, all or those of some addresses (``members.refusals``)."""
    rows = Suppression.objects.filter(scope=Suppression.Scope.ALL)
    if only is not None:
        rows = rows.filter(address_hash__in=only)
    return {row.address_hash: row.words() for row in rows}


def _note_read(notice: Notice) -> None:
    """Told, for they answered; a second copy that waits no longer leaves, a doubt about the first one is over."""
    User.objects.filter(pk=notice.person_id, informed_at=None).update(informed_at=timezone.now())
    if notice.mail_id:
        outbox.withdraw(mail_id=notice.mail_id, reason=LINK_SERVED)
        outbox.confirm(mail_id=notice.mail_id, proof=LINK_SERVED)
