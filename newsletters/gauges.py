"""What the monitoring should know of Flash info; read from rows, at each scrape."""

from django.conf import settings
from django.db.models import Min
from django.utils import timezone

from club.core.health import Gauge, register_gauge
from newsletters.models import Delivery, Issue, Lane


def register() -> None:
    register_gauge(
        Gauge("flash_oldest_ready_seconds", "Age of the oldest delivery that is due", oldest_due_age, limit=900)
    )
    register_gauge(Gauge("flash_uncertain", "Deliveries in doubt that nobody has settled", count_uncertain))
    register_gauge(Gauge("flash_lanes_closed", "Lanes closed after failed connections", count_closed_lanes, limit=0))


def oldest_due_age() -> float:
    """Seconds the oldest due delivery of a running issue has waited; 0 when none does, or while mail is off."""
    if not settings.MAIL_ENABLED:
        return 0
    due = Delivery.objects.filter(
        issue__in=Issue.objects.sending(),
        is_open=True,
        state__in=[Delivery.State.READY, Delivery.State.DEFERRED],
        next_at__lte=timezone.now(),
    )
    first = due.aggregate(first=Min("next_at"))["first"]
    return (timezone.now() - first).total_seconds() if first else 0


def count_uncertain() -> int:
    return Delivery.objects.in_doubt().count()


def count_closed_lanes() -> int:
    return Lane.objects.filter(closed_until__gt=timezone.now()).count()
