"""From the bytes of a feed to entries: Atom and RSS by feedparser, which never sees an address or a file's name."""

import calendar
import html
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import feedparser
import nh3

from club.core.markup import clean as clean_text
from club.press import addresses, identity
from club.press.errors import PressError
from club.press.models.stories import LONGEST_EXCERPT, LONGEST_TITLE

MOST_ENTRIES = 200
_HIDDEN = {"script", "style", "noscript", "template"}
_END_OF_BLOCK = re.compile(r"(?i)<(?:/?(?:p|div|li|h[1-6]|tr|ul|ol|blockquote|figure|figcaption)\b|br\b)")


class Unreadable(PressError):
    """Not a feed: the sentence says what it is instead, where that is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A story as a feed tells it, in plain text. ``published_at`` is None when the feed gives no day."""

    identity: str
    link_key: str
    title: str
    link: str
    excerpt: str
    source: str
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class Read:
    """What a feed calls itself, and its entries, each identity once, in the feed's order."""

    title: str
    entries: list[Entry]


def parse(body: bytes, *, url: str = "", content_type: str = "") -> Read:
    """Raises Unreadable for what is no feed, or a feed that declares entities (no real one does)."""
    if b"<!ENTITY" in body.replace(b"\0", b"").upper():
        raise Unreadable("le fichier déclare des entités, ce qu’aucun flux ne fait")
    headers = {"content-type": content_type, "content-location": url}
    try:
        found = feedparser.parse(BytesIO(body), response_headers=headers, sanitize_html=False)
    except Exception as error:  # what a stranger wrote may break the parser: it breaks nothing else
        raise Unreadable("sa lecture échoue") from error
    if not found.get("version"):
        raise Unreadable(_instead(body))
    if found.bozo and not found.entries and not found.feed.get("title"):
        raise Unreadable("le fichier est coupé ou mal formé")
    title, site = to_words(found.feed.get("title"))[:200], addresses.site_of(found.feed.get("link") or url)
    entries = [entry for raw in found.entries[:MOST_ENTRIES] if (entry := _entry(raw, title, site)).title]
    return Read(title, list({entry.identity: entry for entry in reversed(entries)}.values())[::-1])


def to_words(markup: object) -> str:
    """Plain text on one line of what a feed gives as HTML: « <b> » of alerts goes, entities become characters."""
    if not isinstance(markup, str):
        return ""
    apart = _END_OF_BLOCK.sub(lambda tag: f" {tag[0]}", markup)
    text = html.unescape(nh3.clean(apart, tags=set(), clean_content_tags=_HIDDEN))
    return " ".join(clean_text(text).split())


def cut(text: str, longest: int) -> str:
    """At most ``longest`` characters, whole words, « … » when something is missing."""
    if len(text) <= longest:
        return text
    kept = text[: longest - 1]
    at = kept.rfind(" ")
    return f"{kept[:at] if at > longest // 2 else kept}".rstrip(" ,;:.") + "…"


def _entry(raw: Any, feed_title: str, feed_site: str) -> Entry:
    link = addresses.clean(raw.get("link") or "")
    text = to_words(_text_of(raw))
    title = to_words(raw.get("title")) or cut(text, 90)
    guid = str(raw.get("id") or "")
    return Entry(
        identity=identity.of_entry(guid=guid, link=link, title=title, text=text),
        link_key=identity.of_link(link),
        title=cut(title, LONGEST_TITLE),
        link=link,
        excerpt=cut(text, LONGEST_EXCERPT) if text != title else "",
        source=_source_of(raw, link, feed_title, feed_site),
        published_at=_moment_of(raw),
    )


def _text_of(raw: Any) -> object:
    if raw.get("summary"):
        return raw["summary"]
    contents = raw.get("content") or [{}]
    return contents[0].get("value", "")


def _source_of(raw: Any, link: str, feed_title: str, feed_site: str) -> str:
    """Who publishes it: the source it names; the feed for pages of its own site; else the site of the page."""
    named = to_words((raw.get("source") or {}).get("title"))
    site = addresses.site_of(link)
    return (named or (feed_title if site in ("", feed_site) else site) or site)[:120]


def _moment_of(raw: Any) -> datetime | None:
    for name in ("published_parsed", "updated_parsed", "created_parsed"):
        if parsed := raw.get(name):
            try:
                return datetime.fromtimestamp(calendar.timegm(parsed), UTC)
            except (ValueError, OverflowError, OSError):
                continue
    return None


def _instead(body: bytes) -> str:
    """What was found where a feed was expected."""
    start = body[:2000].lstrip().lower()
    if not start:
        return "la réponse est vide"
    if b"<!doctype html" in start or b"<html" in start:
        return "c’est une page web, pas un flux"
    return "le fichier n’est ni du RSS ni de l’Atom"
