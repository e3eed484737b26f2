"""Whom an issue reached: the statement that counts must say what a plain count in Python says."""

from collections import Counter
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from members.models import User
from newsletters.actions.counting_reach import ask_for_due, count_reach
from newsletters.models import Block, Delivery, DeliveryEvent, Issue, Lane, Reach, Rendition
from newsletters.tasks import count_reach as count_reach_task
from tests.factories import (
    make_ambassador,
    make_block,
    make_delivery,
    make_expert,
    make_expert_contact,
    make_issue,
    make_sent_issue,
    make_user,
)

pytestmark = pytest.mark.django_db
PEOPLE = 10
_variants = count(1)
Counted = dict[tuple[int | None, str, str], tuple[int, int, int]]

RECIPIENT = st.fixed_dictionaries(
    {
        "version": st.integers(0, 2),
        "segment": st.sampled_from(["ambassadors", "channel", "subscribers"]),
        "departement": st.sampled_from(["", "13", "48", "75"]),
        "state": st.sampled_from(["sent", "sent", "sent", "refused", "uncertain", "skipped", "cancelled"]),
        "is_trial": st.sampled_from([False, False, False, True]),
        "events": st.lists(st.sampled_from(["unknown", "soft", "reputation", "complaint"]), max_size=3),
    }
)


def make_rendition(issue: Issue, blocks: list[Block], tracking: str = "none", **fields: Any) -> Rendition:
    return Rendition.objects.create(
        issue=issue,
        blocks=[block.pk for block in blocks],
        variant=f"v{next(_variants)}",
        tracking=tracking,
        html="",
        text="",
        skeleton=b"message",
        slots=[],
        **fields,
    )


def make_bounce(delivery: Delivery, meaning: str = "soft") -> DeliveryEvent:
    kind = "complaint" if meaning == "complaint" else "bounce"
    return DeliveryEvent.objects.create(
        delivery=delivery, issue=delivery.issue, kind=kind, meaning="" if kind == "complaint" else meaning
    )


@pytest.fixture
def crowd() -> tuple[list[User], dict[int, set[str]]]:
    """Advisers, people of firms, somebody who is both, a subscriber; and what each is good at."""
    people = [make_user() for _ in range(PEOPLE)]
    make_ambassador(person=people[0], state="validated", topics=["website", "payment"])
    make_ambassador(person=people[1], state="validated", topics=["data"])
    make_ambassador(person=people[2], state="left", topics=["data"])
    make_expert_contact(person=people[3], expert=make_expert(state="listed", specialities=["payment"]))
    for topics in (["data", "funding"], ["data"]):
        make_expert_contact(person=people[4], expert=make_expert(state="listed", specialities=topics))
    make_ambassador(person=people[5], state="validated", topics=["website"])
    make_expert_contact(person=people[5], expert=make_expert(state="listed", specialities=["website", "printing"]))
    make_ambassador(person=people[6], state="validated", topics=[])
    skills = [{"website", "payment"}, {"data"}, set(), {"payment"}, {"data", "funding"}, {"website", "printing"}]
    return people, {person.pk: names for person, names in zip(people, skills, strict=False)}


def send(people: list[User], recipients: list[dict[str, Any]]) -> Issue:
    """An issue of three blocks in three versions, measured differently, as those recipients got it."""
    issue = make_sent_issue()
    blocks = [make_block(issue=issue) for _ in range(3)]
    trial = issue.tests.create(asked_by=issue.author, content_hash="ab" * 32)
    versions = [
        make_rendition(issue, blocks[:2], "anonymous"),
        make_rendition(issue, blocks[1:2]),
        make_rendition(issue, [blocks[1], blocks[0]], "individual"),
    ]
    for person, told in zip(people, recipients, strict=False):
        given = dict(told)
        test, rendition = trial if given.pop("is_trial") else None, versions[given.pop("version")]
        events = given.pop("events")
        row = make_delivery(issue=issue, contact=person, rendition=rendition, test=test, **given)
        for meaning in events:
            make_bounce(row, meaning)
    return issue


