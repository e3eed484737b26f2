"""What staff do for somebody who wrote, rang or came by; each act is noted, each twice is once."""

from django.db import transaction

from club.core import audit
from members.models import User
from newsletters.actions import subscriptions
from newsletters.actions.reactivating import REFUSED
from newsletters.errors import FlashError
from newsletters.models import Preference, Suppression

FROM_STAFF = "l’équipe, à sa demande"


@transaction.atomic
def unsubscribe(*, contact: User, by: User) -> bool:
    """The person asked for it; gives whether anything changed."""
    if _left(contact):
        return False
    subscriptions.unsubscribe(contact=contact, by=FROM_STAFF)
    audit.record(actor=by, verb="contact.unsubscribe", target=contact)
    return True


@transaction.atomic
def resubscribe(*, contact: User, by: User) -> bool:
    """The person asked for it. An objection or a suppression is another matter, lifted by an act of its own."""
    if not _left(contact):
        return False
    subscriptions.forget_departure(contact=contact)
    audit.record(actor=by, verb="contact.resubscribe", target=contact)
    return True


@transaction.atomic
def suppress(*, contact: User, by: User, reason: str) -> bool:
    """Flash info no longer uses the address; what was decided about it before stays as it was."""
    reason = _said(reason)
    _, created = Suppression.objects.get_or_create(
        address_hash=contact.address_hash, defaults={"cause": Suppression.Cause.STAFF, "note": reason}
    )
    if created:
        audit.record(actor=by, verb="contact.suppress", target=contact, reason=reason)
    return created


@transaction.atomic
def lift(*, contact: User, by: User, reason: str) -> bool:
    """The team takes back its own decision. An objection is the person's; what came back is answered by a link
    confirmed from the address (``actions.reactivating``).
    """
    reason = _said(reason)
    held = Suppression.objects.select_for_update().filter(address_hash=contact.address_hash).first()
    if held is None:
        return False
    if held.is_objection():
        raise FlashError(REFUSED)
    if held.cause in Suppression.Cause.by_servers():
        raise FlashError("L’adresse elle-même doit répondre\u00a0: envoyez-y un lien à confirmer.")
    held.delete()
    details = {"cause": held.cause, "scope": held.scope, "since": held.created_at.isoformat(), "reason": reason}
    audit.record(actor=by, verb="contact.lift", target=contact, **details)
    return True


def _left(contact: User) -> bool:
    """Read under the person's lock: of two colleagues at the same time, one acts."""
    User.objects.select_for_update(no_key=True).get(pk=contact.pk)
    return Preference.objects.unsubscribed().filter(contact=contact).exists()


def _said(reason: str) -> str:
    if not reason.strip():
        raise FlashError("Dites pourquoi\u00a0: un collègue doit pouvoir le comprendre.")
    return reason.strip()[:300]
