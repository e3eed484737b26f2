"""From bytes to entries: Atom, RSS, Google Alerts, and what is no feed."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from club.press import parsing
from club.press.parsing import Unreadable, parse, to_words
from tests.press_factories import rss

ALERT = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:idx="urn:atom-extension:indexing">
 <id>tag:google.com,2013:googlealerts/feed:1234</id><title>Alerte Google : Kaltera</title>
 <link href="https://www.google.com/alerts/feeds/1/2" rel="self"></link><updated>2026-11-20T08:12:01Z</updated>
 <entry>
  <id>tag:google.com,2013:googlealerts/feed:5678</id>
  <title type="html">L&amp;#39;atelier : &lt;b&gt;Kaltera&lt;/b&gt; &amp;amp; les artisans</title>
  <link href="https://www.google.com/url?sa=t&amp;url=https://www.journal.example/a.html%3Futm_id%3D1&amp;ct=ga"/>
  <published>2026-11-20T08:00:00Z</published><updated>2026-11-20T08:00:00Z</updated>
  <content type="html">Le constructeur &lt;b&gt;Kaltera&lt;/b&gt; annonce&amp;nbsp;une offre ...</content>
  <author><name></name></author>
 </entry>
</feed>"""


def test_google_alert_is_read_without_its_wrappings() -> None:
    read = parse(ALERT.encode())
    [entry] = read.entries
    assert read.title == "Alerte Google : Kaltera"
    assert (entry.title, entry.link) == ("L'atelier : Kaltera & les artisans", "https://www.journal.example/a.html")
    assert entry.excerpt == "Le constructeur Kaltera annonce une offre ..."
    assert (entry.source, entry.published_at) == ("journal.example", datetime(2026, 11, 20, 8, tzinfo=UTC))


def test_excerpt_is_short_plain_and_never_the_text() -> None:
    long = "<h2>Titre</h2><script>mal()</script><p>" + "mot&nbsp;suivant " * 400 + "</p>"
    [entry] = parse(
        rss({"title": "Un long article", "link": "https://partenaire.example/1", "description": long})
    ).entries
    assert len(entry.excerpt) <= 300
    assert entry.excerpt.startswith("Titre mot suivant")
    assert entry.excerpt.endswith("…")
    assert "mal" not in entry.excerpt
    assert entry.source == "Blog du partenaire"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "vide"),
        (b"<!DOCTYPE html><html><title>Accueil</title></html>", "page web"),
        (b'{"items": []}', "ni du RSS ni de l"),
        (b"/etc/hostname", "ni du RSS ni de l"),
        (b'<!DOCTYPE z [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><rss version="2.0"><channel/></rss>', "entités"),
        ('<!DOCTYPE z [<!ENTITY a "x">]><rss version="2.0"/>'.encode("utf-16"), "entités"),
        (b"\x00\x01\x02", "ni du RSS ni de l"),
    ],
)
def test_what_is_no_feed_says_what_it_is(body: bytes, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        parse(body)


def test_body_is_never_taken_for_the_name_of_a_file(tmp_path: Path) -> None:
    """feedparser opens a string that names a file; ours gets a stream."""
    secret = tmp_path / "secret.xml"
    secret.write_bytes(rss({"title": "Un secret de la machine", "link": "https://a.example/"}))
    with pytest.raises(Unreadable):
        parse(str(secret).encode())


def test_cut_feed_gives_what_came_whole() -> None:
    whole = rss(*({"title": f"Sujet {n}", "link": f"https://a.example/{n}"} for n in (1, 2)))
    assert [entry.title for entry in parse(whole[:-60]).entries][:1] == ["Sujet 1"]


def test_entries_are_bounded_and_each_is_given_once() -> None:
    same = {"title": "Deux fois le même", "link": "https://a.example/1", "guid": "un"}
    many = [{"title": f"Sujet {n}", "link": f"https://a.example/s{n}"} for n in range(parsing.MOST_ENTRIES + 20)]
    assert [entry.title for entry in parse(rss(same, same)).entries] == ["Deux fois le même"]
    assert len(parse(rss(*many)).entries) == parsing.MOST_ENTRIES


def test_words_keep_no_mark_and_no_control() -> None:
    assert to_words("<p>Un</p><p>deux&#8239;&lt;b&gt;\x00<b>trois</b></p>") == "Un deux <b>trois"
