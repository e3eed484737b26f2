"""The public archive: what everybody may read of an issue, without cookie, from the cache when warm."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Any

import feedparser
import pytest
from django.test import Client
from django.utils import timezone

from club.core import readings
from club.core.models import Reading
from club.core.pages import renew
from newsletters.models import Issue
from newsletters.reach.figures import READING
from tests.factories import make_block, make_departement, make_issue, make_sent_issue
from tests.newsletters.kit.people import make_frozen_issue

pytestmark = pytest.mark.django_db


def read(client: Client, path: str) -> str:
    response = client.get(path)
    assert (response.status_code, dict(response.cookies)) == (200, {})
    return response.content.decode()


def test_copy_shows_what_a_subscriber_could_read_and_counts_the_rest(client: Client) -> None:
    issue = make_sent_issue()
    shown = make_block(issue=issue, title="Pour tous", text="Un **mot** pour [tous](https://exemple.example/).")
    hidden = [
        make_block(issue=issue, title="Tarif revendeur", audience="channel"),
        make_block(issue=issue, title="Outil de conseiller", audience="ambassadors"),
        make_block(issue=issue, title="Serveurs", specialities=["equipment"]),
    ]
    page = read(client, f"/flash-info/{issue.number}/")
    assert "<strong>mot</strong>" in page
    assert (shown.supplier.name in page, "Message de membre" in page) == (True, True)
    for path in (f"/flash-info/{issue.number}/", "/flash-info/", f"/flash-info/{issue.left_on().year}/", "/"):
        found = read(client, path)
        assert "Pour tous" in found
        assert [block.title for block in hidden if block.title in found or block.text in found] == [
            block.title for block in hidden if block.text == shown.text
        ]
    assert "3 encarts de ce numéro" in page.replace("\u00a0", " ")


def test_copy_counts_its_readers(client: Client) -> None:
    issue = make_block(issue=make_sent_issue()).issue
    readings.gather()
    Reading.objects.all().delete()
    for agent in ("Mozilla/5.0 Firefox/140.0", "Mozilla/5.0 Firefox/140.0", "Googlebot/2.1"):
        client.get(f"/flash-info/{issue.number}/", headers={"user-agent": agent})
    readings.gather()
    assert readings.read_since(READING, [issue.pk]) == {issue.pk: 2}


def test_block_of_a_territory_names_it(client: Client) -> None:
    block = make_block(issue=make_sent_issue(), territories=[make_departement().code])
    assert "Pour Mayenne" in read(client, f"/flash-info/{block.issue.number}/")


@pytest.mark.parametrize("state", ["sending", "paused", "sent"])
def test_issue_is_public_as_soon_as_its_messages_leave(client: Client, state: str) -> None:
    issue = make_sent_issue(state=state)
    assert issue.title in read(client, f"/flash-info/{issue.number}/")
    assert issue.title in read(client, "/flash-info/")


def test_archive_shows_an_issue_the_moment_it_is_frozen(
    client: Client, django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[list[Any]]]
) -> None:
    assert "Le premier numéro se prépare" in read(client, "/flash-info/")
    with django_capture_on_commit_callbacks(execute=True):
        issue = make_frozen_issue(1)
    assert issue.title in read(client, "/flash-info/")


def test_interrupted_issue_is_read_by_its_address_only(client: Client) -> None:
    issue = make_sent_issue(state="cancelled")
    assert issue.title in read(client, f"/flash-info/{issue.number}/")
    assert issue.title not in read(client, "/flash-info/")


def test_what_has_not_left_is_nowhere(client: Client) -> None:
    issue = make_block(issue=make_issue(title="Secret")).issue
    assert client.get(f"/flash-info/{issue.number}/").status_code == 404
    assert "Secret" not in read(client, "/flash-info/") + read(client, "/flash-info/atom.xml")


def test_year_is_that_of_paris(client: Client) -> None:
    """Half past midnight on 1 January in Paris is still 31 December in London."""
    issue = make_sent_issue(frozen_at=datetime(2025, 12, 31, 23, 30, tzinfo=UTC))
    assert issue.title in read(client, "/flash-info/2026/")
    assert client.get("/flash-info/2025/").status_code == 404


def test_empty_archive_says_what_will_stand_there(client: Client) -> None:
    assert "Le premier numéro se prépare" in read(client, "/flash-info/")


def test_neighbours_lead_from_one_to_the_next(client: Client) -> None:
    first, second, third = [make_sent_issue(number=number) for number in (7, 8, 10)]
    page = read(client, f"/flash-info/{second.number}/")
    assert f'rel="prev" href="/flash-info/{first.number}/"' in page
    assert f'rel="next" href="/flash-info/{third.number}/"' in page


@pytest.mark.parametrize("path", ["/flash-info/", "/flash-info/{n}/", "/flash-info/{year}/", "/flash-info/atom.xml"])
def test_warm_page_costs_no_statement(client: Client, path: str, django_assert_num_queries: Any) -> None:
    issue = make_block(issue=make_sent_issue()).issue
    path = path.format(n=issue.number, year=issue.left_on().year)
    cold = client.get(path)
    with django_assert_num_queries(0):
        warm = client.get(path)
    assert (warm.content, warm["Content-Type"]) == (cold.content, cold["Content-Type"])
    assert "public" in warm["Cache-Control"]


def test_lists_cost_the_same_at_one_and_three_issues(client: Client, django_assert_num_queries: Any) -> None:
    make_block(issue=make_sent_issue())
    with django_assert_num_queries(2):
        client.get("/flash-info/")
    make_block(issue=make_sent_issue())
    make_block(issue=make_sent_issue())
    renew()
    with django_assert_num_queries(2):
        client.get("/flash-info/")


def test_feed_is_atom_and_its_identifiers_stay(client: Client) -> None:
    issue = make_block(issue=make_sent_issue(title="Vendre & encaisser <vite>"), title="Encart <b>gras</b>").issue
    response = client.get("/flash-info/atom.xml")
    feed = feedparser.parse(response.content)
    entry = feed.entries[0]
    assert (feed.bozo, feed.version, feed.feed.language) == (0, "atom10", "fr")
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert entry.title.endswith("Vendre & encaisser <vite>") or "Vendre &amp; encaisser" in entry.title
    assert (entry.id.startswith("tag:"), entry.id.endswith(f"flash-info/{issue.number}")) == (True, True)
    assert entry.link.endswith(f"/flash-info/{issue.number}/")
    renew()
    assert feedparser.parse(client.get("/flash-info/atom.xml").content).entries[0].id == entry.id


def test_feed_answers_not_modified(client: Client) -> None:
    make_sent_issue()
    tag = client.get("/flash-info/atom.xml")["ETag"]
    assert client.get("/flash-info/atom.xml", headers={"If-None-Match": tag}).status_code == 304


def test_issues_come_newest_first(client: Client) -> None:
    for number in (3, 11, 5):
        make_sent_issue(number=number, frozen_at=timezone.now() - timedelta(days=60 - number))
    assert list(Issue.objects.archived().values_list("number", flat=True)) == [11, 5, 3]
