"""The words of the public site of the demonstration: complete, sourced, linked, well typeset. No database."""

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from club.core.topics import Topic
from club.core.typography import french
from club.demo.data.organisations import BRANDS
from club.editorial.checks import findings
from club.editorial.content import Content, Part, Source
from club.editorial.models import Level
from club.editorial.rendering import headings, links, to_html, to_text

FOLDER = Path(__file__).resolve().parents[2] / "club" / "demo" / "data" / "editorial"
TAGS = {"p", "h2", "h3", "ul", "ol", "li", "strong", "em", "a", "blockquote"}
ARTICLE = {"title", "summary", "themes", "picture", "published", "review_by", "related", "sources"}
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
LEAST = {"tips": 12, "news": 8, "dossiers": 4, "resources": 20}
LEVELS = {"tips": Level.TIP, "news": Level.NEWS, "dossiers": Level.DOSSIER, "pages": Level.PAGE}
PAGES = {
    *("histoire", "qui-paie-quoi", "membres", "presse"),
    *("cercle", "club-des-partenaires", "forum-des-ambassadeurs", "channel-expert"),
}
FIGURE = {"key", "value", "label", "sentence", "source", "publisher", "url", "year", "next_update", "place"}
PLACES = {"home", "club", "cercle", "partners", "ambassadors", "channel"}
KINDS = {"press_release", "white_paper", "technical", "marketing", "commercial"}
AUDIENCES = {"public", "ambassador", "expert", "representative"}
OURSELVES = "Club de l’économie numérique"
FOUNDED, THIS_YEAR = 2008, 2026
NOT_FOR_READERS = {"url", "related", "audience", "themes", "picture", "kind", "language", "key", "place"}


@cache
def pieces() -> dict[str, dict[str, Any]]:
    """By address: ``tips/slug``, ``dossiers/slug``, ``dossiers/slug/parts/01-…``; figures stand apart."""
    read = {}
    for path in sorted(FOLDER.rglob("*.toml")):
        name = str(path.relative_to(FOLDER).with_suffix("")).removesuffix("/dossier")
        read[name] = tomllib.loads(path.read_text(encoding="utf-8"))
    del read["figures"], read["drawings"]
    return read


@cache
def figures() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tomllib.loads((FOLDER / "figures.toml").read_text(encoding="utf-8"))["figures"]
    return rows


def kind(name: str) -> str:
    return "parts" if "/parts/" in name else name.split("/")[0]


def of(wanted: str) -> dict[str, dict[str, Any]]:
    return {name: piece for name, piece in pieces().items() if kind(name) == wanted}


def parts_of(dossier: str) -> dict[str, dict[str, Any]]:
    return {name: part for name, part in of("parts").items() if name.startswith(f"{dossier}/")}


def texts(value: Any) -> Iterator[str]:
    """Every string a reader will see, wherever it stands."""
    if isinstance(value, str):
        yield value
    for row in value if isinstance(value, list) else []:
        yield from texts(row)
    for key, row in value.items() if isinstance(value, dict) else []:
        if key not in NOT_FOR_READERS:
            yield from texts(row)


def bodies() -> dict[str, str]:
    """What the Club's own renderer will turn into HTML."""
    return {name: text for name, piece in pieces().items() if (text := piece.get("body") or piece.get("intro"))}


def words(piece: dict[str, Any]) -> int:
    written = to_text(piece["body"]) if "body" in piece else " ".join(texts(piece["text"]))
    return len([word for word in written.split() if re.search(r"\w", word)])


def as_editors_write(name: str) -> Content:
    piece = pieces()[name]
    return Content(
        title=piece["title"],
        slug=name.split("/")[1],
        summary=piece["summary"],
        body=piece.get("body") or piece["intro"],
        parts=tuple(Part(part["title"], to.split("/")[-1], part["body"]) for to, part in parts_of(name).items()),
        sources=tuple(Source(**source) for source in piece["sources"]),
        themes=tuple(piece.get("themes", [])),
        review_by=piece.get("review_by", date(THIS_YEAR + 1, 12, 31)),
    )


def misprints(piece: Any, *, language: str = "fr") -> list[str]:
    """The site puts typography right in what people type; here it must have nothing left to do."""
    if language == "fr":
        return [text for text in texts(piece) if french(text) != text]
    return [text for text in texts(piece) if re.search(r"[\"']|\.\.\.", text)]


def test_there_is_enough_to_read() -> None:
    assert {name: len(of(name)) for name, least in LEAST.items() if len(of(name)) < least} == {}
    assert len(figures()) >= 15
    assert {name.split("/")[1] for name in of("pages")} == PAGES
    for name in of("dossiers"):
        numbers = [part.split("/")[-1][:3] for part in parts_of(name)]
        assert numbers == ["01-", "02-", "03-", "04-", "05-"][: len(numbers)], name
        assert len(numbers) >= 3, name


def test_every_drawing_is_shown_and_said_in_words() -> None:
    said = tomllib.loads((FOLDER / "drawings.toml").read_text(encoding="utf-8"))
    drawn = {path.stem: path.read_text(encoding="utf-8") for path in (FOLDER / "drawings").glob("*.svg")}
    shown = {piece["picture"] for piece in pieces().values() if "picture" in piece}
    assert set(said) == set(drawn) == shown
    assert misprints(said) == []
    assert {name for name, svg in drawn.items() if "<text" in svg or "href" in svg} == set()


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


def test_the_checks_of_editors_find_nothing_to_say() -> None:
    said = {}
    for name, piece in pieces().items():
        if level := LEVELS.get(kind(name)):
            on = piece.get("published", date(THIS_YEAR, 1, 1))
            if found := findings(as_editors_write(name), level, known_pictures=set(), on=on):
                said[name] = [finding.sentence for finding in found]
    assert said == {}


def test_bodies_hold_marks_alone_and_open_with_a_plain_level() -> None:
    wrong = {}
    for name, text in bodies().items():
        tags = set(re.findall(r"<(\w+)", to_html(text)))
        levels = [heading.level for heading in headings(text)]
        jumps = [after for before, after in zip([1, *levels], levels, strict=False) if after > before + 1]
        insecure = [address for address, _ in links(text) if not address.startswith(("https://", "/"))]
        if not tags <= TAGS or re.search(r"<\w", text) or "**" in to_text(text) or jumps or insecure:
            wrong[name] = (tags - TAGS, jumps, insecure)
    assert wrong == {}


def test_themes_dates_and_relations_hold() -> None:
    wrong = []
    for name, piece in pieces().items():
        themes, related = piece.get("themes", ["data"]), piece.get("related", [])
        if not themes or not set(themes) <= set(Topic.values) or len(set(themes)) < len(themes):
            wrong.append(f"{name}: themes {themes}")
        if name in related or not set(related) <= {*of("tips"), *of("news"), *of("dossiers")}:
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


def test_typography_needs_no_correction() -> None:
    everything = {**pieces(), **{row["key"]: row for row in figures()}}
    found = {name: misprints(piece, language=piece.get("language", "fr")) for name, piece in everything.items()}
    assert {name: texts for name, texts in found.items() if texts} == {}


@pytest.mark.parametrize("text", ["l'eau", "Quoi ?", "Quoi?", "« oui »", "3 000", "5 €", "et..."])
def test_misprints_are_seen(text: str) -> None:
    assert misprints([text])
    assert misprints({"title": text})


def test_the_cercle_keeps_its_name() -> None:
    assert [name for name, piece in pieces().items() if "club parlementaire" in str(piece).lower()] == []
