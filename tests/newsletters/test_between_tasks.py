"""What one task leaves for those that come after: the answers it heard, a row it slept on."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from newsletters.actions import delivering, sweeping
from newsletters.models import Delivery, Issue
from newsletters.sending.ledger import Ledger
from newsletters.sending.loop import Sender
from tests.at_once import somebody_waits
from tests.newsletters.kit.checker import check
from tests.newsletters.kit.people import default_lane, make_frozen_issue
from tests.newsletters.kit.plan import Fault, Plan
from tests.newsletters.kit.running import RunningSink
from tests.newsletters.test_events import QUICK, states


@pytest.mark.parametrize(("remembers", "state"), [(True, "paused"), (False, "sending")])
def test_task_judges_with_the_answers_of_the_one_before(sink: RunningSink, remembers: bool, state: str) -> None:
    """Five refusals in all are one too many for two hundred answers; the second task alone sees two of them."""
    issue = make_frozen_issue(6)
    rows = Delivery.objects.of(issue)
    rows.filter(pk__in=list(rows.values_list("pk", flat=True)[3:])).update(next_at=Now() + timedelta(hours=1))
    sink.restart(Plan(faults=[Fault("rcpt", "550 no thanks")]))
    Sender(default_lane().pk, relay=sink.relay, limits=QUICK).run()
    assert states(issue)["refused"] == 3
    if not remembers:
        cache.clear()
    rows.filter(state="ready").update(next_at=Now())
    sink.restart(Plan(faults=[Fault("rcpt", "550 no thanks", times=2)]))
    Sender(default_lane().pk, relay=sink.relay, limits=QUICK).run()
    assert Issue.objects.get(pk=issue.pk).state == state


def test_doubt_ended_by_a_late_waker_reopens_the_issue(sink: RunningSink) -> None:
    """A sender sleeps past its lease before the dot; the issue ends without it; it wakes and withdraws the row."""
    issue = make_frozen_issue(2)
    sink.restart(Plan())
    ledger = Ledger(QUICK)
    (held,) = ledger.claim(default_lane().pk, 1)
    assert ledger.step([], [held]) == {held.id}
    finish_without(issue, held.id, sink)
    assert states(issue) == {"sent": 1, "uncertain": 1}

    ledger.withdraw([held], "arrêté entre l’intention et l’envoi")
    ledger.close()
    finish_without(issue, 0, sink)

    assert Issue.objects.get(pk=issue.pk).state == Issue.State.SENT
    assert states(issue) == {"sent": 2}
    assert check(issue, sink).holds


def test_intents_are_written_in_the_order_in_which_a_pause_locks(sink: RunningSink) -> None:
    """Whoever waits for the first row holds none behind it: a pause that has the first one gets them all."""
    make_frozen_issue(3)
    ledger = Ledger(QUICK)
    first, *_, last = rows = ledger.claim(default_lane().pk, 3)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            locked(first.id)
            step = pool.submit(ledger.step, [], rows[::-1])
            while not somebody_waits():
                assert not step.done()
            assert locked(last.id)
        assert step.result() == {row.id for row in rows}
    ledger.close()


def locked(pk: int) -> Delivery:
    return Delivery.objects.select_for_update(nowait=True).get(pk=pk)


def finish_without(issue: Issue, sleeping: int, sink: RunningSink) -> None:
    """Sweeps and sends what others can; the row ``sleeping`` is past its lease."""
    Delivery.objects.filter(pk=sleeping).update(lease_until=timezone.now() - timedelta(minutes=1))
    sweeping.sweep()
    Sender(default_lane().pk, relay=sink.relay, limits=QUICK).run()
    delivering.finish(issue_id=issue.pk)
