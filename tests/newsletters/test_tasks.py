"""The tasks: what beat and a starting worker set off, and that nothing leaves while mail is off."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import override_settings
from django.utils import timezone

from club.celery import BEAT_SCHEDULE, app
from newsletters import tasks
from newsletters.actions import sweeping
from newsletters.models import Delivery, Issue, Lane
from newsletters.sending.limits import SOFT_TIME_LIMIT, TIME_LIMIT
from tests import servers
from tests.newsletters.kit.checker import check
from tests.newsletters.kit.people import make_block, make_frozen_issue, make_issue, make_people, schedule
from tests.newsletters.kit.plan import Plan
from tests.newsletters.kit.running import running_sink


@pytest.mark.slow
def test_scheduled_issue_leaves_when_a_worker_starts(real_database: str, tmp_path: Path) -> None:
    """Nobody rings: the starting worker pumps, freezes, rings itself and sends."""
    make_people(120)
    issue = make_issue()
    make_block(issue)
    schedule(issue)
    with (
        running_sink(tmp_path, Plan()) as sink,
        servers.running_worker(tmp_path, queues="default,flash", EMAIL_URL=sink.url),
    ):
        servers.wait_for(lambda: Issue.objects.get(pk=issue.pk).state == Issue.State.SENT, 40)
        verdict = check(issue, sink)
    assert verdict.holds, verdict
    assert verdict.states["sent"] == 120


@pytest.mark.django_db
def test_nothing_leaves_while_mail_is_off() -> None:
    make_people(1)
    issue = make_issue()
    make_block(issue)
    schedule(issue)

    with override_settings(MAIL_ENABLED=False):
        tasks.pump()
        tasks.send_lane(Lane.objects.get(is_default=True).pk)

    assert Issue.objects.get(pk=issue.pk).state == Issue.State.SCHEDULED
    assert not Delivery.objects.exists()


def test_sender_has_its_queue_and_its_times() -> None:
    task = app.tasks["newsletters.send_lane"]
    assert (task.soft_time_limit, task.time_limit) == (SOFT_TIME_LIMIT, TIME_LIMIT) == (720, 780)
    assert app.amqp.router.route({}, "newsletters.send_lane")["queue"].name == "flash"
    assert BEAT_SCHEDULE["flash-pump"]["schedule"] == timedelta(minutes=1)
    assert app.conf.broker_transport_options["visibility_timeout"] > TIME_LIMIT


@pytest.mark.django_db
def test_open_lanes_with_rows_due_are_rung(monkeypatch: pytest.MonkeyPatch) -> None:
    rung: list[tuple[object, ...]] = []
    monkeypatch.setattr(sweeping.doorbell, "ring", lambda *call: rung.append(call))
    make_people(1)
    make_people(1, domain="orange.fr", prefix="o")
    make_people(1, domain="free.fr", prefix="f")
    make_frozen_issue(0)
    rung.clear()
    lanes = {lane.code: lane for lane in Lane.objects.all()}
    Lane.objects.filter(code="free").update(closed_until=timezone.now() + timedelta(minutes=1))
    Lane.objects.filter(code="autres").update(speed=25)

    assert sorted(sweeping.ring_lanes(sockets=10)) == sorted([lanes["autres"].pk, lanes["orange"].pk])

    name = "newsletters.send_lane"
    assert sorted(rung) == sorted([(name, lanes["autres"].pk)] * 3 + [(name, lanes["orange"].pk)])


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["paused", "cancelled"])
def test_lane_of_a_stopped_issue_is_not_rung(state: str) -> None:
    issue = make_frozen_issue(2)
    Issue.objects.filter(pk=issue.pk).update(state=state)

    assert sweeping.ring_lanes(sockets=10) == []
