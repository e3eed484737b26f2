"""An address that was set aside serves again once its reader confirms a link mailed there: nobody lifts it instead.

The person asks, or staff do when somebody writes or rings. A new address becomes the person's once confirmed.
"""

from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.utils import timezone

from club.core import audit, limits
from club.core.access import is_staff
from members import accounts
from members.addresses import address_hash, normalise
from members.models import User
from newsletters import emails, reception
from newsletters.actions import subscriptions
from newsletters.actions.returns import FROM_COMPLAINT
from newsletters.errors import FlashError
from newsletters.models import Preference, Reactivation, Suppression

logger = structlog.get_logger(__name__)

CHANGE_PERSON = "members.change_user"  # who may give a person another address
PER_DAY = 3  # links to one address
KEPT = timedelta(days=30)  # of the address in clear; its hash stays, for what came back before says nothing any more
REFUSED = "Cette personne s’est opposée à nos courriels\u00a0: elle seule peut revenir sur sa décision."


@transaction.atomic
def ask(*, contact: User, address: str, by: User | None) -> Reactivation:
    """Mail the link. ``by``: of the team; None: the person, who has no say about another address here."""
    address = normalise(address)
    _check(contact, address, by)
    if not limits.allow(f"reactivation:{address_hash(address)}", limit=PER_DAY, per=limits.DAY):
        raise FlashError("Cette adresse a reçu assez de liens aujourd’hui\u00a0: reprenez demain.")
    row = Reactivation.objects.create(contact=contact, address=address, instead_of=contact.address_hash, asked_by=by)
    emails.reactivation(row)
    if by is not None:
        audit.record(actor=by, verb="contact.ask_reactivation", target=contact, other=address != contact.email)
    return row


@transaction.atomic
def confirm(*, request_id: int, now: datetime | None = None) -> User:
    """The link was used: whoever did reads that mailbox. It serves once."""
    now = now or timezone.now()
    if not Reactivation.objects.open(now).filter(pk=request_id).update(used_at=now):
        raise subscriptions.LinkOver("Ce lien a déjà servi, ou il a plus de sept jours.")
    row = Reactivation.objects.get(pk=request_id)
    contact = User.objects.select_for_update(no_key=True).get(pk=row.contact_id)
    _check(contact, row.address, None, later=True)
    if row.address != contact.email:
        if row.instead_of != contact.address_hash:
            raise FlashError("L’adresse de ce compte a changé depuis l’envoi du lien\u00a0: il ne sert plus.")
        contact.email = row.address
        contact.save(update_fields=["email", "address_hash"])
    accounts.confirm_mailbox(contact)
    Suppression.objects.filter(address_hash=row.address_hash, scope=Suppression.Scope.FLASH).delete()
    if Preference.objects.filter(contact=contact, unsubscribed_by=FROM_COMPLAINT).exists():
        subscriptions.forget_departure(contact=contact)
    audit.record(actor=None, verb="contact.reactivate", target=contact)
    logger.info("address_reactivated", contact=contact.pk)
    return contact


def is_usable(request_id: int) -> bool:
    """Whether the link may still be used."""
    return Reactivation.objects.open(timezone.now()).filter(pk=request_id).exists()


def forget(now: datetime | None = None) -> int:
    """The typed addresses go after a month; those never confirmed go whole."""
    old = Reactivation.objects.filter(asked_at__lt=(now or timezone.now()) - KEPT)
    unused = old.filter(used_at=None).delete()[0]
    return unused + old.exclude(address="").update(address="", instead_of="")


def _check(contact: User, address: str, by: User | None, *, later: bool = False) -> None:
    """``later``: at the moment of the link, when more may stand in its way than when it was asked for."""
    if not contact.is_active:
        raise FlashError("Ce compte est fermé\u00a0: écrivez au Club.")
    if not reception.is_usable(address):
        raise FlashError("Cette adresse n’est pas utilisable\u00a0: vérifiez-la.")
    hashes = [address_hash(address), contact.address_hash]
    held = list(Suppression.objects.filter(address_hash__in=hashes, scope=Suppression.Scope.ALL))
    if held:
        raise FlashError(
            REFUSED if any(row.is_objection() for row in held) else "Plus aucun courriel ne part vers cette adresse."
        )
    if address == contact.email:
        return
    if User.objects.filter(email=address).exists():
        raise FlashError("Cette adresse est déjà celle d’une autre personne.")
    if not later and (by is None or not by.has_perm(CHANGE_PERSON) or is_staff(contact)):
        raise FlashError("Vous ne pouvez pas donner une autre adresse à cette personne.")
