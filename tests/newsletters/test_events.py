"""What each answer of the relay does to the row, its lane and its issue: one row of the table per case."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db.models.functions import Now
from django.utils import timezone

from newsletters.actions import delivering, sweeping
from newsletters.models import Delivery, Issue, Lane, Suppression
from newsletters.sending.limits import Limits
from newsletters.sending.loop import Sender
from tests.newsletters.kit.checker import check
from tests.newsletters.kit.people import default_lane, make_frozen_issue
from tests.newsletters.kit.plan import Fault, Plan
from tests.newsletters.kit.running import RunningSink

QUICK = Limits(
    lease=20, renewal=1, dot=1, handing=30, reply=1, connect=1, claims=20, stale_intent=5, first_closure=60
)
Send = Callable[..., Issue]


@pytest.fixture
def send(sink: RunningSink) -> Send:
    """Freezes an issue, sends it once through a relay with these faults, checks that nothing untrue was written."""

    def sending(*faults: Fault, recipients: int = 3, sockets: int = 1, **plan: object) -> Issue:
        issue = make_frozen_issue(recipients)
        sink.restart(Plan(faults=list(faults), **plan))
        limits = {name: getattr(QUICK, name) for name in QUICK.__slots__} | {"sockets": sockets}
        Sender(default_lane().pk, relay=sink.relay, limits=Limits(**limits)).run()
        verdict = check(issue, sink)
        assert verdict.holds, verdict
        assert sink.violations() == []
        return Issue.objects.get(pk=issue.pk)

    return sending


def states(issue: Issue) -> dict[str, int]:
    return {state: count for state, count in Delivery.objects.of(issue).count_by_state().items() if count}


def row(issue: Issue, state: str) -> Delivery:
    return Delivery.objects.of(issue).get(state=state)


@pytest.mark.parametrize(
    "fault",
    [
        Fault("connect", "421 4.3.2 not now"),
        Fault("connect", "554 5.3.2 no service"),
        Fault("connect", "close"),
        Fault("connect", "silent"),
        Fault("ehlo", "500 5.5.1 what"),
        Fault("ehlo", "close"),
        Fault("mail", "421 4.3.2 closing"),
        Fault("rcpt", "421 4.3.2 closing"),
        Fault("data", "421 4.3.2 closing"),
    ],
    ids=lambda fault: f"{fault.stage} {fault.action[:6]}",
)
def test_relay_that_does_not_want_us_closes_the_lane(send: Send, fault: Fault) -> None:
    issue = send(fault)

    assert states(issue) == {"ready": 3}
    assert not Delivery.objects.of(issue).exclude(attempts=0, drops=0).exists()
    lane = default_lane()
    assert lane.failures == 1
    assert timedelta(seconds=40) < lane.closed_until - timezone.now() <= timedelta(seconds=60)
    assert lane.last_error


def test_relay_that_is_not_there_closes_the_lane(sink: RunningSink) -> None:
    issue = make_frozen_issue(3)

    Sender(default_lane().pk, relay=sink.relay, limits=QUICK).run()

    assert states(issue) == {"ready": 3}
    assert "Connection refused" in default_lane().last_error


def test_closed_lane_sends_nothing_then_opens_with_the_first_success(send: Send, sink: RunningSink) -> None:
    issue = send(Fault("connect", "421 4.3.2 not now"))
    sink.restart(Plan())

    Sender(default_lane().pk, relay=sink.relay, limits=QUICK).run()
    assert states(issue) == {"ready": 3}
    Lane.objects.update(closed_until=Now())
    Sender(default_lane().pk, relay=sink.relay, limits=QUICK).run()

    assert states(issue) == {"sent": 3}
    lane = default_lane()
    assert (lane.failures, lane.closed_since, lane.closed_until, lane.last_error) == (0, None, None, "")


def test_lane_closed_for_five_minutes_is_told_once(send: Send) -> None:
    send(Fault("connect", "close"))
    assert sweeping.note_closed_lanes() == []
    Lane.objects.filter(is_default=True).update(closed_since=timezone.now() - timedelta(minutes=6))

    assert sweeping.note_closed_lanes() == [default_lane()]
    assert sweeping.note_closed_lanes() == []


def test_one_connection_too_many_only_slows_the_lane(send: Send) -> None:
    issue = send(Fault("connect", "421 4.7.0 too many", skip=3), recipients=60, sockets=6)

    lane = default_lane()
    assert lane.closed_until is None
    assert lane.speed < lane.connections
    assert states(issue) == {"sent": 60}


def test_4xx_at_mail_halves_the_lane_and_counts_nothing(send: Send) -> None:
    issue = send(Fault("mail", "451 4.3.0 slow down", times=1))

    waiting = row(issue, "ready")
    assert (waiting.attempts, waiting.drops, waiting.stage) == (0, 0, "mail")
    assert states(issue) == {"ready": 1, "sent": 2}
    assert default_lane().speed == 10


def test_lane_gets_one_connection_more_each_hundred_messages(send: Send) -> None:
    Lane.objects.update(speed=2)

    send(recipients=210)

    assert default_lane().speed == 4


@pytest.mark.parametrize("stage", ["rcpt", "data", "dot"])
def test_4xx_defers_along_the_ladder(send: Send, stage: str) -> None:
    issue = send(Fault(stage, "451 4.2.1 come back", times=1))

    deferred = row(issue, "deferred")
    assert (deferred.attempts, deferred.reply_code, deferred.enhanced_code) == (1, 451, "4.2.1")
    assert (deferred.stage, deferred.reply_text) == (stage, "4.2.1 come back")
    assert timedelta(minutes=4) < deferred.next_at - timezone.now() <= timedelta(minutes=5)
    assert states(issue) == {"deferred": 1, "sent": 2}
    assert not delivering.finish(issue_id=issue.pk)


def test_deferred_for_48_hours_is_refused_as_expired(send: Send, sink: RunningSink) -> None:
    issue = send(Fault("rcpt", "451 4.2.1 come back", times=1))
    long_ago = timezone.now() - timedelta(hours=47)
    Delivery.objects.filter(state="deferred").update(next_at=Now(), first_try_at=long_ago, attempts=8)
    sink.restart(Plan(faults=[Fault("rcpt", "451 4.2.1 come back")]))

    Sender(default_lane().pk, relay=sink.relay, limits=QUICK).run()

    expired = row(issue, "refused")
    assert (expired.cause, expired.attempts) == ("expired", 9)
    assert delivering.finish(issue_id=issue.pk)


@pytest.mark.parametrize("stage", ["rcpt", "dot"])
@pytest.mark.parametrize("code", ["5.1.1", "5.1.2", "5.1.6", "5.1.10"])
def test_unknown_address_is_refused_and_suppressed(send: Send, stage: str, code: str) -> None:
    issue = send(Fault(stage, f"550 {code} no such user", times=1))

    refused = row(issue, "refused")
    assert (refused.reply_code, refused.enhanced_code, refused.stage) == (550, code, stage)
    assert Suppression.objects.get().address_hash == refused.address_hash
    assert states(issue) == {"refused": 1, "sent": 2}


def test_other_5xx_is_final_and_suppresses_nobody(send: Send) -> None:
    issue = send(Fault("rcpt", "552 5.2.2 mailbox full", times=1))

    assert row(issue, "refused").enhanced_code == "5.2.2"
    assert not Suppression.objects.exists()
    assert delivering.finish(issue_id=issue.pk)


@pytest.mark.parametrize(
    "fault",
    [
        Fault("rcpt", "554 5.7.1 blocked"),
        Fault("dot", "554 5.7.1 looks like spam"),
        Fault("mail", "550 5.1.8 sender refused"),
        Fault("data", "550 5.7.26 not authenticated"),
    ],
    ids=lambda fault: fault.stage,
)
def test_refusal_about_us_pauses_the_issue_and_blames_nobody(send: Send, fault: Fault) -> None:
    issue = send(fault, recipients=30, sockets=3)

    assert issue.state == Issue.State.PAUSED
    assert fault.action in issue.pause_reason
    assert states(issue) == {"ready": 30}
    assert not Suppression.objects.exists()


def test_code_shared_by_two_per_cent_pauses_the_issue_and_gives_its_rows_back(send: Send, sink: RunningSink) -> None:
    issue = send(Fault("rcpt", "550 no thanks", share=0.2), recipients=150, sockets=2)

    assert issue.state == Issue.State.PAUSED
    assert "refused" not in states(issue)
    assert not Suppression.objects.exists()
    delivering.resume(issue=issue, by=issue.author, tolerate="550")
    Sender(default_lane().pk, relay=sink.relay, limits=QUICK).run()
    assert set(states(issue)) == {"sent", "refused"}
    assert delivering.finish(issue_id=issue.pk)


def test_many_unknown_addresses_alert_and_the_sending_goes_on(send: Send) -> None:
    issue = send(Fault("rcpt", "550 5.1.1 no such user", share=0.3), recipients=150)

    assert issue.state == Issue.State.SENDING
    assert "une adresse sur dix" in issue.alert
    assert set(states(issue)) == {"sent", "refused"}


@pytest.mark.parametrize("stage", ["dot", "accepted"])
@pytest.mark.parametrize("action", ["close", "silent"])
def test_no_answer_after_the_dot_is_uncertain_and_never_sent_again(
    send: Send, sink: RunningSink, stage: str, action: str
) -> None:
    issue = send(Fault(stage, action, times=1))

    doubtful = row(issue, "uncertain")
    assert doubtful.stage == "dot"
    assert doubtful.reply_text in ("connexion fermée par le relais", "sans réponse (dot)")
    sink.restart(Plan())
    Lane.objects.update(closed_until=Now())
    sweeping.sweep()
    Sender(default_lane().pk, relay=sink.relay, limits=QUICK).run()
    assert states(issue) == {"sent": 2, "uncertain": 1}
    assert delivering.finish(issue_id=issue.pk)
    assert len(sink.accepted()) == (3 if stage == "accepted" else 2)


@pytest.mark.parametrize("stage", ["mail", "rcpt", "data"])
@pytest.mark.parametrize("action", ["close", "silent"])
def test_connection_lost_before_the_dot_gives_the_row_back(send: Send, stage: str, action: str) -> None:
    issue = send(Fault(stage, action, times=1))

    assert set(states(issue)) <= {"ready", "sent"}
    assert not Delivery.objects.of(issue).exclude(attempts=0).exists()


def test_row_that_loses_its_connection_three_times_is_deferred(send: Send, sink: RunningSink) -> None:
    issue = send(Fault("rcpt", "close"), recipients=1)
    for _ in range(2):
        Lane.objects.update(closed_until=None)
        Sender(default_lane().pk, relay=sink.relay, limits=QUICK).run()

    assert row(issue, "deferred").attempts == 1


def test_354_without_any_recipient_gets_a_lone_dot(send: Send, sink: RunningSink) -> None:
    issue = send(Fault("rcpt", "550 5.1.1 no such user", times=1), eager=True)

    assert states(issue) == {"refused": 1, "sent": 2}
    assert len(sink.accepted()) == 2
