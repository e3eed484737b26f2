"""Trial sends: the issue as it is now, to a few addresses, along the very path of the real sending."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from club.core import audit, doorbell
from members.addresses import address_hash, normalise
from members.models import User
from newsletters.actions.freezing import render
from newsletters.errors import FlashError
from newsletters.models import Delivery, Issue, Lane, TestSend
from newsletters.rendering.content import content_hash

MOST_ADDRESSES = 20


@transaction.atomic
def send_test(*, issue: Issue, addresses: Sequence[str], by: User) -> TestSend:
    """Sends every block of ``issue`` to ``addresses``; its rows are counted nowhere else.

    Each call is a trial of its own: the same address may get the next one too.
    """
    wanted = {address_hash(address): normalise(address) for address in addresses if address.strip()}
    if not wanted or len(wanted) > MOST_ADDRESSES:
        raise FlashError(f"Un envoi d’essai va à une adresse au moins, {MOST_ADDRESSES} au plus.")
    for address in wanted.values():
        _refuse_unusable(address)
    blocks = list(issue.blocks.select_related("supplier").in_order())
    test = TestSend.objects.create(issue=issue, asked_by=by, content_hash=content_hash(issue, blocks))
    rendition = render(issue, blocks, test=test)
    lane_ids = set()
    for digest, address in wanted.items():
        lane = Lane.objects.for_address(address)
        lane_ids.add(lane.pk)
        Delivery.objects.create(
            issue=issue,
            test=test,
            rendition=rendition,
            lane=lane,
            address=address,
            address_hash=digest,
            segment=Delivery.Segment.TEST,
        )
    audit.record(actor=by, verb="issue.trial", target=issue, addresses=len(wanted))
    for lane_id in lane_ids:
        doorbell.ring("newsletters.send_lane", lane_id)
    return test


def _refuse_unusable(address: str) -> None:
    try:
        if not address.isascii():
            raise ValidationError("")
        validate_email(address)
    except ValidationError:
        raise FlashError(f"L’adresse « {address} » n’est pas utilisable.") from None
