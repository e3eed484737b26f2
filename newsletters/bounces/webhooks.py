"""What a provider tells by HTTP, put in the same words by Anymail: it checks who calls and reads each dialect.

Our own sender hands the messages over; nothing of Anymail sends. Only providers whose events repeat our Message-ID
are here; what the others bounce comes back to the mailbox, by the envelope.
"""

import json
from typing import Any

from anymail.exceptions import AnymailConfigurationError, AnymailWebhookValidationFailure
from anymail.signals import AnymailTrackingEvent, EventType, RejectReason
from anymail.webhooks.base import AnymailBaseWebhookView
from anymail.webhooks.brevo import BrevoTrackingWebhookView
from anymail.webhooks.mailgun import MailgunTrackingWebhookView
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from newsletters.actions import receiving
from newsletters.bounces import servers
from newsletters.bounces.matching import match
from newsletters.bounces.reports import MOST_WORDS, Kind, Report, tokens

PROVIDERS: dict[str, type[AnymailBaseWebhookView]] = {
    "brevo": BrevoTrackingWebhookView,
    "mailgun": MailgunTrackingWebhookView,
}
KINDS = {
    EventType.BOUNCED: Kind.BOUNCE,
    EventType.REJECTED: Kind.BOUNCE,
    EventType.COMPLAINED: Kind.COMPLAINT,
    EventType.UNSUBSCRIBED: Kind.UNSUBSCRIPTION,
    EventType.QUEUED: Kind.ARRIVED,
    EventType.SENT: Kind.ARRIVED,
    EventType.DELIVERED: Kind.ARRIVED,
}


class Refused(Exception):
    """Whoever calls is not the provider, or says nothing that can be read."""


def is_open(provider: str) -> bool:
    """Only the provider that the environment names, and with its secret."""
    return bool(settings.ANYMAIL.get("WEBHOOK_SECRET")) and provider == settings.BOUNCES_WEBHOOK_PROVIDER


def take(provider: str, request: HttpRequest) -> int:
    """Applies each event of a call; gives how many changed something or named a message of ours."""
    view = PROVIDERS[provider]()
    try:
        view.run_validators(request)
        events = view.parse_events(request)
    except (AnymailWebhookValidationFailure, AnymailConfigurationError) as fault:
        raise Refused(type(fault).__name__) from fault
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        raise Refused("unreadable") from fault
    reports = [report for event in events if (report := report_of(event))]
    outcomes = [receiving.apply(report, match(report), by=provider) for report in reports]
    return sum(outcome not in receiving.Outcome.for_people() for outcome in outcomes)


def report_of(event: AnymailTrackingEvent) -> Report | None:
    """None for what we never ask about: openings, clicks, delays."""
    kind = KINDS.get(event.event_type)
    if kind is None:
        return None
    if event.reject_reason == RejectReason.SPAM:
        kind = Kind.COMPLAINT
    words = str(event.mta_response or event.description or "")
    given = "5.1.1" if event.reject_reason == RejectReason.INVALID else ""
    message_id = str(event.message_id or "").strip().strip("<>")
    return Report(
        kind=kind,
        at=min(event.timestamp or timezone.now(), timezone.now()),
        quoted=tokens("retour", _text(event.esp_event)),
        message_ids=(f"<{message_id}>",) if message_id else (),
        recipients=(event.recipient,) if event.recipient else (),
        code=servers.code_of(words, given),
        words=" ".join(words.replace("\0", "").split())[:MOST_WORDS],
        server=str(event.recipient or "").rpartition("@")[2],
    )


def _text(raw: Any) -> str:
    """The provider's own event, where an envelope of ours may stand."""
    try:
        return json.dumps(raw, default=str)
    except (TypeError, ValueError):
        return str(raw)
