"""Every Atom feed of the site, parsed by feedparser: what RFC 4287 requires is there, and its links answer."""

from typing import Any

import feedparser
import pytest
from django.conf import settings
from django.test import Client

from club.core.pages import renew
from club.editorial.models import Level
from tests.editorial_factories import make_article
from tests.factories import make_block, make_sent_issue

pytestmark = pytest.mark.django_db
FEEDS = [
    "/reduire-ses-couts/atom.xml",
    "/actualites/atom.xml",
    "/dossiers/atom.xml",
    "/themes/telephony/atom.xml",
    "/flash-info/atom.xml",
]


@pytest.fixture(autouse=True)
def _fresh_pages() -> None:
    renew()


def parsed(client: Client, address: str) -> Any:
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "application/atom+xml; charset=utf-8")
    feed = feedparser.parse(response.content)
    assert (feed.bozo, feed.version, feed.feed.language) == (False, "atom10", "fr")
    return feed


@pytest.mark.parametrize("address", FEEDS)
def test_feed_says_what_atom_requires(client: Client, address: str) -> None:
    for level in Level.of_information():
        make_article(level, title="Vendre & encaisser", themes=("telephony",))
    make_block(issue=make_sent_issue(title="Vendre & encaisser"))
    feed = parsed(client, address)
    assert {name for name in ("id", "title", "updated") if not feed.feed.get(name)} == set()
    own = [link.href for link in feed.feed.links if link.rel == "self"]
    assert own == [settings.SITE_URL + address]
    assert len(feed.entries) == (3 if "themes" in address else 1)
    for entry in feed.entries:
        assert {name for name in ("id", "title", "link", "updated_parsed") if not entry.get(name)} == set()
        assert entry.get("author") or feed.feed.get("author"), "RFC 4287, 4.1.1: an author, here or above"
        assert "Vendre" in entry.title
        assert client.get(entry.link.removeprefix(settings.SITE_URL)).status_code == 200
    assert len({entry.id for entry in feed.entries}) == len(feed.entries)


@pytest.mark.parametrize("address", FEEDS)
def test_empty_feed_is_a_feed(client: Client, address: str) -> None:
    assert parsed(client, address).entries == []


@pytest.mark.parametrize("address", ["/reduire-ses-couts/atom.xml", "/agenda/club.ics", "/flash-info/atom.xml", "/"])
def test_name_of_the_club_has_one_source(client: Client, settings: Any, address: str) -> None:
    settings.CLUB_NAME = "Autre nom"
    renew()
    assert "Autre nom" in client.get(address).content.decode()
