"""People told from machines: what gives a gateway away, what a hurried person may do, nothing counted twice."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from club.core.outbox import KEPT
from newsletters.actions import forgetting, judging
from newsletters.actions.judging import Asked, judge, told_apart
from newsletters.models import Block, Click, Hit, OpenedInsert, Preference
from newsletters.tasks import forget_addresses, judge_clicks
from tests.factories import make_block, make_delivery, make_sent_issue

LEFT = datetime(2026, 11, 22, 9, tzinfo=UTC)
ANY = st.lists(
    st.builds(
        Asked,
        block=st.integers(1, 6),
        link=st.integers(0, 2),
        client=st.sampled_from(["a", "b"]),
        robot=st.booleans(),
        reader=st.sampled_from([None, 1, 2]),
        at=st.integers(0, 300).map(lambda seconds: LEFT + timedelta(seconds=seconds)),
        left_at=st.just(LEFT),
    ),
    max_size=40,
)


def asked(block: int, seconds: float, *, link: int = 0, **about: object) -> Asked:
    """Ten minutes after the issue left, and some seconds."""
    fields = {"client": "a", "robot": False, "reader": None, "left_at": LEFT} | about
    return Asked(block=block, link=link, at=LEFT + timedelta(seconds=600 + seconds), **fields)


def counted(*hits: Asked) -> tuple[int, int]:
    """Clicks of people and of machines."""
    people, robots = told_apart(hits)
    return len(people), len(robots)


@pytest.mark.parametrize(
    ("name", "hits", "found"),
    [
        ("a click", [asked(1, 0)], (1, 0)),
        ("two inserts within a minute", [asked(1, 0), asked(2, 40)], (2, 0)),
        ("two inserts in new tabs", [asked(1, 0), asked(2, 3)], (2, 0)),
        ("a reader of the whole issue", [asked(n, n * 20) for n in range(12)], (12, 0)),
        ("a double click", [asked(1, 0), asked(1, 0.4)], (1, 0)),
        ("picture and words of one insert", [asked(1, 0), asked(1, 1, link=1), asked(1, 2, link=2)], (3, 0)),
        ("the same link an hour of names later", [asked(1, 0), asked(1, 0, client="b")], (2, 0)),
        ("two people of one network", [asked(1, 0), asked(2, 1, client="b")], (2, 0)),
        ("two known readers of one network", [asked(1, 0, reader=1), asked(2, 1, reader=2)], (2, 0)),
        ("a gateway that opens all", [asked(n, n * 0.1) for n in range(12)], (0, 12)),
        ("a gateway that opens both", [asked(1, 0), asked(2, 1)], (0, 2)),
        ("a gateway that takes its time", [asked(n, n * 4) for n in range(5)], (0, 5)),
        ("a slower one", [asked(n, n * 12) for n in range(6)], (0, 6)),
        ("HEAD, then GET", [asked(1, 0, robot=True), asked(1, 1)], (0, 1)),
        ("HEAD by another", [asked(1, 0, robot=True, client="b"), asked(1, 1)], (1, 1)),
        ("its own word", [asked(1, 0, robot=True)], (0, 1)),
        ("a gateway, then its user", [*(asked(n, n * 0.1) for n in range(9)), asked(3, 200)], (1, 9)),
        ("the first minute", [asked(1, -545), asked(2, -535)], (1, 1)),
        ("own first minute", [asked(1, 0, left_at=LEFT + timedelta(seconds=590), reader=1)], (0, 1)),
    ],
)
def test_people_and_machines(name: str, hits: list[Asked], found: tuple[int, int]) -> None:
    assert counted(*hits) == counted(*reversed(hits)) == found


@pytest.mark.parametrize(
    ("guard", "off", "hits"),
    [
        ("BURSTS", (), [asked(n, n * 0.1) for n in range(12)]),
        ("FIRST", timedelta(0), [asked(1, -545)]),
        ("NEAR", timedelta(seconds=-1), [asked(1, 0, robot=True), asked(1, 1)]),
    ],
)
def test_without_its_guard_a_machine_passes_for_a_person(
    guard: str, off: object, hits: list[Asked], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert counted(*hits)[0] == 0
    monkeypatch.setattr(judging, guard, off)
    assert counted(*hits)[0] > 0


@given(ANY)
@settings(max_examples=150)
def test_each_link_of_each_asker_counts_once_and_sure_machines_never_as_people(hits: list[Asked]) -> None:
    people, robots = told_apart(hits)
    for judged in (people, robots):
        keys = [(hit.client, hit.reader, hit.block, hit.link) for hit in judged]
        assert len(keys) == len(set(keys))
    assert {*people, *robots} <= set(hits)
    assert not any(hit.robot or hit.at < hit.left_at + judging.FIRST for hit in people)
    asked_for = {(hit.client, hit.reader, hit.block, hit.link) for hit in hits}
    assert {(hit.client, hit.reader, hit.block, hit.link) for hit in (*people, *robots)} == asked_for


# On rows


def hit(block: Block, *, minutes: float = 10, **about: object) -> Hit:
    return Hit.objects.create(
        **{"block": block, "link": 0, "client": "a", "at": timezone.now() - timedelta(minutes=minutes)} | about
    )


@pytest.fixture
def block(db: None) -> Block:
    return make_block(issue=make_sent_issue(frozen_at=timezone.now() - timedelta(hours=2)))


def clicks() -> list[tuple[int, int, int]]:
    return list(Click.objects.order_by("block").values_list("block", "people", "robots"))


def test_hits_become_numbers_and_go(block: Block) -> None:
    for client, robot in (("a", False), ("b", False), ("c", True)):
        hit(block, client=client, robot=robot)
    judge_clicks()
    assert (clicks(), Hit.objects.count()) == ([(block.pk, 2, 1)], 0)
    hit(block)
    assert [judge(), judge()] == [1, 0]
    assert clicks() == [(block.pk, 3, 1)]


def test_asker_who_is_not_silent_yet_is_judged_later_on_all_he_did(block: Block) -> None:
    """A gateway at work when the clock knocks is not judged on half of what it does."""
    others = [make_block(issue=block.issue) for _ in range(2)]
    for number, one in enumerate([block, *others]):
        hit(one, minutes=5.05 - number * 0.05)
    hit(block, client="b")
    assert judge() == 1
    assert (clicks(), Hit.objects.count()) == ([(block.pk, 1, 0)], 3)
    assert judge(timezone.now() + judging.QUIET) == 3
    assert sum(robots for _, _, robots in clicks()) == 3


def test_clicks_of_a_day_are_those_of_paris(block: Block) -> None:
    hit(block, at=datetime(2026, 11, 20, 23, 30, tzinfo=UTC))
    judge()
    assert [str(day) for day in Click.objects.values_list("day", flat=True)] == ["2026-11-21"]


def test_two_judges_at_once_count_once(real_database: str) -> None:
    block = make_block(issue=make_sent_issue(frozen_at=timezone.now() - timedelta(hours=2)))
    for number in range(200):
        hit(block, client=str(number))
    barrier, done = Barrier(3), []

    def run() -> None:
        barrier.wait()
        done.append(judge())
        connection.close()

    threads = [Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (sum(done), clicks()) == (200, [(block.pk, 200, 0)])


# Of readers who agreed


def test_opened_inserts_are_noted_for_who_agrees_alone(block: Block) -> None:
    agreeing, gone = (make_delivery(issue=block.issue).contact for _ in range(2))
    Preference.objects.create(contact=agreeing, tracking="individual")
    Preference.objects.create(contact=gone, tracking="anonymous")
    first = hit(block, reader=agreeing, client="a", minutes=30)
    hit(block, reader=agreeing, client="b", link=1)
    hit(block, reader=agreeing, client="c", robot=True)
    hit(block, reader=gone, client="d")
    judge()
    assert clicks() == [(block.pk, 3, 1)]
    assert list(OpenedInsert.objects.values_list("contact", "block", "at")) == [(agreeing.pk, block.pk, first.at)]


def test_first_minute_of_a_known_reader_is_that_of_his_own_message(block: Block) -> None:
    row = make_delivery(issue=block.issue, handed_at=timezone.now() - timedelta(minutes=10, seconds=30))
    Preference.objects.create(contact=row.contact, tracking="individual")
    hit(block, reader=row.contact)
    judge()
    assert (clicks(), OpenedInsert.objects.count()) == ([(block.pk, 0, 1)], 0)


def test_openings_are_forgotten_with_the_addresses(block: Block) -> None:
    contact, now = make_delivery(issue=block.issue).contact, timezone.now()
    OpenedInsert.objects.create(contact=contact, block=block, at=now - KEPT - timedelta(hours=1))
    kept = OpenedInsert.objects.create(contact=contact, block=make_block(), at=now - KEPT + timedelta(hours=1))
    forget_addresses()
    assert list(OpenedInsert.objects.all()) == [kept]
    assert forgetting.forget_openings() == 0
