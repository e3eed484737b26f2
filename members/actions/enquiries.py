"""The relay of messages to listed professionals: written, confirmed from the writer's own mailbox, passed on, erased.

No address is shown to anybody before its owner writes: the professional reads the writer's, who learns the
professional's only from an answer.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from club.core import limits
from club.core.errors import ClubError
from members import emails, listings
from members.listings import Listing
from members.models import Enquiry
from members.models.directory import KEPT_DAYS, LINK_LIFE, UNCONFIRMED_KEPT

SAME = timedelta(minutes=10)
PER_RECIPIENT = 20
ERASED = {"name": "", "email": "", "phone": "", "message": ""}


@transaction.atomic
def ask(*, to: Listing, name: str, email: str, phone: str, message: str) -> Enquiry:
    """Keep the message and mail its writer a link; nothing of it leaves before the link is used.

    The same message written again within ten minutes is the same.
    """
    said = {"recipient": to.recipient, "page": to.url, "name": name, "email": email, "phone": phone}
    since = timezone.now() - SAME
    before = Enquiry.objects.filter(**said, message=message, sent_at=None, asked_at__gt=since).first()
    enquiry = before or Enquiry.objects.create(**said, message=message, about=to.title[:200])
    emails.confirm_enquiry(enquiry)
    return enquiry


def is_usable(enquiry: Enquiry, now: datetime | None = None) -> bool:
    return enquiry.sent_at is None and enquiry.asked_at > (now or timezone.now()) - LINK_LIFE


def send(*, enquiry: Enquiry) -> None:
    """Its writer has proved the address: the message goes to the professional, a copy to the writer; once."""
    if not is_usable(enquiry):
        raise ClubError("Ce lien a déjà servi, ou il a plus de trois jours.")
    recipient = listings.at(enquiry.page).recipient
    if recipient is None or recipient.pk != enquiry.recipient_id or not listings.reads(recipient):
        raise ClubError("Cette personne ne reçoit plus de message par l’annuaire.")
    if not limits.allow(f"enquiry-to:{recipient.pk}", limit=PER_RECIPIENT, per=limits.DAY):
        raise ClubError("Cette personne a déjà reçu beaucoup de messages aujourd’hui : revenez demain sur ce lien.")
    _pass_on(enquiry)


@transaction.atomic
def _pass_on(enquiry: Enquiry) -> None:
    if not Enquiry.objects.filter(pk=enquiry.pk, sent_at=None).update(sent_at=timezone.now()):
        raise ClubError("Ce message est déjà parti.")
    emails.enquiry(enquiry)
    emails.enquiry_copy(enquiry)


@transaction.atomic
def forget_enquiries(now: datetime | None = None) -> tuple[int, int]:
    """Messages never confirmed go after a week; of those passed on, words and writer after ninety days."""
    now = now or timezone.now()
    unconfirmed = Enquiry.objects.filter(sent_at=None, asked_at__lt=now - UNCONFIRMED_KEPT).delete()[0]
    old = Enquiry.objects.filter(erased_at=None, sent_at__lt=now - timedelta(days=KEPT_DAYS))
    return unconfirmed, old.update(**ERASED, erased_at=now)
