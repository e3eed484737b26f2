"""The words of the public site of the demonstration: complete, sourced, linked, well typeset. No database."""

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from club.core.topics import Topic
from club.demo.data.organisations import BRANDS

FOLDER = Path(__file__).resolve().parents[2] / "club" / "demo" / "data" / "editorial"
TAGS = {"p", "h2", "h3", "ul", "ol", "li", "strong", "em", "a", "blockquote"}
ARTICLE = {"title", "summary", "themes", "published", "review_by", "related", "sources"}
KEYS = {
    "tips": ARTICLE | {"body", "saving", "effort"},
    "news": ARTICLE | {"body"},
    "dossiers": ARTICLE | {"intro"},
    "parts": {"title", "body"},
    "pages": {"title", "summary", "body", "sources"},
    "resources": {"organisation", "kind", "title", "summary", "language", "audience", "themes", "published", "text"},
}
OPTIONAL = {"resources": {"expires", "changes"}}
LONGEST = {"title": 80, "summary": 240, "saving": 90, "effort": 60}
WORDS = {"tips": (150, 350), "news": (150, 350), "parts": (300, 600), "resources": (200, 500), "pages": (150, 600)}
PAGES = {
    *("histoire", "qui-paie-quoi", "membres", "presse"),
    *("cercle", "club-des-partenaires", "forum-des-ambassadeurs", "channel-expert"),
}
FIGURE = {"key", "value", "label", "sentence", "source", "publisher", "url", "year", "next_update", "place"}
PLACES = {"home", "club", "cercle", "partners", "ambassadors", "channel"}
KINDS = {"press_release", "white_paper", "technical", "marketing", "commercial"}
AUDIENCES = {"public", "ambassador", "expert", "representative"}
OURSELVES = "Club de l’économie numérique"
THIS_YEAR = 2026
FOUNDED = 2008
IN_FRENCH = [
    (re.compile(r"[ \t][:;!?»](?!\w)"), "plain space before a double sign"),
    (re.compile(r"[^\s(\[/=\d][!?;»]|«[^\u00a0]"), "no space where French wants one"),
    (re.compile(r"\d \d{3}(?!\d)|\d (?:%|€)"), "plain space inside a number"),
]
ANYWHERE = [
    (re.compile(r"[^\W\d_]'[^\W\d_]"), "typewriter apostrophe"),
    (re.compile(r'"|\.\.\.| {2}'), "straight quotes, three dots or two spaces"),
]


