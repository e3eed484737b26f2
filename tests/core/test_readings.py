"""Readings: counted from the cache as from the view, never for a robot, gathered once."""

from datetime import date

import pytest
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from club.core import readings
from club.core.models import Reading
from club.core.pages import public_page, renew

pytestmark = pytest.mark.django_db
PERSON = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"


@public_page
def tip(request: HttpRequest) -> HttpResponse:
    return readings.mark(HttpResponse("un conseil"), "article", 12)


def visit(**headers: str) -> None:
    tip(RequestFactory().get("/lectures-essai/", headers={"User-Agent": PERSON} | headers))


@pytest.fixture(autouse=True)
def _nothing_counted() -> None:
    renew()
    readings.gather()
    Reading.objects.all().delete()


def counted() -> list[tuple[str, int, int]]:
    return list(Reading.objects.order_by("pk").values_list("kind", "number", "count"))


def test_each_visit_counts_whether_rendered_or_kept() -> None:
    for _ in range(3):
        visit()
    assert readings.gather() == 1
    visit()
    readings.gather()
    assert counted() == [("article", 12, 4)]
    assert Reading.objects.get().day == timezone.localdate()
    assert readings.read_since("article", [12, 13]) == {12: 4}


def test_many_things_are_added_in_one_statement(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for number in range(1, 31):
        cache.tally(readings.KEY, f"2026-03-28:article:{number}")  # type: ignore[attr-defined]
        cache.tally(readings.KEY, f"2026-03-29:download:{number}")  # type: ignore[attr-defined]
    cache.tally(readings.KEY, "2026-03-29:download:30")  # type: ignore[attr-defined]
    Reading.objects.create(kind="download", number=30, day=date(2026, 3, 29), count=40)
    with django_assert_num_queries(1):
        assert readings.gather() == 60
    assert Reading.objects.count() == 60
    assert Reading.objects.get(kind="download", number=30).count == 42
    with django_assert_num_queries(0):
        assert readings.gather() == 0


@pytest.mark.parametrize(
    "headers",
    [
        {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"},
        {"User-Agent": "curl/8.1"},
        {"User-Agent": ""},
        {"Sec-Purpose": "prefetch"},
    ],
)
def test_robots_and_prefetches_are_left_out(headers: dict[str, str]) -> None:
    visit(**headers)
    assert (readings.gather(), counted()) == (0, [])
