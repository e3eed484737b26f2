"""A deployment in the middle of an issue: workers end quickly, and nobody is left in doubt."""

import time
from pathlib import Path

import pytest

from club.core import doorbell
from newsletters.models import Delivery, Issue
from tests import servers
from tests.newsletters.kit.checker import check
from tests.newsletters.kit.people import default_lane, make_frozen_issue
from tests.newsletters.kit.plan import Plan
from tests.newsletters.kit.running import running_sink

pytestmark = pytest.mark.slow


def test_sigterm_stops_between_two_messages(real_database: str, tmp_path: Path) -> None:
    issue = make_frozen_issue(1500)
    with running_sink(tmp_path) as sink:
        sink.restart(Plan(delay=0.05))
        options = {"queues": "flash", "processes": 2, "EMAIL_URL": sink.url}
        with servers.running_worker(tmp_path, **options) as worker:
            doorbell.ring("newsletters.send_lane", default_lane().pk)
            servers.wait_for(lambda: len(sink.accepted()) > 100, 60)
            began = time.monotonic()
            worker.process.terminate()
            worker.process.wait(25)
        print(f"ended in {time.monotonic() - began:.1f} s after {len(sink.accepted())} messages")
        states = Delivery.objects.of(issue).count_by_state()
        assert {state: count for state, count in states.items() if state not in ("ready", "sent")} == dict.fromkeys(
            set(states) - {"ready", "sent"}, 0
        )
        assert 100 < states["sent"] == len(sink.accepted()) < 1500

        sink.restart(Plan())
        with servers.running_worker(tmp_path, **options):
            doorbell.ring("newsletters.send_lane", default_lane().pk)
            servers.wait_for(lambda: Issue.objects.get(pk=issue.pk).state == Issue.State.SENT, 60)
        verdict = check(issue, sink)
        assert verdict.holds, verdict
        assert (verdict.states["sent"], verdict.doubts) == (1500, 0)
