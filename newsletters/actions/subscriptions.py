"""What readers decide for themselves: to subscribe, to leave, to come back, to choose sections, to pause.

The history of ``Preference`` is the proof of each decision.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import structlog
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from members.addresses import address_hash, normalise
from members.models import User
from newsletters import emails
from newsletters.actions import objections
from newsletters.errors import FlashError
from newsletters.models import (
    Block,
    Delivery,
    DeliveryEvent,
    Preference,
    Reactivation,
    SubscriptionRequest,
    Suppression,
)

logger = structlog.get_logger(__name__)

LINK_LIFE = timedelta(days=3)
KEPT = timedelta(days=7)  # after that the request is erased: the preference itself bears the proof
SAME_REQUEST = timedelta(minutes=10)
FROM_MESSAGE, FROM_PORTAL, FROM_FORM = "lien du message", "espace membres", "formulaire du site"


# A freeze holds its issue until the deliveries it makes can be seen; senders and pauses are in nobody's way here.
_WAIT_FOR_FREEZES = """
SELECT id FROM newsletters_issue WHERE event_id IS NOT NULL AND state = 'scheduled' FOR KEY SHARE
"""


class LinkOver(FlashError):
    """The link is too old, or it has served already."""


@transaction.atomic
def unsubscribe(*, contact: User, by: str, delivery: Delivery | None = None) -> Preference:
    """No Flash info to ``contact`` any more; doing it twice changes nothing. ``delivery``: whose link was used."""
    preference = held(contact)
    if preference.unsubscribed_at is None:
        preference.unsubscribed_at, preference.unsubscribed_by = timezone.now(), by
        preference.save()
        logger.info("flash_unsubscribed", contact=contact.pk)
    _note(delivery)
    return preference


@transaction.atomic
def leave(*, delivery: Delivery, by: str) -> None:
    """What the link of a message asks for: no Flash info any more, or no invitations, as the message was."""
    if delivery.contact is None:
        return
    if delivery.issue.event_id is None:
        unsubscribe(contact=delivery.contact, by=by, delivery=delivery)
    else:
        uninvite(contact=delivery.contact, by=by, delivery=delivery)


@transaction.atomic
def uninvite(*, contact: User, by: str, delivery: Delivery | None = None) -> Preference:
    """No mailing invites ``contact`` any more; Flash info, and invitations in person, go on. Twice changes nothing.

    An invitation that waits to leave does not leave: of one being frozen at this moment, its freeze is waited for.
    """
    preference = held(contact)
    if preference.uninvited_at is None:
        preference.uninvited_at, preference.uninvited_by = timezone.now(), by
        preference.save()
    with connection.cursor() as cursor:
        cursor.execute(_WAIT_FOR_FREEZES)
    _skip_waiting(contact)
    _note(delivery)
    return preference


def _skip_waiting(contact: User) -> None:
    """Invitations of ``contact`` that nobody is sending now; their rows are locked in the order of every sender."""
    waiting = Delivery.objects.filter(
        contact=contact,
        issue__event__isnull=False,
        test=None,
        is_open=True,
        state__in=[Delivery.State.READY, Delivery.State.DEFERRED],
    )
    found = list(waiting.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True))
    Delivery.objects.filter(pk__in=found).update(
        state=Delivery.State.SKIPPED,
        cause=Delivery.Cause.UNSUBSCRIBED,
        fence=F("fence") + 1,
        settled_at=timezone.now(),
    )


@transaction.atomic
def invite_again(*, contact: User) -> Preference:
    """The reader changes his mind about invitations."""
    preference = held(contact)
    preference.uninvited_at, preference.uninvited_by = None, ""
    preference.save()
    return preference


def _note(delivery: Delivery | None) -> None:
    """By the link of which message somebody left; told twice it counts once."""
    if delivery is not None:
        DeliveryEvent.objects.get_or_create(
            key=f"unsubscription:{delivery.pk}",
            defaults={"delivery": delivery, "kind": DeliveryEvent.Kind.UNSUBSCRIPTION},
        )


@transaction.atomic
def come_back(*, contact: User) -> Preference:
    """The reader changes his mind: Flash info comes again on the ground it came before, his objection is over."""
    objections.take_back(contact=contact)
    return forget_departure(contact=contact)


@transaction.atomic
def forget_departure(*, contact: User) -> Preference:
    """Neither unsubscribed nor paused any more; what is held against the address stays."""
    preference = held(contact)
    preference.unsubscribed_at, preference.unsubscribed_by, preference.paused_until = None, "", None
    preference.save()
    return preference


@transaction.atomic
def write_preferences(*, contact: User, sections: Sequence[str], paused_until: date | None) -> Preference:
    """``sections``: kinds of blocks wanted; all of them is the same as no choice."""
    preference = held(contact)
    everything = set(sections) == set(Block.Kind.values)
    preference.sections = None if everything else [kind for kind in Block.Kind.values if kind in sections]
    preference.paused_until = paused_until
    preference.save()
    return preference


@transaction.atomic
def subscribe(*, contact: User, origin: str) -> Preference:
    """``contact`` asked for Flash info himself, and his address is proved; it takes back a departure and a pause.

    An address that was set aside by bounces is used again: its reader has just answered from it. His own objection
    to any mail is over: he has just asked for some.
    """
    preference = held(contact)
    objections.take_back(contact=contact)
    preference.subscribed_at = preference.subscribed_at or timezone.now()
    preference.subscribed_from = preference.subscribed_from or origin
    preference.unsubscribed_at, preference.unsubscribed_by, preference.paused_until = None, "", None
    preference.save()
    suppressed = Suppression.objects.filter(address_hash=contact.address_hash, scope=Suppression.Scope.FLASH)
    if suppressed.delete()[0]:
        Reactivation.objects.create(contact=contact, address=contact.email, used_at=timezone.now())
    return preference


@transaction.atomic
def ask_subscription(*, address: str, now: datetime | None = None) -> None:
    """Write to ``address`` that somebody wants Flash info there; the caller cannot tell what was found.

    Nothing is written to who refused any mail, nor to a closed account; a second click is the same request.
    """
    now = now or timezone.now()
    if not _may_be_written_to(address):
        logger.info("flash_subscription_not_written")
        return
    open_requests = SubscriptionRequest.objects.filter(address_hash=address_hash(address), used_at=None)
    if open_requests.filter(asked_at__gt=now - SAME_REQUEST).exists():
        return
    request = SubscriptionRequest.objects.create(address=address, asked_at=now)
    emails.confirm_subscription(request)


@transaction.atomic
def ask_from_portal(*, contact: User) -> bool:
    """The person, signed in, wants Flash info at an address still to prove; whether it may be written to."""
    objections.take_back(contact=contact)
    ask_subscription(address=contact.email)
    return _may_be_written_to(contact.email)


@transaction.atomic
def confirm_subscription(*, request_id: int, now: datetime | None = None) -> User:
    """Consume the link: the reader becomes a person without affiliation, or what he already was, subscribed."""
    now = now or timezone.now()
    usable = SubscriptionRequest.objects.filter(pk=request_id, used_at=None, asked_at__gt=now - LINK_LIFE)
    if not usable.update(used_at=now):
        raise LinkOver("Ce lien a déjà servi, ou il a plus de trois jours.")
    address = SubscriptionRequest.objects.values_list("address", flat=True).get(pk=request_id)
    contact = User.objects.filter(email=normalise(address)).first()
    if contact is None:
        contact = User.objects.create_user(address, source=User.Source.SELF, source_label=FROM_FORM)
    elif not contact.is_active:
        raise LinkOver("Cette adresse est celle d’un compte fermé : écrivez-nous.")
    subscribe(contact=contact, origin=FROM_FORM)
    return contact


def is_usable(request_id: int, now: datetime | None = None) -> bool:
    """Whether the link of a request may still be used."""
    since = (now or timezone.now()) - LINK_LIFE
    return SubscriptionRequest.objects.filter(pk=request_id, used_at=None, asked_at__gt=since).exists()


def forget_requests(now: datetime | None = None) -> int:
    """Erase addresses typed by people who never confirmed, and requests already confirmed."""
    return SubscriptionRequest.objects.filter(asked_at__lt=(now or timezone.now()) - KEPT).delete()[0]


def _may_be_written_to(address: str) -> bool:
    refused = Suppression.objects.filter(address_hash=address_hash(address), scope=Suppression.Scope.ALL)
    closed = User.objects.filter(email=normalise(address), is_active=False)
    return not refused.exists() and not closed.exists()


def held(contact: User) -> Preference:
    """The preference of ``contact``, ours until the end of the transaction."""
    Preference.objects.get_or_create(contact=contact)
    return Preference.objects.select_for_update().get(contact=contact)
