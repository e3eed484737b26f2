"""Which of our messages a report speaks of. Only what we signed names one: a reference made up names nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from club.core import composing
from club.core.models import OutboxMail
from members.addresses import address_hash
from newsletters import links, tokens
from newsletters.bounces.reports import Report
from newsletters.models import Delivery, Issue

RECENT = timedelta(days=60)  # an issue that left longer ago is not looked for by its Message-ID
MOST_CANDIDATES = 100  # messages of one address whose Message-ID is compared


@dataclass(frozen=True, slots=True)
class Match:
    """``forged``: it came to an address of ours that bears a reference we never signed."""

    delivery: Delivery | None = None
    mail: OutboxMail | None = None
    forged: bool = False

    @property
    def found(self) -> bool:
        return self.delivery is not None or self.mail is not None


def match(report: Report) -> Match:
    """By the envelope first. One that is false ends the search, whatever else the message says."""
    if report.envelope:
        return named(report.envelope) or Match(forged=True)
    if report.leaving:
        return _by_link(report.leaving) or Match(forged=True)
    return (
        named(report.quoted)
        or _by_link(report.quoted_leaving)
        or by_message_id(report.message_ids, report.recipients)
        or Match()
    )


def named(envelopes: Iterable[str]) -> Match | None:
    """The delivery, or the service mail, that an envelope was signed for."""
    for token in envelopes:
        if (pk := tokens.read(tokens.ENVELOPE, token)) and (delivery := _deliveries().filter(pk=pk).first()):
            return Match(delivery=delivery)
        if (pk := tokens.read(composing.ENVELOPE, token)) and (mail := OutboxMail.objects.filter(pk=pk).first()):
            return Match(mail=mail)
    return None


def by_message_id(message_ids: Iterable[str], recipients: Iterable[str]) -> Match | None:
    """Message-IDs are keyed hashes of the issue and the contact: computed again for whoever the report names."""
    wanted = {value.strip().strip("<>") for value in message_ids} - {""}
    addresses = list(recipients)
    if not wanted or not addresses:
        return None
    hashes = [address_hash(address) for address in addresses]
    recent = Issue.objects.filter(frozen_at__gt=timezone.now() - RECENT).values_list("pk", flat=True)
    rows = _deliveries().filter(issue__in=list(recent), address_hash__in=hashes)
    for row in rows.order_by("-pk")[:MOST_CANDIDATES]:
        contact = links.contact_key(row.contact_id, row.test_id, row.address_hash)
        if wanted & set(links.message_ids(row.issue_id, contact)):
            return Match(delivery=row)
    numbers = {value.partition("@")[0] for value in wanted}
    for mail in OutboxMail.objects.filter(to_address__in=addresses).order_by("-pk")[:MOST_CANDIDATES]:
        if composing.message_number(mail.pk) in numbers:
            return Match(mail=mail)
    return None


def speaks_of(match: Match, report: Report) -> bool:
    """Whether the recipients that the report names, if it names any, are ours."""
    named = {address_hash(address) for address in report.recipients}
    ours = {match.delivery.address_hash} if match.delivery else set()
    ours |= {address_hash(match.mail.to_address)} if match.mail else set()
    return not named or bool(named & ours)


def _by_link(found: Iterable[str]) -> Match | None:
    for token in found:
        if (pk := tokens.read(tokens.UNSUBSCRIBE, token)) and (delivery := _deliveries().filter(pk=pk).first()):
            return Match(delivery=delivery)
    return None


def _deliveries() -> QuerySet[Delivery]:
    return Delivery.objects.select_related("contact", "issue")
