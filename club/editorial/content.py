"""What a revision says, whole: written as JSON in the base, compared, checked, put live.

``Content`` is what forms give and what actions store. Texts bear the marks of ``club.editorial.rendering``.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from club.core.markup import clean
from club.core.topics import Topic
from club.core.typography import french


@dataclass(frozen=True)
class Part:
    """A part of a dossier; ``slug`` is its address under the dossier's."""

    title: str
    slug: str
    body: str


@dataclass(frozen=True)
class Source:
    """Where a fact comes from; ``year`` is the one of the figure or of the publication."""

    label: str
    publisher: str
    url: str = ""
    year: int | None = None


@dataclass(frozen=True)
class Content:
    """``sponsor`` and ``picture``, ``related``: primary keys. ``review_by``: when somebody must read it again."""

    title: str
    slug: str
    summary: str = ""
    saving: str = ""
    effort: str = ""
    body: str = ""
    parts: tuple[Part, ...] = ()
    sources: tuple[Source, ...] = ()
    themes: tuple[str, ...] = ()
    byline: str = ""
    sponsor: int | None = None
    picture: int | None = None
    related: tuple[int, ...] = ()
    review_by: date | None = None

    def to_json(self) -> dict[str, Any]:
        stored = asdict(self)
        stored["review_by"] = self.review_by.isoformat() if self.review_by else None
        return stored

    @classmethod
    def of(cls, stored: dict[str, Any]) -> "Content":
        """From the JSON of a revision; what an older revision does not know keeps its default."""
        known = {name: stored[name] for name in cls.__dataclass_fields__ if name in stored}
        known["parts"] = tuple(Part(**part) for part in known.get("parts", []))
        known["sources"] = tuple(Source(**source) for source in known.get("sources", []))
        known["themes"], known["related"] = tuple(known.get("themes", [])), tuple(known.get("related", []))
        if day := known.get("review_by"):
            known["review_by"] = date.fromisoformat(day)
        return cls(**known)

    def texts(self) -> list[str]:
        """Every text with marks, in the order of reading."""
        return [self.body, *(part.body for part in self.parts)]


def tidy(content: Content) -> Content:
    """What is kept of what was typed: no control characters, French typography, themes in their own order."""
    lines = {
        name: french(" ".join(clean(getattr(content, name)).split()))
        for name in ("title", "summary", "saving", "effort", "byline")
    }
    changed = {
        **{name: getattr(content, name) for name in content.__dataclass_fields__},
        **lines,
        "body": french(clean(content.body)),
        "parts": tuple(Part(french(clean(p.title)), p.slug, french(clean(p.body))) for p in content.parts),
        "sources": tuple(
            Source(french(clean(s.label)), french(clean(s.publisher)), s.url.strip(), s.year) for s in content.sources
        ),
        "themes": tuple(topic.value for topic in Topic if topic.value in content.themes),
    }
    return Content(**changed)


@dataclass(frozen=True)
class Difference:
    """A field that two revisions do not share: ``before`` and ``after`` are texts for people, by lines."""

    label: str
    before: str
    after: str


LABELS = {
    "title": "Titre",
    "slug": "Adresse",
    "summary": "Chapeau",
    "saving": "Ce qu’on y gagne",
    "effort": "Ce que cela demande",
    "body": "Texte",
    "parts": "Parties",
    "sources": "Sources",
    "themes": "Thèmes",
    "byline": "Signature",
    "sponsor": "Membre pour qui c’est publié",
    "picture": "Image",
    "related": "À lire aussi",
    "review_by": "À relire avant le",
}


Names = Mapping[str, Mapping[int, str]]
"""Words for the numbers of fields: {"sponsor": {12: "Fournisseur"}}."""


def differences(before: Content, after: Content, *, names: Names | None = None) -> list[Difference]:
    """The fields that changed, in the order of the form; without ``names`` numbers stand for what they name."""
    known = names or {}
    pairs = ((label, _words(before, name, known), _words(after, name, known)) for name, label in LABELS.items())
    return [Difference(label, old, new) for label, old, new in pairs if old != new]


def _words(content: Content, name: str, names: Names) -> str:
    value = getattr(content, name)
    if name == "parts":
        return "\n\n".join(f"{part.title} (/{part.slug}/)\n{part.body}" for part in value)
    if name == "sources":
        return "\n".join(" · ".join(str(v) for v in (s.label, s.publisher, s.year, s.url) if v) for s in value)
    if name == "themes":
        return ", ".join(Topic(theme).label for theme in value)
    known = names.get(name, {})
    if isinstance(value, tuple):
        return ", ".join(known.get(number, str(number)) for number in value)
    return "" if value is None else known.get(value, str(value))
