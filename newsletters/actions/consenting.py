"""What a reader agrees to have measured. Each decision is a row of a ledger with the words shown (GDPR art. 7)."""

import structlog
from django.db import transaction

from members.models import User
from newsletters.actions.subscriptions import held
from newsletters.measure import WORDS
from newsletters.models import Hit, Issue, OpenedInsert, Preference, TrackingConsent

logger = structlog.get_logger(__name__)

Tracking = Preference.Tracking
FROM_CONFIRMATION = "confirmation de l’abonnement"


@transaction.atomic
def choose(*, contact: User, tracking: str, source: str) -> Preference:
    """From the next issue on; the same choice again changes nothing.

    Whoever no longer agrees to be named is forgotten at once: clicks not judged yet lose their reader first, which is
    the order in which ``judging`` takes these rows too.
    """
    if tracking != Tracking.INDIVIDUAL:
        Hit.objects.filter(reader=contact).update(reader=None)
    preference = held(contact)
    if preference.tracking != tracking:
        preference.tracking = tracking
        preference.save()
        TrackingConsent.objects.create(contact=contact, tracking=tracking, words=WORDS[tracking], source=source)
        logger.info("flash_measure_chosen", contact=contact.pk, tracking=tracking)
    if tracking != Tracking.INDIVIDUAL:
        OpenedInsert.objects.filter(contact=contact).delete()
    return preference


@transaction.atomic
def erase_opened(*, contact: User) -> int:
    """The inserts noted so far are forgotten, clicks not judged yet included; what was agreed to stays agreed."""
    Hit.objects.filter(reader=contact).update(reader=None)
    held(contact)  # a judge at work is waited for
    return OpenedInsert.objects.filter(contact=contact).delete()[0]


def from_message(issue: Issue) -> str:
    """The origin of what is decided by the link of a message."""
    return f"Flash info n°\u00a0{issue.number}, lien du message"
