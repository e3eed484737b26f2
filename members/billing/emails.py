"""Service mails of proposals, terms and documents, by the kernel’s outbox."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.urls import reverse
from stdnum import iban

from club.core import outbox
from club.core.models import OutboxMail
from members.billing import figures, files, links
from members.billing.models import AcceptanceCode, Document, Instalment, Proposal
from members.billing.recipients import Recipient
from members.models import Affiliation


def proposal(row: Proposal, *, again: datetime | None = None) -> OutboxMail:
    """The link to read and accept a proposal; ``again``: staff send it once more."""
    suffix = f":{again:%Y%m%d%H%M%S}" if again else f":{row.pdf_sha256[:16]}"
    return outbox.post(
        key=f"proposal:{row.pk}{suffix}",
        template="billing/emails/proposal",
        to=row.sent_to,
        context={
            "proposal": row,
            "kind": row.kind,
            "total": figures.quote_of(row).total,
            "url": links.proposal_url(row.pk),
        },
        secret=True,
    )


def acceptance_code(row: AcceptanceCode, *, code: str, life: timedelta) -> OutboxMail:
    """The one-time code that proves the address of whoever accepts."""
    return outbox.post(
        key=f"acceptance-code:{row.pk}",
        template="billing/emails/acceptance_code",
        to=row.email,
        context={"code": code, "minutes": int(life.total_seconds() // 60), "proposal": row.proposal},
        secret=True,
        expires=life,
    )


def welcome(row: Proposal) -> OutboxMail | None:
    """The term has begun: what is open, where the document is. To whoever accepted."""
    if not row.accepted_by_email:
        return None
    context: dict[str, Any] = {
        "proposal": row,
        "joins": row.kind == Proposal.Kind.JOINING,
        "url": f"{settings.SITE_URL}{reverse('portal:home')}",
        "document": row.documents.exclude(number=None).first(),
    }
    return outbox.post(
        key=f"welcome:{row.membership_id}",
        template="billing/emails/welcome",
        to=row.accepted_by_email,
        context=context,
    )


def representative_invited(affiliation: Affiliation) -> OutboxMail:
    """Somebody acts for a member from now on: how to enter, with a code and no password."""
    return outbox.post(
        key=f"representative:{affiliation.pk}",
        template="billing/emails/representative",
        to=affiliation.person.email,
        person=affiliation.person,
        context={
            "affiliation": affiliation,
            "url": f"{settings.SITE_URL}{reverse('account_request_login_code')}",
        },
    )


def document_issued(document: Document, *, to: Recipient) -> OutboxMail:
    """A document has just been issued: what it asks for or gives back, with its PDF."""
    return outbox.post(
        key=f"document:{document.pk}",
        template="billing/emails/document",
        to=to.address,
        person=to.person,
        context={"document": document, "credit": document.cites, **_how_to_pay()},
        attachments=[_pdf(document)],
    )


def _pdf(document: Document) -> outbox.Attachment:
    return outbox.Attachment(files.name_of(document.pdf_sha256), f"{document.number}.pdf")


def reminder(part: Instalment, *, document: Document, rule: str, left: Decimal, to: Recipient) -> OutboxMail:
    """What is left of an instalment, how to pay it and where the document is; the tone rises with the rule."""
    return outbox.post(
        key=f"reminder:{part.pk}:{rule}",
        template=f"billing/emails/reminder_{rule}",
        to=to.address,
        person=to.person,
        context={
            "document": document,
            "part": part,
            "left": left,
            **_how_to_pay(),
        },
        attachments=[_pdf(document)],
    )


def _how_to_pay() -> dict[str, str]:
    return {
        "iban": iban.format(settings.SELLER["iban"]),
        "bic": settings.SELLER["bic"],
        "payee": settings.SELLER["name"],
        "url": f"{settings.SITE_URL}{reverse('portal:home')}",
    }
