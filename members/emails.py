"""Service mails about joining, organisations, those who act for them, and the directory, by the kernel’s outbox.

Those about joining repeat nothing that a stranger could have typed in a form.
"""

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from club.core import outbox, tokens
from club.core.models import OutboxMail
from members import links
from members.addresses import address_hash
from members.models import Application, Enquiry, Invitation
from members.models.directory import KEPT_DAYS, LINK_LIFE

INVITATION, ENQUIRY = "members.invitation", "members.enquiry"


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


def application_link(application: Application) -> OutboxMail:
    """The link to resume; once per application and address."""
    to = application.contact_email
    return _post(application, "application_link", f"application-link:{application.pk}:{address_hash(to)[:16]}")


def application_prepared(application: Application) -> OutboxMail:
    """The link of a draft that staff filled in for a prospect; at most one a day and address."""
    to = address_hash(application.contact_email)[:16]
    key = f"application-prepared:{application.pk}:{to}:{timezone.localdate():%Y%m%d}"
    return _post(application, "application_link", key, prepared=True)


def application_links(applications: Sequence[Application]) -> OutboxMail:
    """The links of an address's open applications; at most one a minute."""
    to = applications[0].contact_email
    return outbox.post(
        key=f"application-links:{address_hash(to)[:16]}:{timezone.now():%Y%m%d%H%M}",
        template="members/emails/application_links",
        to=to,
        context={"found": [(row, links.application_url(row.pk)) for row in applications]},
        secret=True,
    )


def application_received(application: Application) -> OutboxMail:
    """Sent, or sent again after changes."""
    return _post(application, "application_received", _dated("received", application))


def changes_asked(application: Application) -> OutboxMail:
    """What the Club would like to see completed."""
    return _post(application, "changes_asked", _dated("changes", application), said=application.changes_asked)


def application_refused(application: Application) -> OutboxMail:
    """The refusal; its reason only when it was released."""
    key = f"application-refused:{application.pk}"
    return _post(application, "application_refused", key, said=application.reason_released)


def _dated(kind: str, application: Application) -> str:
    """An application may be sent and given back several times: each sending has its own mail."""
    return f"application-{kind}:{application.pk}:{application.submitted_at:%Y%m%d%H%M%S%f}"


def _post(application: Application, template: str, key: str, **context: object) -> OutboxMail:
    return outbox.post(
        key=key,
        template=f"members/emails/{template}",
        to=application.contact_email,
        context={"url": links.application_url(application.pk), **context},
        secret=True,
    )


def confirm_enquiry(row: Enquiry) -> OutboxMail:
    """The link that lets a message of the directory go; it repeats nothing that was typed, not even a name."""
    address = reverse("public:directory:enquiry", args=[tokens.sign(ENQUIRY, row.pk)])
    return outbox.post(
        key=f"enquiry-confirm:{row.pk}",
        template="members/emails/confirm_enquiry",
        to=row.email,
        context={"url": f"{settings.SITE_URL}{address}"},
        secret=True,
        expires=LINK_LIFE,
    )


def enquiry(row: Enquiry) -> OutboxMail:
    """The message, to the professional; an answer goes straight to its writer. Erased here once it has left."""
    return outbox.post(
        key=f"enquiry:{row.pk}",
        template="members/emails/enquiry",
        to=row.recipient.email,
        person=row.recipient,
        context={"enquiry": row, "page": f"{settings.SITE_URL}{row.page}", "days": KEPT_DAYS},
        secret=True,
        reply_to=row.email,
    )


def enquiry_copy(row: Enquiry) -> OutboxMail:
    """What was passed on, to its writer; the professional's address is not in it."""
    return outbox.post(
        key=f"enquiry-copy:{row.pk}",
        template="members/emails/enquiry_copy",
        to=row.email,
        context={"enquiry": row, "page": f"{settings.SITE_URL}{row.page}", "days": KEPT_DAYS},
        secret=True,
    )
