"""The words of a contribution: cleaned when they come in, frozen when they change hands, compared afterwards."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from club.contributions.models import Submission
from club.core.days import date_format
from club.core.markup import clean
from club.core.topics import Topic
from club.core.typography import french
from newsletters.models import Block

TYPESET = ("title", "text", "image_alt", "link_label")


@dataclass(frozen=True, kw_only=True, slots=True)
class Content:
    """Names of ``Submission.CONTENT``. ``image`` and ``file``: names already stored, or "" for none."""

    kind: str = Submission.Kind.PRODUCT
    title: str = ""
    text: str = ""
    image: str = ""
    image_alt: str = ""
    link_url: str = ""
    link_label: str = ""
    file: str = ""
    file_name: str = ""
    audience: str = Block.Audience.BOTH
    territories: Sequence[str] = ()
    specialities: Sequence[str] = ()
    expires_on: date | None = None

    def tidied(self) -> "Content":
        """Pasted text without tags nor control characters, French typography, lists in one order."""
        words = {name: typeset(getattr(self, name)) for name in TYPESET}
        return Content(
            **self.as_dict()
            | words
            | {"territories": sorted(set(self.territories)), "specialities": sorted(set(self.specialities))}
        )

    def as_dict(self) -> dict[str, Any]:
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def frozen(self) -> dict[str, Any]:
        """What a version keeps, fit for JSON."""
        expires_on = self.expires_on.isoformat() if self.expires_on else None
        lists = {"territories": list(self.territories), "specialities": list(self.specialities)}
        return self.as_dict() | lists | {"expires_on": expires_on}

    def missing(self) -> list[str]:
        """What keeps it from being handed in, in French sentences."""
        found = self.unfit()
        if not self.text and not self.file:
            found.append("Écrivez quelques lignes, ou joignez un document.")
        return found + self.too_long()

    def unfit(self) -> list[str]:
        """What the Club cannot read again: no title, or an image that says nothing to those who do not see it."""
        found = [] if self.title else ["Donnez-lui un titre."]
        return found + (["Dites en une phrase ce que montre l’image."] if self.image and not self.image_alt else [])

    def too_long(self) -> list[str]:
        """Words that no column holds; French typography may lengthen them."""
        found = []
        for name in TYPESET:
            field, length = Submission._meta.get_field(name), len(getattr(self, name))
            if length > field.max_length:
                found.append(
                    f"{field.verbose_name}\u00a0: {length} caractères, {field.max_length} au plus.".capitalize()
                )
        return found


def typeset(text: str) -> str:
    return french(clean(text))


@dataclass(frozen=True, slots=True)
class Change:
    """A field that two versions do not say alike."""

    label: str
    before: str
    after: str


def content_of(submission: Submission) -> Content:
    values = {name: getattr(submission, name) for name in Submission.CONTENT}
    return Content(**values | {"image": submission.image.name or "", "file": submission.file.name or ""})


def thaw(frozen: dict[str, Any]) -> Content:
    """The content that a version keeps."""
    expires_on = frozen.get("expires_on")
    return Content(**frozen | {"expires_on": date.fromisoformat(expires_on) if expires_on else None})


def changes(before: Content, after: Content) -> Iterator[Change]:
    """What differs, field by field, in the words of the screen; files and pictures by their name alone."""
    for name in Submission.CONTENT:
        if name in ("file", "image"):
            continue
        old, new = _words(name, before), _words(name, after)
        if old != new:
            yield Change(str(Submission._meta.get_field(name).verbose_name), old, new)
    if before.image != after.image:
        yield Change("image", "une image" if before.image else "", "une autre image" if after.image else "")
    if before.file != after.file and before.file_name == after.file_name:
        yield Change("document", before.file_name, f"un autre fichier, {after.file_name}")


def _words(name: str, content: Content) -> str:
    value = getattr(content, name)
    if name == "kind":
        return str(Submission.Kind(value).label)
    if name == "audience":
        return str(Block.Audience(value).label)
    if name == "specialities":
        return ", ".join(Topic(one).label for one in value)
    if isinstance(value, date):
        return date_format(value)
    return value if isinstance(value, str) else ", ".join(value or ())
