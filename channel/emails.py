"""Service mails about listings of firms, by the kernel’s outbox."""

from django.conf import settings
from django.urls import reverse

from channel.models import Claim
from club.core import outbox, tokens
from club.core.models import OutboxMail
from members.models import User

CLAIM = "channel.claim"


def prove_claim(claim: Claim) -> OutboxMail:
    """The link that proves a claim, to the address it gave: of the firm's domain, or of a known contact."""
    address = reverse("public:directory:claim_proof", args=[tokens.sign(CLAIM, claim.pk)])
    return _post(claim, "prove_claim", claim.email, url=f"{settings.SITE_URL}{address}")


def claim_accepted(claim: Claim, person: User) -> OutboxMail:
    """Where to write the listing from now on."""
    address = reverse("portal:channel:firm", args=[claim.expert_id])
    return _post(claim, "claim_accepted", person.email, url=f"{settings.SITE_URL}{address}")


def claim_refused(claim: Claim) -> OutboxMail:
    return _post(claim, "claim_refused", claim.email, said=claim.reason)


def _post(claim: Claim, template: str, to: str, **context: object) -> OutboxMail:
    return outbox.post(
        key=f"{template.replace('_', '-')}:{claim.pk}",
        template=f"channel/emails/{template}",
        to=to,
        context={"firm": claim.expert.name, **context},
        secret=True,
    )
