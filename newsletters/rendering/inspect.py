"""Reading a composed message back, the way a mail program would: what the checks look at."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from newsletters.rendering.slots import Slot, mark

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
SILENT = {"style", "title", "script", "head"}


@dataclass
class Reading:
    """``contrasts``: the ratio of each pair of colours met; ``…_at``: how many words stand before."""

    lang: str = ""
    direction: str = ""
    tables_without_role: int = 0
    hrefs: list[str] = field(default_factory=list)
    unsubscribe_at: list[int] = field(default_factory=list)
    titles_at: list[int] = field(default_factory=list)
    words: int = 0
    contrasts: dict[tuple[str, str], float] = field(default_factory=dict)

    def unsubscribe_at_both_ends(self) -> bool:
        """One link before the first title, one after the last."""
        if not self.unsubscribe_at or not self.titles_at:
            return False
        return min(self.unsubscribe_at) <= self.titles_at[0] and max(self.unsubscribe_at) > self.titles_at[-1]


def read(html: str) -> Reading:
    reader = _Reader()
    reader.feed(html)
    return reader.reading


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two ``#rrggbb`` colours (WCAG 2.2)."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    value = colour.lstrip("#")
    channels = [int(value[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@dataclass(frozen=True, slots=True)
class _Level:
    tag: str
    colour: str
    ground: str
    shown: bool


class _Reader(HTMLParser):
    """Follows colour and ground down the tree; what bears ``display:none`` is not read."""

    def __init__(self) -> None:
        super().__init__()
        self.reading = Reading()
        self.levels = [_Level("", "#000000", "#ffffff", True)]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._note(tag, given)
        if tag not in VOID:
            self.levels.append(self._level(tag, given))

    def handle_endtag(self, tag: str) -> None:
        for depth in range(len(self.levels) - 1, 0, -1):
            if self.levels[depth].tag == tag:
                del self.levels[depth:]
                return

    def handle_data(self, data: str) -> None:
        level = self.levels[-1]
        if not level.shown or not data.strip():
            return
        self.reading.words += len(data.split())
        pair = (level.colour, level.ground)
        if pair not in self.reading.contrasts and all(len(c) == 7 for c in pair):
            self.reading.contrasts[pair] = contrast(*pair)

    def _note(self, tag: str, given: dict[str, str]) -> None:
        reading = self.reading
        if tag == "html":
            reading.lang, reading.direction = given.get("lang", ""), given.get("dir", "")
        elif tag in ("h1", "h2"):
            reading.titles_at.append(reading.words)
        elif tag == "table" and given.get("role") != "presentation":
            reading.tables_without_role += 1
        elif tag == "a" and given.get("href") == mark(Slot.UNSUBSCRIBE_URL):
            reading.unsubscribe_at.append(reading.words)
        elif tag == "a":
            reading.hrefs.append(given.get("href", ""))

    def _level(self, tag: str, given: dict[str, str]) -> _Level:
        above = self.levels[-1]
        style = _declarations(given.get("style", ""))
        ground = style.get("background-color") or style.get("background") or given.get("bgcolor") or above.ground
        shown = above.shown and tag not in SILENT and style.get("display") != "none"
        return _Level(tag, style.get("color", above.colour), ground, shown)


def _declarations(style: str) -> dict[str, str]:
    pairs = (declaration.partition(":") for declaration in style.split(";"))
    return {name.strip().lower(): value.strip().lower() for name, _, value in pairs if value}
