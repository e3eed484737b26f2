"""What suppliers are told of their contributions, by the kernel’s outbox."""

from club.contributions import links
from club.contributions.models import Submission, Version
from club.core import outbox
from club.core.models import OutboxMail


def send_decision(*, submission: Submission) -> OutboxMail | None:
    """What the Club decided, to whoever handed it in; None when the Club itself did."""
    handed_in = submission.versions.filter(side=Version.Side.SUPPLIER).select_related("by").first()
    if handed_in is None or handed_in.by.is_staff:
        return None
    return outbox.post(
        key=f"contribution:{submission.pk}:{submission.versions.count()}:{submission.state}",
        template="contributions/emails/decision",
        to=handed_in.by.email,
        person=handed_in.by,
        context={"submission": submission, "url": links.follow_url(handed_in.pk)},
        secret=True,
    )
