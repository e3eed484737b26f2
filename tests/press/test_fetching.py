"""Feeds asked for real, with every fault: each is named, none stops the others, the second pass is cheap."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from club.core.models import AuditEntry
from club.press.actions import feeds, fetching
from club.press.asking import _retry_after
from club.press.errors import PressError
from club.press.models import Cluster, Feed, Story
from tests.factories import make_organisation, make_user
from tests.press.server import FAULTS, Server, feeds_server, here_only
from tests.press_factories import make_feed

pytestmark = pytest.mark.django_db
PATIENCE = 0.4


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with feeds_server(PATIENCE) as running:
        yield running


def ask_all() -> None:
    """Those that are slow on purpose get little time; the others what they need on a busy machine."""
    for feed in Feed.objects.due():
        seconds = PATIENCE if "/slow/" in feed.url or "/drip/" in feed.url else 10
        assert fetching.fetch(feed.pk, allowed=here_only, seconds=seconds)


def make_due() -> None:
    Feed.objects.update(next_at=timezone.now() - timedelta(seconds=1))


def test_twenty_feeds_with_faults_twice(server: Server) -> None:
    fine = [make_feed(url=f"{server.url}/{kind}/{n}") for n, kind in enumerate(["fine"] * 5 + ["moved", "plain"])]
    faulty = {kind: make_feed(url=f"{server.url}/{kind}/1") for kind in FAULTS}
    ask_all()
    assert {kind: Feed.objects.get(pk=feed.pk).problem for kind, feed in faulty.items()} == FAULTS
    assert (
        Feed.objects.filter(pk__in=[feed.pk for feed in fine], problem="", title__startswith="Partenaire").count()
        == 7
    )
    assert Story.objects.count() == 7 * 3
    shared = Story.objects.filter(link="https://www.journal.example/une")
    assert (shared.count(), shared.values("cluster").distinct().count()) == (7, 1)
    assert Cluster.objects.count() == 7 * 2 + 1
    stories, before = Story.objects.count(), server.given.copy()
    Feed.objects.filter(problem="").update(next_at=timezone.now() - timedelta(seconds=1))
    ask_all()
    assert server.given[304] - before[304] == 6
    assert (server.given[200] - before[200], Story.objects.count()) == (1, stories)


def test_unchanged_feed_costs_few_statements(server: Server) -> None:
    feed = make_feed(url=f"{server.url}/fine/80")
    fetching.fetch(feed.pk, allowed=here_only)
    make_due()
    with CaptureQueriesContext(connection) as queries:
        assert fetching.fetch(feed.pk, allowed=here_only)
    assert len([q for q in queries if "SAVEPOINT" not in q["sql"]]) == 4


def test_failure_waits_twice_as_long_each_time_and_no_longer_than_a_day(server: Server) -> None:
    feed, waits = make_feed(url=f"{server.url}/gone/1"), []
    for _ in range(9):
        make_due()
        fetching.fetch(feed.pk, allowed=here_only)
        feed.refresh_from_db()
        waits.append((feed.next_at - feed.asked_at) / timedelta(minutes=1))
    for wait, usual in zip(waits, [15, 30, 60, 120, 240, 480, 960, 1440, 1440], strict=True):
        assert usual * 0.9 <= wait <= usual * 1.1
    assert feed.problem_words() == "Cette page n’existe pas ou plus (réponse 410)."


def test_server_that_asks_to_wait_is_obeyed(server: Server) -> None:
    feed = make_feed(url=f"{server.url}/busy/1")
    fetching.fetch(feed.pk, allowed=here_only)
    feed.refresh_from_db()
    assert feed.next_at - feed.asked_at == timedelta(hours=2)
    with pytest.raises(PressError, match="de ne pas l’appeler avant"):
        feeds.ask_now(feed=feed, by=make_user())


def test_wait_is_read_as_seconds_or_as_a_date() -> None:
    now = timezone.now().replace(microsecond=0)
    at = (now + timedelta(minutes=5)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    said = ["120", at, "Wed, 21 Oct 2015 07:28:00 GMT", "999999999", "bientôt", ""]
    wanted = [timedelta(minutes=2), timedelta(minutes=5), timedelta(0), timedelta(days=7), None, None]
    assert [_retry_after(value, now) for value in said] == wanted


def test_one_owner_at_a_time(server: Server) -> None:
    feed = make_feed(url=f"{server.url}/fine/81")
    Feed.objects.filter(pk=feed.pk).update(lease_until=timezone.now() + timedelta(minutes=1))
    assert not fetching.fetch(feed.pk, allowed=here_only)
    Feed.objects.filter(pk=feed.pk).update(lease_until=timezone.now() - timedelta(minutes=1), fence=7)
    assert fetching.fetch(feed.pk, allowed=here_only)
    assert not fetching.conclude(feed=feed, found=fetching.Found())  # its fence is gone: it writes nothing


def test_feed_that_kills_its_worker_three_times_waits_for_a_person() -> None:
    feed = make_feed()
    over = timezone.now() - timedelta(minutes=1)
    Feed.objects.filter(pk=feed.pk).update(claims=3, lease_until=over)
    assert (fetching.knock(), fetching.knock(), fetching.fetch(feed.pk)) == (0, 0, False)
    feed.refresh_from_db()
    assert (feed.problem, feed.next_try(), list(Feed.objects.broken())) == ("crash", None, [feed])
    feeds.ask_now(feed=feed, by=make_user())
    assert list(Feed.objects.due()) == [feed]
    feeds.pause(feed=feed, by=make_user())
    assert not Feed.objects.broken().exists()
    assert list(AuditEntry.objects.values_list("verb", flat=True)) == ["press.pause", "press.ask"]


def test_knock_rings_the_healthy_first(monkeypatch: pytest.MonkeyPatch) -> None:
    rung: list[int] = []
    monkeypatch.setattr(fetching.doorbell, "ring", lambda task, pk: rung.append(pk))
    weak = make_feed(failures=2, problem="silent", broken_since=timezone.now())
    well, _paused = make_feed(), make_feed(state="paused")
    assert (fetching.knock(), rung) == (2, [well.pk, weak.pk])
    assert fetching.knock() == 0  # rung for just now


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("page/1", "page web"),
        ("gone/1", "n’existe pas"),
        ("away/1", "ne peut pas être appelée"),
        ("bomb/1", "entités"),
    ],
)
def test_address_is_tried_before_it_is_kept(server: Server, path: str, words: str) -> None:
    with pytest.raises(PressError, match=words):
        feeds.add(organisation=make_organisation(), url=f"{server.url}/{path}", by=make_user(), allowed=here_only)
    assert not Feed.objects.exists()


def test_feed_that_answers_is_kept_with_its_stories(server: Server) -> None:
    partner, lucie = make_organisation(), make_user()
    feed = feeds.add(organisation=partner, url=f" {server.url}/fine/82", by=lucie, allowed=here_only)
    assert (feed.title, feed.stories.count()) == ("Partenaire 82", 3)
    with pytest.raises(PressError, match="déjà"):
        feeds.add(organisation=partner, url=feed.url, by=lucie, allowed=here_only)


@pytest.mark.parametrize(
    "url", ["", "bonjour", "ftp://a.example/x", "javascript:alert(1)", "https://a.example/" + "x" * 500]
)
def test_what_is_no_address_is_said_so(url: str) -> None:
    with pytest.raises(PressError, match="adresse"):
        feeds.add(organisation=make_organisation(), url=url, by=make_user())


def test_own_network_is_refused_without_the_seam(server: Server) -> None:
    """Negative control of the seam: in production this very address is not called."""
    with pytest.raises(PressError, match="ne peut pas être appelée"):
        feeds.add(organisation=make_organisation(), url=f"{server.url}/fine/1", by=make_user())


@pytest.mark.parametrize("typed", ["feed://a.example/x", "feed:https://a.example/x", " a.example/x", "//a.example/x"])
def test_address_is_taken_as_browsers_and_readers_write_it(typed: str) -> None:
    assert feeds.typed_address(typed) == "https://a.example/x"
