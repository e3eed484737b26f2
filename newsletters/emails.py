"""Service mails of Flash info, by the kernel’s outbox; the issues themselves leave by ``newsletters.sending``."""

from club.core import outbox
from club.core.models import OutboxMail
from members.models import Notice
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


def information(notice: Notice) -> OutboxMail:
    """What GDPR article 14 has us tell somebody whose address came in a file, when no Flash info did.

    It is no secret: its link refuses mail, it opens nothing; so a doubt can be settled by sending it again.
    """
    person = notice.person
    return outbox.post(
        key=f"information:{person.pk}",
        template="newsletters/emails/information",
        to=person.email,
        person=person,
        context={
            "source": " ".join(person.source_label.split()),
            "collected_on": person.collected_on,
            "represents": person.affiliations.current().exists(),
            "objection_url": links.objection_url(notice.pk),
        },
    )
