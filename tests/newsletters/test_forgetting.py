"""Addresses leave deliveries after thirteen months: in batches, once, and never while a row may still be sent."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from club.core.outbox import KEPT
from newsletters import reasons
from newsletters.actions import delivering, forgetting
from newsletters.errors import FlashError
from newsletters.models import Delivery, Issue, TestSend
from newsletters.tasks import forget_addresses
from tests.factories import make_delivery, make_issue, make_sent_issue, make_staff, make_user

pytestmark = pytest.mark.django_db
OLD, YOUNG = KEPT + timedelta(hours=1), KEPT - timedelta(hours=1)


def issue_frozen(ago: timedelta, **overrides: object) -> Issue:
    return make_sent_issue(frozen_at=timezone.now() - ago, **overrides)


def addresses(issue: Issue) -> list[str]:
    return list(Delivery.objects.filter(issue=issue).order_by("pk").values_list("address", flat=True))


def test_thirteen_months_are_thirteen_months() -> None:
    assert timedelta(days=394) <= KEPT <= timedelta(days=397)


def test_old_issues_lose_addresses_and_keep_everything_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forgetting, "BATCH", 2)
    old, young = issue_frozen(OLD), issue_frozen(YOUNG)
    rows = [make_delivery(issue=old, reply_text="250 <a@b.example> ok", reply_code=250) for _ in range(5)]
    kept = make_delivery(issue=young)
    before = list(Delivery.objects.of(old).order_by("pk").values_list("address_hash", "state", "reply_code"))
    forget_addresses()
    assert addresses(old) == [""] * len(rows)
    assert set(Delivery.objects.of(old).values_list("reply_text", flat=True)) == {""}
    assert before == list(Delivery.objects.of(old).order_by("pk").values_list("address_hash", "state", "reply_code"))
    assert addresses(young) == [kept.address]
    young.refresh_from_db()
    old.refresh_from_db()
    assert (old.addresses_erased_at is not None, young.addresses_erased_at) == (True, None)


def test_twice_is_once_and_an_issue_done_is_not_read_again() -> None:
    make_delivery(issue=issue_frozen(OLD))
    assert [forgetting.forget_addresses() for _ in range(2)] == [1, 0]
    stamp = Issue.objects.get().addresses_erased_at
    forgetting.forget_addresses()
    assert Issue.objects.get().addresses_erased_at == stamp


def test_a_run_that_ends_early_is_taken_up_again(monkeypatch: pytest.MonkeyPatch) -> None:
    issue = issue_frozen(OLD)
    make_delivery(issue=issue)
    monkeypatch.setattr(forgetting, "WINDOW", -1.0)
    assert forgetting.forget_addresses() == 0
    monkeypatch.setattr(forgetting, "WINDOW", 60.0)
    assert (forgetting.forget_addresses(), addresses(issue)) == (1, [""])


@pytest.mark.parametrize("state", ["sending", "paused"])
def test_an_issue_that_is_not_over_keeps_its_addresses(state: str) -> None:
    issue = issue_frozen(OLD, state=state, finished_at=None)
    row = make_delivery(issue=issue, state="ready")
    assert (forgetting.forget_addresses(), addresses(issue)) == (0, [row.address])
    Issue.objects.filter(pk=issue.pk).update(state="cancelled")  # negative control: the state alone held it
    assert (forgetting.forget_addresses(), addresses(issue)) == (1, [""])


def test_trials_lose_theirs_too() -> None:
    trial = TestSend.objects.create(issue=make_issue(), asked_by=make_user(), content_hash="ab" * 32)
    row = make_delivery(test=trial, issue=trial.issue)
    assert forgetting.forget_addresses() == 0
    TestSend.objects.update(created_at=timezone.now() - OLD)
    assert forgetting.forget_addresses() == 1
    assert Delivery.objects.get(pk=row.pk).address == ""


def test_a_doubt_without_address_is_never_sent_again(staff_client: Client) -> None:
    issue = issue_frozen(OLD)
    row = make_delivery(issue=issue, state="uncertain")
    path = f"/console/flash-info/{issue.number}/suivi/doutes/"
    assert 'value="resend"' in staff_client.get(path).content.decode()
    forgetting.forget_addresses()
    page = staff_client.get(path).content.decode()
    assert "adresse effacée" in page
    assert 'value="resend"' not in page
    with pytest.raises(FlashError, match="effacée"):
        delivering.settle(delivery=row, by=make_staff(), choice="resend")
    row.refresh_from_db()
    assert row.state == Delivery.State.UNCERTAIN
    assert "Remise non confirmée" in reasons.answers(row.contact, [issue])[0].words
