"""Service mails of Flash info, by the kernel’s outbox; the issues themselves leave by ``newsletters.sending``."""

from club.core import outbox
from club.core.models import OutboxMail
from newsletters import links
from newsletters.models import SubscriptionRequest


def confirm_subscription(request: SubscriptionRequest) -> OutboxMail:
    """The link that turns a typed address into a subscription."""
    return outbox.post(
        key=f"flash-subscription:{request.pk}",
        template="newsletters/emails/confirm_subscription",
        to=request.address,
        context={"url": links.subscribe_url(request.pk)},
        secret=True,
    )
