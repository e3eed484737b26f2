"""What pages are told of an insert: figures from small rows, none about fewer than ten people."""

from datetime import date

import pytest
from django.test.utils import CaptureQueriesContext

from club.core.models import Reading
from newsletters.models import Click
from newsletters.reach import figures
from newsletters.reach.figures import Share
from tests.factories import make_block, make_sent_issue
from tests.newsletters.reach.kit import make_counted, make_reach

pytestmark = pytest.mark.django_db


def test_insert_is_told_with_its_parts() -> None:
    block = make_counted(42, accepted=1_010, bounced=10, measured=950)
    Click.objects.create(block=block, day=date(2026, 11, 4), people=8, robots=1)
    for dimension, key, number in [
        ("audience", "ambassadors", 700),
        ("audience", "channel", 300),
        ("departement", "75", 400),
        ("departement", "13", 420),
        ("departement", "48", 6),
        ("departement", "", 174),
        ("speciality", "payment", 30),
        ("speciality", "data", 996),
    ]:
        make_reach(block.issue, block, dimension=dimension, key=key, accepted=number)
    Reading.objects.create(kind="flash", number=block.issue.pk, day=date(2026, 11, 3), count=77)
    found = figures.of_blocks([block.pk])[block.pk]
    assert (found.accepted, found.bounced, found.reached, found.measured) == (1_010, 10, 1_000, 950)
    assert (found.clicks, found.robots, found.archive_readings, found.median) == (50, 3, 77, None)
    assert found.rate == pytest.approx(100 * 50 / 950)
    assert found.by_audience == [
        Share("ambassadeurs", 700, "ambassadors"),
        Share("experts du Channel", 300, "channel"),
    ]
    assert [(share.key, share.reached) for share in found.by_departement] == [
        ("13", 420),
        ("75", 400),
        ("48", None),
        ("", None),
    ]
    assert [(share.key, share.reached) for share in found.by_speciality] == [("payment", 30), ("data", None)]


def test_fewer_than_ten_readers_are_not_told() -> None:
    block = make_counted(4, accepted=12, bounced=3, measured=9)
    make_reach(block.issue, block, dimension="audience", key="channel", accepted=12, bounced=3)
    make_reach(block.issue, block, dimension="speciality", key="data", accepted=12, bounced=3)
    found = figures.of_blocks([block.pk])[block.pk]
    assert (found.accepted, found.bounced, found.reached, found.measured) == (None,) * 4
    assert (found.clicks, found.rate, found.by_audience) == (None, None, [])
    assert found.by_speciality == [Share("données personnelles", None, "data")]


@pytest.mark.parametrize(
    ("people", "measured", "clicks"),
    [(0, 0, None), (0, 9, None), (0, 10, 0), (9, 500, None), (10, 500, 10), (50, 995, None)],
)
def test_clicks_are_told_of_ten_people_at_least(people: int, measured: int, clicks: int | None) -> None:
    block = make_counted(people, measured=measured)
    assert figures.of_blocks([block.pk])[block.pk].clicks == clicks


def test_median_is_of_the_section_and_of_three_inserts_at_least() -> None:
    issue = make_sent_issue()
    first, second, third = (make_counted(people, issue=issue, measured=500) for people in (20, 50, 10))
    other = make_counted(100, issue=issue, measured=500, of={"kind": "technical"})
    make_counted(400, measured=500)
    found = figures.of_blocks([first.pk, other.pk])
    assert (found[first.pk].median, found[other.pk].median) == (pytest.approx(4.0), None)
    Click.objects.filter(block=first).update(people=9)
    assert figures.of_blocks([third.pk])[third.pk].median == pytest.approx(2.0)
    Click.objects.filter(block=third).update(people=8)
    assert figures.of_blocks([second.pk])[second.pk].median is None  # it would be that of a hidden one


def test_archive_is_read_only_where_the_insert_is_on_it() -> None:
    block = make_counted(of={"audience": "channel"})
    Reading.objects.create(kind="flash", number=block.issue.pk, day=date(2026, 11, 3), count=77)
    assert figures.of_blocks([block.pk])[block.pk].archive_readings == 0


def test_uncounted_inserts_are_absent() -> None:
    assert figures.of_blocks([make_block().pk]) == {}
    assert figures.of_blocks([]) == {}


def test_statements_do_not_grow(django_assert_num_queries: CaptureQueriesContext) -> None:
    blocks = [make_counted(30, measured=100).pk for _ in range(3)]
    for wanted in (blocks[:1], blocks):
        with django_assert_num_queries(4):
            assert set(figures.of_blocks(wanted)) == set(wanted)
