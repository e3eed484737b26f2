"""Service mails about organisations and those who act for them, by the kernel’s outbox."""

from django.conf import settings
from django.urls import reverse

from club.core import outbox, tokens
from club.core.models import OutboxMail
from members.models import Invitation

INVITATION = "members.invitation"


def invitation(row: Invitation) -> OutboxMail:
    """The link that makes somebody act for an organisation."""
    address = reverse("public:members:invitation", args=[tokens.sign(INVITATION, row.pk)])
    return outbox.post(
        key=f"invitation:{row.pk}",
        template="members/emails/invitation",
        to=row.email,
        context={"invitation": row, "url": f"{settings.SITE_URL}{address}"},
        secret=True,
    )
