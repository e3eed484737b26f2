"""Statutes, rules and terms as they are shown: titles, lists and paragraphs, the marks they are written in."""

from dataclasses import dataclass, field
from datetime import date

from members.models import GoverningText


@dataclass
class Part:
    """``kind``: title, list or paragraph; ``text`` of a title or a paragraph, ``items`` of a list."""

    kind: str
    text: str = ""
    items: list[str] = field(default_factory=list)


def parts(body: str) -> list[Part]:
    """The text as parts that a template prints, escaped as any text: no HTML is made here."""
    found: list[Part] = []
    for block in body.replace("\r\n", "\n").split("\n\n"):
        for line in block.strip().split("\n"):
            _add(found, line.strip())
        found.append(Part("end"))
    return [part for part in found if part.kind != "end"]


def _add(found: list[Part], line: str) -> None:
    if line.startswith("#"):
        found.append(Part("title", line.lstrip("# ")))
    elif line.startswith("- "):
        if not found or found[-1].kind != "list":
            found.append(Part("list"))
        found[-1].items.append(line[2:])
    elif line and found and found[-1].kind == "paragraph":
        found[-1].text += f" {line}"
    elif line:
        found.append(Part("paragraph", line))


def in_force(on: date | None = None) -> dict[str, GoverningText]:
    """The texts to accept on a day, by kind, in the order of the kinds."""
    texts = {kind.value: GoverningText.objects.in_force(kind, on=on) for kind in GoverningText.Kind}
    return {kind: text for kind, text in texts.items() if text}