class Body(HTMLParser):
    """Reads a body; ``faults`` says what an editor would have to mend."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.open: list[str] = []
        self.heading = 1
        self.text: list[str] = []
        self.feed(text)
        self.faults += [f"<{tag}> stays open" for tag in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.faults.append(f"<{tag}> is not allowed")
        if tag in ("h2", "h3"):
            level = int(tag[1])
            if level > self.heading + 1:
                self.faults.append(f"<{tag}> skips a level")
            self.heading = level
        wanted = ["href"] if tag == "a" else []
        secure = all((value or "").startswith("https://") for _, value in attrs)
        if [name for name, _ in attrs] != wanted or not secure:
            self.faults.append(f"attributes of <{tag}>: {attrs}")
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing")

    def handle_data(self, data: str) -> None:
        self.text.append(data)
        if data.strip() and not self.open:
            self.faults.append(f"text outside a paragraph: {data.strip()[:30]}")


@cache
def pieces() -> dict[str, dict[str, Any]]:
    """By address: ``tips/slug``, ``dossiers/slug``, ``dossiers/slug/parts/01-…``; figures stand apart."""
    read = {}
    for path in sorted(FOLDER.rglob("*.toml")):
        name = str(path.relative_to(FOLDER).with_suffix("")).removesuffix("/dossier")
        read[name] = tomllib.loads(path.read_text(encoding="utf-8"))
    del read["figures"]
    return read


@cache
def figures() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tomllib.loads((FOLDER / "figures.toml").read_text(encoding="utf-8"))["figures"]
    return rows


def kind(name: str) -> str:
    return "parts" if "/parts/" in name else name.split("/")[0]


def of(wanted: str) -> dict[str, dict[str, Any]]:
    return {name: piece for name, piece in pieces().items() if kind(name) == wanted}


def texts(value: Any, *, outside: tuple[str, ...] = ("url", "related")) -> Iterator[str]:
    """Every string a reader will see, wherever it stands, without its tags."""
    if isinstance(value, str):
        yield re.sub(r"<[^>]+>", "", value)
    elif isinstance(value, list):
        for row in value:
            yield from texts(row)
    elif isinstance(value, dict):
        for key, row in value.items():
            if key not in outside:
                yield from texts(row)


def words(piece: dict[str, Any]) -> int:
    body = piece["body"] if "body" in piece else piece["text"]
    return sum(len(re.findall(r"[\w’-]+", text)) for text in texts(body))


def test_there_is_enough_to_read() -> None:
    counts = {name: len(of(name)) for name in KEYS}
    least = {"tips": 12, "news": 8, "dossiers": 4, "resources": 20}
    assert {name: counts[name] for name in least if counts[name] < least[name]} == {}
    assert len(figures()) >= 15
    assert {name.split("/")[1] for name in of("pages")} == PAGES
    for name in of("dossiers"):
        numbers = [part.split("/")[-1][:3] for part in of("parts") if part.startswith(f"{name}/")]
        assert numbers == ["01-", "02-", "03-", "04-", "05-"][: len(numbers)], name
        assert 3 <= len(numbers) <= 5, name


def test_every_piece_has_its_keys() -> None:
    assert {kind(name) for name in pieces()} == set(KEYS)
    wrong = {}
    for name, piece in pieces().items():
        if fault := (set(piece) ^ KEYS[kind(name)]) - OPTIONAL.get(kind(name), set()):
            wrong[name] = fault
    assert wrong == {}


def test_texts_keep_to_their_lengths() -> None:
    wrong = {}
    for name, piece in pieces().items():
        for key, longest in LONGEST.items():
            if key in piece and not 0 < len(piece[key]) <= longest:
                wrong[f"{name}: {key}"] = len(piece[key])
        if kind(name) in WORDS:
            least, most = WORDS[kind(name)]
            if not least <= words(piece) <= most:
                wrong[f"{name}: words"] = words(piece)
    assert wrong == {}


def test_bodies_are_clean_and_headings_follow() -> None:
    bodies = {name: piece.get("body") or piece.get("intro") for name, piece in pieces().items()}
    faults = {name: found for name, body in bodies.items() if body and (found := Body(body).faults)}
    assert faults == {}


def test_the_reader_of_bodies_sees_faults() -> None:
    assert Body("<h3>Titre</h3>").faults == ["<h3> skips a level"]
    assert Body("<p>Un<table></p>").faults == ["<table> is not allowed", "</p> closes nothing", "<p> stays open"]
    assert len(Body('<p><a href="javascript:1">x</a></p>').faults) == 1
    assert Body("seul").faults == ["text outside a paragraph: seul"]


def test_themes_dates_and_relations_hold() -> None:
    wrong = []
    for name, piece in pieces().items():
        themes, related = piece.get("themes", ["data"]), piece.get("related", [])
        if not themes or not set(themes) <= set(Topic.values) or len(set(themes)) < len(themes):
            wrong.append(f"{name}: themes {themes}")
        if name in related or not set(related) <= set(pieces()) or any(kind(to) == "parts" for to in related):
            wrong.append(f"{name}: related {related}")
        published, until = piece.get("published"), piece.get("review_by") or piece.get("expires")
        if published and (published.year != THIS_YEAR or (until and until <= published)):
            wrong.append(f"{name}: published {published}, until {until}")
    assert wrong == []


def test_every_source_can_be_found_and_is_dated() -> None:
    wrong = []
    for name, piece in pieces().items():
        if "sources" not in KEYS[kind(name)]:
            continue
        wrong += [f"{name}: no source"] if piece["sources"] == [] else []
        for source in piece["sources"]:
            whole = set(source) == {"label", "publisher", "url", "year"} and all(source.values())
            begins = "/" if source.get("publisher") == OURSELVES else "https://"
            if not whole or not source["url"].startswith(begins) or not FOUNDED <= source["year"] <= THIS_YEAR:
                wrong.append(f"{name}: {source}")
    assert wrong == []


def test_figures_are_dated_placed_and_named_once() -> None:
    assert [set(row) ^ FIGURE for row in figures() if set(row) != FIGURE] == []
    keys = [row["key"] for row in figures()]
    assert len(set(keys)) == len(keys)
    for row in figures():
        ours = row["publisher"] == OURSELVES
        assert row["url"].startswith("/" if ours else "https://"), row["key"]
        assert (row["year"] == FOUNDED) if ours else (FOUNDED < row["year"] <= THIS_YEAR), row["key"]
        assert isinstance(row["next_update"], date), row["key"]
        assert row["next_update"].year >= THIS_YEAR, row["key"]
    assert {place for row in figures() for place in row["place"]} == PLACES


def test_resources_belong_to_invented_brands_and_known_audiences() -> None:
    brands, wrong = {brand.name for brand in BRANDS}, []
    for name, piece in of("resources").items():
        known = piece["organisation"] in brands and piece["kind"] in KINDS and piece["language"] in ("fr", "en")
        whole = all(set(section) == {"heading", "paragraphs"} and section["paragraphs"] for section in piece["text"])
        if not known or not whole or not piece["audience"] or not set(piece["audience"]) <= AUDIENCES:
            wrong.append(name)
        if piece["kind"] == "commercial" and {"public", "ambassador"} & set(piece["audience"]):
            wrong.append(f"{name}: shown too widely")
    assert wrong == []
    assert {piece["kind"] for piece in of("resources").values()} == KINDS


def misprints(piece: Any, *, french: bool) -> list[str]:
    rules = ANYWHERE + (IN_FRENCH if french else [])
    return [f"{said}: {found[0]!r}" for text in texts(piece) for rule, said in rules if (found := rule.search(text))]


def test_typography_is_french() -> None:
    everything = {**pieces(), **{row["key"]: row for row in figures()}}
    wrong = {
        name: found
        for name, piece in everything.items()
        if (found := misprints(piece, french=piece.get("language", "fr") == "fr"))
    }
    assert wrong == {}


def test_the_eye_for_typography_sees_misprints() -> None:
    for text in ["l'eau", "Quoi ?", "Quoi?", "« oui »", "3 000", "5 €", "un  deux", "et..."]:
        assert misprints([text], french=True), text
    for text in ["l’eau", "Quoi\u00a0?", "«\u00a0oui\u00a0»", "3\u00a0000", "5\u00a0€", "v=spf1", "(ou non)"]:
        assert misprints([text], french=True) == [], text


def test_the_cercle_keeps_its_name() -> None:
    assert [name for name, piece in pieces().items() if "club parlementaire" in str(piece).lower()] == []
