"""Service mails of Flash info, by the kernel’s outbox; the issues themselves leave by ``newsletters.sending``."""

from django.conf import settings
from django.urls import reverse

from club.core import outbox
from club.core.models import OutboxMail
from members.models import Affiliation, Notice, User
from newsletters import links
from newsletters.models import Reactivation, SubscriptionRequest, Suppression


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


def reactivation(row: Reactivation) -> OutboxMail:
    """The link by which the reader of an address that was set aside says that it works."""
    return outbox.post(
        key=f"reactivation:{row.pk}",
        template="newsletters/emails/reactivation",
        to=row.address,
        person=row.contact,
        context={"url": links.reactivation_url(row.pk)},
        secret=True,
        expires=Reactivation.LINK_LIFE,
    )


def dead_address(death: Suppression, affiliation: Affiliation, administrator: User) -> OutboxMail:
    """To an administrator: a colleague's address works no more. Once per person, organisation and death."""
    page = reverse("portal:members:colleagues", args=[affiliation.organisation_id])
    unknown = death.cause == Suppression.Cause.UNKNOWN
    return outbox.post(
        key=f"dead-address:{death.pk}:{affiliation.pk}",
        template="newsletters/emails/dead_address",
        to=administrator.email,
        person=administrator,
        context={
            "colleague": affiliation.person,
            "organisation": affiliation.organisation,
            "address": affiliation.person.email,
            "since": death.created_at,
            "why": "n’existe plus" if unknown else "ne répond plus",
            "url": f"{settings.SITE_URL}{page}",
        },
    )
