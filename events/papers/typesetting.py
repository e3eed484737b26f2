"""Typst for the papers of meetings: it gets words as JSON and nothing else, no user text as markup, no package."""

import json
import re
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unicodedata import normalize

import typst
from django.conf import settings

from events.models import Event

TEMPLATES = Path(settings.BASE_DIR) / "templates"
FOLDER = TEMPLATES / "events" / "documents"
FONTS = TEMPLATES / "billing" / "documents" / "fonts"
UNKNOWN = "?"
_here = threading.local()


@dataclass(frozen=True)
class Occasion:
    """What heads every paper."""

    title: str
    when: str
    where: str

    @classmethod
    def of(cls, event: Event) -> "Occasion":
        return cls(title=event.title, when=event.when_words(), where=", ".join(event.place_lines()))

    def words(self) -> dict[str, str]:
        return {"club": settings.CLUB_NAME, "title": self.title, "when": self.when, "where": self.where}


@dataclass(frozen=True)
class Printed:
    """``noted``: what the template labelled so; ``unknown``: letters that no font has, printed as « ? »."""

    pdf: bytes
    noted: list[dict[str, Any]]
    unknown: frozenset[str]


def typeset(name: str, words: dict[str, Any]) -> Printed:
    """A template of this folder with its words, as PDF/A, which refuses letters that no font has."""
    data = normalize("NFC", json.dumps(words, ensure_ascii=False))
    unknown = _without_font(frozenset(data))
    data = "".join(UNKNOWN if letter in unknown else letter for letter in data)
    compiler = _compiler(name)
    pdf = compiler.compile(sys_inputs={"data": data}, pdf_standards=["a-2b"])
    noted = json.loads(compiler.query("<noted>", field="value"))
    return Printed(bytes(pdf), noted, unknown)  # type: ignore[arg-type]


def _without_font(letters: frozenset[str]) -> frozenset[str]:
    """Those that the fonts of the house, and Typst's own, do not have; the compiler names them one by one."""
    unknown, compiler = set[str](), _compiler("letters.typ")
    while True:
        data = json.dumps(sorted(letters - unknown))
        try:
            compiler.compile(sys_inputs={"data": data}, pdf_standards=["a-2b"])
        except typst.TypstError as error:
            found = re.search(r"the text `\"(.+?)\"` could not be displayed", str(error))
            if not found or unknown.issuperset(found[1]):
                raise
            unknown |= set(found[1])
        else:
            return frozenset(unknown)


def _compiler(name: str) -> typst.Compiler:
    """Of a template; each thread keeps its own, whose fonts are read once."""
    kept = _here.__dict__.setdefault("compilers", {})
    if name not in kept:
        kept[name] = typst.Compiler(FOLDER / name, root=FOLDER, font_paths=[FONTS], ignore_system_fonts=True)
    return kept[name]
