"""Pause, resume, cancel, settle, end: what a sending may go through, and what may not happen."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, InternalError, transaction
from django.utils import timezone

from club.core.models import AuditEntry
from members.models import User
from newsletters.actions import sweeping
from newsletters.actions.delivering import cancel, finish, pause, resume, settle, stop_for_reputation
from newsletters.errors import FlashError
from newsletters.models import Delivery, DeliveryEvent, Issue
from tests.factories import make_user
from tests.newsletters.kit.people import make_frozen_issue, make_issue

pytestmark = pytest.mark.django_db


@pytest.fixture
def by() -> User:
    return make_user(is_staff=True)


def rows_in(issue: Issue, *states: str) -> list[Delivery]:
    """One row in each of ``states``, under lease where the state asks for one."""
    rows = list(Delivery.objects.of(issue))
    assert len(rows) == len(states)
    for row, state in zip(rows, states, strict=True):
        row.state = state
        row.lease_until = timezone.now() if state in ("leased", "handing") else None
        row.save()
    return rows


def states(issue: Issue) -> list[str]:
    return list(Delivery.objects.of(issue).values_list("state", flat=True))


def test_pause_takes_claimed_rows_back_and_leaves_those_under_way(by: User) -> None:
    issue = make_frozen_issue(4)
    rows = rows_in(issue, "ready", "leased", "handing", "sent")

    paused = pause(issue=issue, by=by, reason="Une faute dans le titre")

    assert (paused.state, paused.pause_reason) == (Issue.State.PAUSED, "Une faute dans le titre")
    assert states(issue) == ["ready", "ready", "handing", "sent"]
    rows[1].refresh_from_db()
    assert (rows[1].fence, rows[1].lease_until) == (1, None)
    assert AuditEntry.objects.get().verb == "issue.pause"


def test_resume_goes_on_where_it_stopped(by: User) -> None:
    issue = make_frozen_issue(1)
    pause(issue=issue, by=by, reason="")

    resumed = resume(issue=issue, by=by, tolerate=" 5.7.1 ")

    assert (resumed.state, resumed.tolerated_codes) == (Issue.State.SENDING, ["5.7.1"])


def test_cancel_gives_up_what_has_not_left(by: User) -> None:
    issue = make_frozen_issue(5)
    rows_in(issue, "ready", "leased", "deferred", "handing", "sent")

    cancel(issue=issue, by=by, reason="Erreur")

    assert states(issue) == ["cancelled", "cancelled", "cancelled", "handing", "sent"]
    assert not finish(issue_id=issue.pk)


def test_row_deferred_after_the_cancellation_is_cancelled_by_the_sweeper(by: User) -> None:
    issue = make_frozen_issue(2)
    cancel(issue=issue, by=by, reason="")
    rows_in(issue, "deferred", "sent")

    sweeping.sweep()

    assert states(issue) == ["cancelled", "sent"]


@pytest.mark.parametrize("act", [pause, resume, cancel])
def test_step_that_the_state_forbids_is_refused_in_words(by: User, act: object) -> None:
    issue = make_frozen_issue(1)
    Delivery.objects.update(state="sent")
    assert finish(issue_id=issue.pk)
    arguments = {"issue": issue, "by": by} | ({} if act is resume else {"reason": ""})

    with pytest.raises(FlashError, match="Flash info n° 1"):
        act(**arguments)


@pytest.mark.parametrize("left", ["ready", "leased", "handing", "deferred"])
def test_issue_is_not_sent_while_one_row_is_pending(left: str) -> None:
    issue = make_frozen_issue(2)
    rows_in(issue, "sent", left)

    assert not finish(issue_id=issue.pk)
    assert Issue.objects.get(pk=issue.pk).state == Issue.State.SENDING


def test_issue_is_sent_when_all_states_are_final() -> None:
    issue = make_frozen_issue(4)
    rows_in(issue, "sent", "refused", "uncertain", "skipped")

    assert finish(issue_id=issue.pk)
    assert not finish(issue_id=issue.pk)
    assert Issue.objects.get(pk=issue.pk).finished_at is not None


def test_issue_whose_rows_do_not_add_up_is_never_sent() -> None:
    issue = make_frozen_issue(3)
    rows_in(issue, "sent", "sent", "sent")
    Delivery.objects.first().delete()

    assert not finish(issue_id=issue.pk)


def test_leases_that_are_over_are_named() -> None:
    """Before its intent nothing can have left; after it, nobody knows."""
    issue = make_frozen_issue(4)
    rows = rows_in(issue, "leased", "handing", "sent", "ready")
    soon = timezone.now() + timedelta(minutes=1)
    Delivery.objects.filter(pk=rows[3].pk).update(state="leased", lease_until=soon)

    assert sweeping.sweep() == 2
    assert sweeping.sweep() == 0

    rows[0].refresh_from_db()
    rows[1].refresh_from_db()
    assert (rows[0].state, rows[0].fence, rows[0].settled_at) == ("ready", 1, None)
    assert (rows[1].state, rows[1].fence) == ("uncertain", 0)
    assert rows[1].reply_text == "interrompu pendant la remise"


def test_doubt_may_be_left_as_it_is(by: User) -> None:
    issue = make_frozen_issue(1)
    (row,) = rows_in(issue, "uncertain")

    settle(delivery=row, by=by, choice="leave", note="vu")

    row.refresh_from_db()
    assert (row.state, row.cause) == ("uncertain", "left")
    event = DeliveryEvent.objects.get()
    assert event.details == {"choice": "leave", "by": by.pk, "note": "vu"}
    with pytest.raises(FlashError):
        settle(delivery=row, by=by, choice="resend")


def test_doubt_confirmed_by_the_relay_is_sent(by: User) -> None:
    issue = make_frozen_issue(1)
    (row,) = rows_in(issue, "uncertain")

    assert settle(delivery=row, by=by, choice="confirm").state == "sent"


def test_sending_again_reopens_the_issue_and_moves_the_fence(by: User) -> None:
    issue = make_frozen_issue(1)
    (row,) = rows_in(issue, "uncertain")
    finish(issue_id=issue.pk)

    settle(delivery=row, by=by, choice="resend")

    row.refresh_from_db()
    assert (row.state, row.fence) == ("ready", 1)
    assert Issue.objects.get(pk=issue.pk).state == Issue.State.SENDING


def test_nothing_of_a_cancelled_issue_is_sent_again(by: User) -> None:
    issue = make_frozen_issue(2)
    row, _ = rows_in(issue, "uncertain", "ready")
    cancel(issue=issue, by=by, reason="")

    with pytest.raises(FlashError, match="annulé"):
        settle(delivery=row, by=by, choice="resend")


def test_reputation_stop_gives_back_only_rows_refused_for_that_code() -> None:
    issue = make_frozen_issue(4)
    rows = rows_in(issue, "refused", "refused", "refused", "leased")
    for row, code, enhanced in zip(rows, (554, 550, 550), ("5.7.1", "5.1.1", ""), strict=False):
        row.reply_code, row.enhanced_code = code, enhanced
        row.save()

    assert stop_for_reputation(issue_id=issue.pk, code="5.7.1", words="554 5.7.1 blocked")
    assert not stop_for_reputation(issue_id=issue.pk, code="5.7.1", words="554 5.7.1 blocked")

    assert states(issue) == ["ready", "refused", "refused", "ready"]


@pytest.mark.parametrize(("before", "after"), [("draft", "sending"), ("cancelled", "sending"), ("draft", "sent")])
def test_database_refuses_a_leap_of_state(before: str, after: str) -> None:
    issue = make_issue(state=before)

    with pytest.raises((InternalError, IntegrityError)), transaction.atomic():
        Issue.objects.filter(pk=issue.pk).update(state=after)


def test_database_refuses_approval_by_the_author() -> None:
    issue = make_issue()

    with pytest.raises(IntegrityError), transaction.atomic():
        Issue.objects.filter(pk=issue.pk).update(approved_by=issue.author)


def test_database_refuses_a_frozen_content_that_was_not_approved() -> None:
    issue = make_frozen_issue(1)

    with pytest.raises(IntegrityError), transaction.atomic():
        Issue.objects.filter(pk=issue.pk).update(frozen_hash="0" * 64)


def test_events_are_append_only(by: User) -> None:
    issue = make_frozen_issue(1)
    (row,) = rows_in(issue, "uncertain")
    settle(delivery=row, by=by, choice="leave")

    with pytest.raises(InternalError), transaction.atomic():
        DeliveryEvent.objects.update(details={})
    with pytest.raises(InternalError), transaction.atomic():
        DeliveryEvent.objects.get().delete()