def naive(issue: Issue, skills: dict[int, set[str]]) -> Counted:
    accepted, bounced, measured = Counter(), Counter(), Counter()
    for row in issue.deliveries.select_related("rendition"):
        if row.test_id or row.state != "sent":
            continue
        parts = [("total", ""), ("audience", row.segment), ("departement", row.departement)]
        parts += [("speciality", topic) for topic in skills.get(row.contact_id, ())]
        came_back = row.events.filter(kind="bounce").exists()
        for block in [None, *row.rendition.blocks]:
            for part in parts:
                accepted[block, *part] += 1
                bounced[block, *part] += came_back
                measured[block, *part] += row.rendition.tracking != "none" and not came_back
    found = {key: (number, bounced[key], measured[key]) for key, number in accepted.items()}
    for block in [None, *issue.blocks.values_list("pk", flat=True)]:
        found.setdefault((block, "total", ""), (0, 0, 0))
    return found


def counted(issue: Issue) -> Counted:
    rows = Reach.objects.filter(issue=issue).values_list(
        "block", "dimension", "key", "accepted", "bounced", "measured"
    )
    return {row[:3]: row[3:] for row in rows}


@given(st.lists(RECIPIENT, max_size=PEOPLE))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_count_is_that_of_a_plain_reading(
    crowd: tuple[list[User], dict[int, set[str]]], recipients: list[dict[str, Any]]
) -> None:
    people, skills = crowd
    issue, other = send(people, recipients), send(people, recipients[:1])
    for _ in range(2):  # again changes nothing
        count_reach(issue_id=issue.pk)
        assert counted(issue) == naive(issue, skills)
    assert counted(other) == {}


def test_one_of_two_specialities_counts_in_both_and_once_in_all(
    crowd: tuple[list[User], dict[int, set[str]]],
) -> None:
    people, _ = crowd
    blank = {"version": 0, "segment": "ambassadors", "departement": "75", "state": "sent", "is_trial": False}
    issue = send(people, [{**blank, "events": ["soft", "soft"]}])
    count_reach_task(issue.pk)
    first, second, unseen = issue.blocks.in_order()
    assert counted(issue) == {
        (block, *part): numbers
        for block, numbers in [(None, (1, 1, 0)), (first.pk, (1, 1, 0)), (second.pk, (1, 1, 0))]
        for part in [
            ("total", ""),
            ("audience", "ambassadors"),
            ("departement", "75"),
            ("speciality", "website"),
            ("speciality", "payment"),
        ]
    } | {(unseen.pk, "total", ""): (0, 0, 0)}


def test_count_takes_few_statements(django_assert_max_num_queries: CaptureQueriesContext) -> None:
    issue = make_sent_issue()
    make_block(issue=issue)
    with django_assert_max_num_queries(6):
        count_reach(issue_id=issue.pk)


def test_what_is_due_is_read_from_rows() -> None:
    make_issue()
    issue, cancelled = make_sent_issue(), make_sent_issue(state="cancelled")
    old = make_sent_issue(frozen_at=timezone.now() - timedelta(days=40))
    row = make_delivery(issue=old)
    assert ask_for_due() == [issue.pk, cancelled.pk, old.pk]
    for one in (issue, cancelled, old):
        count_reach(issue_id=one.pk)
    assert ask_for_due() == []
    Reach.objects.update(counted_at=timezone.now() - timedelta(hours=21))
    assert ask_for_due() == [issue.pk, cancelled.pk]  # young
    make_bounce(row)
    make_bounce(row, "unknown")
    assert ask_for_due() == [issue.pk, cancelled.pk, old.pk]
    count_reach(issue_id=old.pk)
    assert old.reach.get(block=None, dimension="total").bounced == 1
    assert ask_for_due() == [issue.pk, cancelled.pk]


def test_returns_of_trials_and_of_refused_ask_for_nothing() -> None:
    issue = make_sent_issue(frozen_at=timezone.now() - timedelta(days=40))
    trial = issue.tests.create(asked_by=issue.author, content_hash="ab" * 32)
    make_bounce(make_delivery(issue=issue, test=trial, lane=Lane.objects.get(is_default=True)))
    make_bounce(make_delivery(issue=issue, state="refused"))
    count_reach(issue_id=issue.pk)
    assert ask_for_due() == []
