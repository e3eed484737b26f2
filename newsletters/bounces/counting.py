"""What came back, by issue and by domain: counts of events, which bear what they are counted by."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from django.conf import settings
from django.db.models import Count, Min, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from newsletters.bounces import mailboxes
from newsletters.codes import Meaning
from newsletters.models import DeliveryEvent, Issue, MailboxReading, ReturnedMail

Kind = DeliveryEvent.Kind
KeyT = TypeVar("KeyT")
MOST_DOMAINS = 30
RECENT = timedelta(days=15)
MANY_COMPLAINTS = 0.001  # of the recipients: large mailbox providers speak of one in a thousand
FEWEST_REPUTATION, SHARE_REPUTATION = 3, 0.01
SILENCE = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Counts:
    unknown: int = 0
    soft: int = 0
    reputation: int = 0
    complaints: int = 0

    @property
    def bounces(self) -> int:
        return self.unknown + self.soft + self.reputation

    @property
    def all(self) -> int:
        return self.bounces + self.complaints


def by_issue(issues: Iterable[Issue]) -> dict[int, Counts]:
    """Of these issues, in one statement."""
    rows = _events().filter(issue__in=list(issues)).values_list("issue", "kind", "meaning")
    return _counted(rows.annotate(n=Count("pk")).order_by())


def by_domain(issue: Issue) -> list[tuple[str, Counts]]:
    """The domains that most came back from first."""
    rows = _events().filter(issue=issue).values_list("domain", "kind", "meaning")
    found = _counted(rows.annotate(n=Count("pk")).order_by())
    return sorted(found.items(), key=lambda item: (-item[1].all, item[0]))[:MOST_DOMAINS]


def alarming() -> list[tuple[Issue, Counts, str]]:
    """Issues that left lately whose returns speak of us, and why they call for somebody."""
    recent = list(Issue.objects.flash().filter(frozen_at__gt=timezone.now() - RECENT).order_by("-number"))
    counts, found = by_issue(recent), []
    for issue in recent:
        count, sent = counts.get(issue.pk, Counts()), issue.audience_count or 0
        if count.reputation >= max(FEWEST_REPUTATION, SHARE_REPUTATION * sent):
            found.append((issue, count, "reputation"))
        if count.complaints > max(1, MANY_COMPLAINTS * sent):
            found.append((issue, count, "complaints"))
    return found


def failing_mailboxes(now: datetime | None = None) -> list[MailboxReading]:
    """Mailboxes of the environment that could not be read for two hours."""
    limit = (now or timezone.now()) - SILENCE
    rows = MailboxReading.objects.filter(mailbox__in=mailboxes.names(), failed_since__isnull=False)
    return [row for row in rows if row.read_at is None or row.read_at < limit]


def silence() -> float:
    """Seconds since the mailbox that waits longest was read, or since it fails when it never was; 0 when there is
    none, or while mail is off.
    """
    if not settings.MAIL_ENABLED:
        return 0
    rows = MailboxReading.objects.filter(mailbox__in=mailboxes.names())
    first = rows.aggregate(first=Min(Coalesce("read_at", "failed_since")))["first"]
    return (timezone.now() - first).total_seconds() if first else 0


def to_look_at() -> int:
    return ReturnedMail.objects.to_look_at().count()


def about_us() -> int:
    """Refusals about us among what came back from the issues of the last fortnight."""
    return DeliveryEvent.objects.filter(meaning=Meaning.REPUTATION, at__gt=timezone.now() - RECENT).count()


def forged() -> int:
    """Messages of the last month that bore a reference we never signed."""
    since = timezone.now() - timedelta(days=30)
    return ReturnedMail.objects.filter(outcome=ReturnedMail.Outcome.FORGED, at__gt=since).count()


def _events() -> QuerySet[DeliveryEvent]:
    return DeliveryEvent.objects.filter(kind__in=[Kind.BOUNCE, Kind.COMPLAINT])


def _counted(rows: Iterable[tuple[KeyT, str, str, int]]) -> dict[KeyT, Counts]:
    found: dict[KeyT, dict[str, int]] = {}
    for key, kind, meaning, number in rows:
        name = "complaints" if kind == Kind.COMPLAINT else meaning
        found.setdefault(key, {})[name] = number
    return {key: Counts(**numbers) for key, numbers in found.items()}
