"""What the press says of the demonstration's partners: feeds as their authors write them, told in days before today.

Sites end in ``.example``. A feed of the demonstration is read from these files, by the very parser of real ones: its
address answers nobody.
"""

import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.utils import timezone

HERE = Path(__file__).parent


@dataclass(frozen=True)
class DemoFeed:
    """A feed of ``partner``; ``body`` is its file, or None for the one that no longer answers."""

    partner: str
    url: str
    body: bytes | None


def feeds(today: datetime) -> list[DemoFeed]:
    read = tomllib.loads((HERE / "feeds.toml").read_text())["feeds"]
    return [DemoFeed(feed["partner"], feed["url"], _body(feed, today)) for feed in read]


def _body(feed: dict[str, Any], today: datetime) -> bytes | None:
    stories = feed.get("stories")
    if not stories:
        return None
    return _alert(feed, stories, today) if feed.get("alert") else _blog(feed, stories, today)


def _moment(story: dict[str, Any], today: datetime) -> datetime:
    """``ago``: hours before now."""
    return timezone.localtime(today - timedelta(hours=story["ago"]))


def _blog(feed: dict[str, Any], stories: list[dict[str, Any]], today: datetime) -> bytes:
    """RSS 2.0, as a partner's own site gives it."""
    items = "".join(
        f"<item><title>{escape(story['title'])}</title><link>{escape(story['link'])}</link>"
        f"<guid>{escape(story['link'])}</guid><pubDate>{format_datetime(_moment(story, today))}</pubDate>"
        f"<description>{escape('<p>' + story['text'] + '</p>')}</description></item>"
        for story in stories
    )
    head = f"<title>{escape(feed['title'])}</title><link>{feed['url'].rpartition('/')[0]}/</link>"
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{head}{items}</channel></rss>'.encode()


def _alert(feed: dict[str, Any], stories: list[dict[str, Any]], today: datetime) -> bytes:
    """Atom as Google Alerts writes it: names in bold, addresses inside a redirection."""
    entries = "".join(
        f"<entry><id>tag:google.com,2013:googlealerts/feed:{index}:{escape(story['link'])}</id>"
        f'<title type="html">{escape(_bold(story["title"], feed["partner"]))}</title>'
        f'<link href="https://www.google.com/url?sa=t&amp;url={quote(story["link"], safe=":/")}&amp;ct=ga"/>'
        f"<published>{_moment(story, today).isoformat()}</published>"
        f'<content type="html">{escape(_bold(story["text"], feed["partner"]))}</content></entry>'
        for index, story in enumerate(stories)
    )
    head = f"<id>tag:google.com,2013:googlealerts/feed:1</id><title>Alerte Google : {escape(feed['partner'])}</title>"
    return f'<feed xmlns="http://www.w3.org/2005/Atom">{head}{entries}</feed>'.encode()


def _bold(text: str, name: str) -> str:
    return text.replace(name, f"<b>{name}</b>")
