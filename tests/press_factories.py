"""Builders of the press watch, and feeds as their authors write them."""

from datetime import datetime, timedelta
from email.utils import format_datetime
from html import escape
from itertools import count
from typing import Any

from django.utils import timezone

from club.core.roles import Role
from club.press import identity
from club.press.actions import deciding, gathering
from club.press.models import Brief, Cluster, Feed, Story
from club.press.parsing import Entry
from tests.factories import make_organisation, make_staff

_numbers = count(1)


def make_feed(**overrides: Any) -> Feed:
    fields = {
        "url": f"https://partenaire{next(_numbers)}.example/feed.xml",
        "title": "Blog du partenaire",
    } | overrides
    fields["organisation"] = fields.get("organisation") or make_organisation()
    return Feed.objects.create(**fields)


def make_entry(**overrides: Any) -> Entry:
    """What a feed says of one story. ``guid``: as the feed names it."""
    number = next(_numbers)
    fields: dict[str, Any] = {
        "guid": f"tag:{number}",
        "title": f"Le fournisseur ouvre sa {number}e agence auprès des artisans",
        "link": f"https://journal.example/{number}",
        "excerpt": "Une agence de plus pour les très petites entreprises.",
        "source": "journal.example",
        "published_at": timezone.now() - timedelta(hours=2),
    } | overrides
    guid = fields.pop("guid")
    name = identity.of_entry(guid=guid, link=fields["link"], title=fields["title"], text=fields["excerpt"])
    return Entry(identity=name, link_key=identity.of_link(fields["link"]), **fields)


def make_story(*, feed: Feed | None = None, **entry: Any) -> Story:
    """A story gathered from a feed, in a cluster that waits (or in the one that told it before)."""
    feed, told = feed or make_feed(), make_entry(**entry)
    gathering.gather(feed=feed, entries=[told])
    return Story.objects.select_related("cluster").get(feed=feed, identity=told.identity)


def make_cluster(**entry: Any) -> Cluster:
    return make_story(**entry).cluster


def make_brief(**entry: Any) -> Brief:
    """A story that an editor kept."""
    return deciding.keep(cluster=make_cluster(**entry), by=make_staff(Role.EDITORS))


def rss(
    *items: dict[str, Any], title: str = "Blog du partenaire", site: str = "https://partenaire.example/"
) -> bytes:
    """An RSS 2.0 file. Items: title, link, and guid, description, at where there are."""
    lines = [_item(**item) for item in items]
    head = f"<title>{escape(title)}</title><link>{site}</link><description>x</description>"
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{head}{"".join(lines)}</channel></rss>'.encode()


def _item(*, title: str, link: str, guid: str = "", description: str = "", at: datetime | None = None) -> str:
    parts = {"title": title, "link": link, "guid": guid, "description": description}
    parts["pubDate"] = format_datetime(at or timezone.now())
    return "<item>" + "".join(f"<{name}>{escape(text)}</{name}>" for name, text in parts.items() if text) + "</item>"
