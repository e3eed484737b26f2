"""What follows from what comes back: hard at once, soft after three in a row, about us never, whatever the order."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from club.core import doorbell
from club.core.models import OutboxMail
from members.models import User
from newsletters import tasks
from newsletters.actions import informing, returns, sweeping
from newsletters.models import Delivery, DeliveryEvent, Issue, Preference, Reactivation, Suppression
from tests.factories import make_ambassador, make_delivery, make_mail, make_sent_issue, make_user

pytestmark = pytest.mark.django_db
FIRST = datetime(2026, 9, 1, 9, 30, tzinfo=UTC)


def sent(person: User, number: int, **overrides: Any) -> list[Delivery]:
    """``number`` issues that left for one person, a fortnight apart, the oldest first."""
    rows = [make_delivery(contact=person, **overrides) for _ in range(number)]
    for place, row in enumerate(rows):
        left_at = FIRST + timedelta(days=14 * place)
        Issue.objects.filter(pk=row.issue_id).update(frozen_at=left_at)
        Delivery.objects.filter(pk=row.pk).update(settled_at=left_at)
    return list(Delivery.objects.filter(pk__in=[row.pk for row in rows]).order_by("pk"))


def bounce(row: Delivery, code: str) -> bool:
    return returns.note_bounce(delivery=Delivery.objects.get(pk=row.pk), code=code, at=timezone.now())


def causes() -> list[str]:
    return [str(cause) for cause in Suppression.objects.values_list("cause", flat=True)]


@pytest.fixture
def person() -> User:
    return make_ambassador().person


def test_three_soft_in_a_row_suppress_and_two_do_not(person: User) -> None:
    rows = sent(person, 3)
    for row, wanted in zip(rows, [[], [], ["bounces"]], strict=True):
        Delivery.objects.filter(pk__gt=row.pk).update(state="ready")
        assert bounce(row, "5.2.2")
        Delivery.objects.update(state="sent")
        assert causes() == (wanted if row is rows[-1] else [])


def test_an_issue_that_arrived_starts_the_count_anew(person: User) -> None:
    rows = sent(person, 5)
    for row in (rows[0], rows[1], rows[3], rows[4]):
        bounce(row, "5.2.2")
    assert causes() == []
    bounce(rows[2], "5.2.2")  # it did not arrive after all
    assert causes() == ["bounces"]


def test_refusals_at_once_count_as_those_that_come_back(person: User) -> None:
    rows = sent(person, 3)
    Delivery.objects.filter(pk__in=[rows[0].pk, rows[1].pk]).update(state="refused", enhanced_code="5.2.2")
    bounce(rows[2], "4.4.1")
    assert causes() == ["bounces"]


def test_three_refusals_at_once_suppress_when_the_issue_has_left(person: User) -> None:
    rows = sent(person, 3)
    Delivery.objects.update(state="refused", enhanced_code="5.2.2")
    Delivery.objects.filter(pk=rows[1].pk).update(enhanced_code="5.7.1")  # about us: stepped over
    assert (returns.weigh_refusals(issue_id=rows[2].issue_id), causes()) == (0, [])
    Delivery.objects.filter(pk=rows[1].pk).update(enhanced_code="4.4.1")
    tasks.note_informed(rows[2].issue_id)  # what a settled doubt rings for
    assert causes() == []
    assert [returns.weigh_refusals(issue_id=rows[2].issue_id) for _ in range(2)] == [1, 0]
    assert causes() == ["bounces"]


def test_refusals_are_weighed_by_as_many_statements_for_one_as_for_three(django_assert_num_queries: Any) -> None:
    for number in (1, 3):
        issue = make_sent_issue()
        for _ in range(number):
            (row,) = sent(person := make_user(), 1)
            bounce(row, "5.2.2")
            make_delivery(contact=person, issue=issue, state="refused", enhanced_code="4.4.1")
        with django_assert_num_queries(4):
            assert returns.weigh_refusals(issue_id=issue.pk) == 0


def test_a_settled_doubt_weighs_no_issue_again(
    person: User, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    rung: list[str] = []
    monkeypatch.setattr(doorbell, "_send", lambda task, ids: rung.append(task))
    row = make_delivery(contact=person, state="uncertain")
    with django_capture_on_commit_callbacks(execute=True):
        assert returns.note_accepted(delivery=row, at=timezone.now())
    assert rung == ["newsletters.note_informed"]


def test_what_is_about_us_suppresses_nobody_however_often(person: User) -> None:
    for row in sent(person, 4):
        bounce(row, "5.7.1")
    assert (causes(), DeliveryEvent.objects.filter(meaning="reputation").count()) == ([], 4)


@pytest.mark.parametrize(
    ("told", "state"), [("5.2.2", "sent"), ("complaint", "sent"), ("accepted", "sent"), (None, "uncertain")]
)
def test_what_came_during_the_handing_over_settles_a_later_doubt(person: User, told: str | None, state: str) -> None:
    over = timezone.now() - timedelta(seconds=1)
    row = make_delivery(contact=person, state="handing", lease_until=over, settled_at=None)
    if told:
        tell(row, told)
    assert Delivery.objects.get().state == "handing"
    sweeping.sweep()
    assert (Delivery.objects.get().state, Delivery.objects.in_doubt().exists()) == (state, state == "uncertain")


def test_a_third_return_counts_while_its_message_is_being_handed_over(person: User) -> None:
    rows = sent(person, 3)
    Delivery.objects.filter(pk=rows[2].pk).update(state="handing", lease_until=timezone.now(), settled_at=None)
    bounce(rows[0], "5.2.2")
    bounce(rows[1], "5.2.2")
    assert causes() == []
    bounce(rows[2], "5.2.2")
    assert causes() == ["bounces"]


def test_a_bounce_told_nobody_where_we_have_the_address_from() -> None:
    person = make_user(source="imported", informed_at=None)
    (row,) = sent(person, 1)
    informing.note_informed(issue_id=row.issue_id)
    assert User.objects.get(pk=person.pk).informed_at == row.settled_at
    bounce(row, "5.2.2")
    informing.note_informed(issue_id=row.issue_id)
    assert User.objects.get(pk=person.pk).informed_at is None


def test_what_the_person_or_the_team_decided_stays(person: User) -> None:
    (row,) = sent(person, 1)
    Suppression.objects.create(address_hash=person.address_hash, cause="request", scope="all")
    bounce(row, "5.1.1")
    returns.note_complaint(delivery=row, at=timezone.now())
    assert list(Suppression.objects.values_list("cause", "scope")) == [("request", "all")]


def test_what_came_back_before_the_address_was_proved_counts_no_more(person: User) -> None:
    rows = sent(person, 3)
    proof = FIRST + timedelta(days=20)  # between the second issue and the third
    Reactivation.objects.create(contact=person, address=person.email, used_at=proof)
    bounce(rows[0], "5.1.1")
    bounce(rows[1], "5.2.2")
    bounce(rows[2], "5.2.2")
    assert causes() == []
    bounce(rows[2], "5.1.1")
    assert causes() == ["unknown"]


def test_a_service_mail_that_comes_back_stops_flash_info_to_an_address_that_is_not(person: User) -> None:
    full, gone = (
        make_mail(to_address=person.email, state="sent"),
        make_mail(to_address=person.email, state="uncertain"),
    )
    for _ in range(2):
        returns.note_returned_mail(mail=full, code="5.2.2", at=timezone.now(), words="mailbox full")
    assert causes() == []
    assert returns.note_returned_mail(mail=gone, code="5.1.1", at=timezone.now(), words="unknown")
    assert not returns.note_returned_mail(mail=gone, code="5.1.1", at=timezone.now(), words="unknown")
    assert causes() == ["unknown"]
    assert OutboxMail.objects.get(pk=gone.pk).state == "sent"


TOLD = st.tuples(
    st.integers(0, 3),
    st.sampled_from(["5.1.1", "5.2.2", "4.4.1", "5.7.1", "complaint", "accepted"]),
)


def tell(row: Delivery, what: str) -> None:
    row = Delivery.objects.select_related("contact", "issue").get(pk=row.pk)
    if what == "complaint":
        returns.note_complaint(delivery=row, at=timezone.now())
    elif what == "accepted":
        returns.note_accepted(delivery=row, at=timezone.now())
    else:
        returns.note_bounce(delivery=row, code=what, at=timezone.now())


def state_after(person: User, rows: Sequence[Delivery], told: Sequence[tuple[int, str]]) -> tuple[object, ...]:
    with transaction.atomic():
        for which, what in told:
            tell(rows[which], what)
        found = (
            sorted(Suppression.objects.values_list("address_hash", "cause", "scope")),
            Preference.objects.unsubscribed().count(),
            list(Delivery.objects.order_by("pk").values_list("pk", "state")),
            sorted(DeliveryEvent.objects.exclude(kind="accepted").values_list("key", flat=True)),
        )
        transaction.set_rollback(True)
    return found


@given(st.lists(TOLD, max_size=7), st.randoms(use_true_random=False))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_order_and_twice_lead_to_the_same_state(told: list[tuple[int, str]], random: Any) -> None:
    with transaction.atomic():
        person = make_ambassador().person
        rows = sent(person, 4)
        Delivery.objects.filter(pk=rows[2].pk).update(state="uncertain")
        again = told + told
        random.shuffle(again)
        assert state_after(person, rows, told) == state_after(person, rows, again)
        transaction.set_rollback(True)
