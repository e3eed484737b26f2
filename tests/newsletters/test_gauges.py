"""What the monitoring reads of Flash info."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from club.core import health
from newsletters import gauges
from newsletters.actions.delivering import pause
from newsletters.models import Delivery
from tests.newsletters.kit.people import default_lane, make_frozen_issue

pytestmark = pytest.mark.django_db


def test_oldest_due_delivery_ages_until_the_issue_pauses(settings: Any) -> None:
    issue = make_frozen_issue(3)
    Delivery.objects.update(next_at=timezone.now() + timedelta(hours=1))
    assert gauges.oldest_due_age() == 0
    Delivery.objects.filter(pk=Delivery.objects.first().pk).update(next_at=timezone.now() - timedelta(minutes=20))
    assert 1199 < gauges.oldest_due_age() < 1260
    settings.MAIL_ENABLED = False
    assert gauges.oldest_due_age() == 0
    settings.MAIL_ENABLED = True
    pause(issue=issue, by=None, reason="essai")
    assert gauges.oldest_due_age() == 0


def test_doubts_that_somebody_left_are_settled() -> None:
    make_frozen_issue(3)
    Delivery.objects.update(state=Delivery.State.UNCERTAIN)
    Delivery.objects.filter(pk=Delivery.objects.first().pk).update(cause=Delivery.Cause.LEFT)
    assert gauges.count_uncertain() == 2


def test_closed_lane_degrades_the_report(client: Client) -> None:
    lane = default_lane()
    lane.closed_until = timezone.now() + timedelta(minutes=1)
    lane.save()
    report = client.get("/sante/pret/").json()
    assert report["ready"] is True
    assert report["gauges"]["flash_lanes_closed"] == {"value": 1, "state": "degraded"}


def test_report_costs_few_statements(django_assert_max_num_queries: Any) -> None:
    """As many at three rows as at none: the gauges are asked often."""
    health.readiness()
    with django_assert_max_num_queries(8):
        health.readiness()
    make_frozen_issue(3)
    with django_assert_max_num_queries(8):
        health.readiness()
