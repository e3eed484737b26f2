"""From marks to the page: paragraphs, ## and ### titles, lists, > quotes, **bold**, *italic*, links, pictures.

The one place where a text of editors becomes HTML: built from marks (HTML typed in is shown as it was typed), then
cleaned by nh3, which is told the same list. A picture is ``![words](photo:12)``.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import nh3
from django.core.files.storage import default_storage
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from club.core.markup import is_web_address
from club.editorial.models import Picture

TAGS = {"p", "h2", "h3", "strong", "em", "a", "ul", "ol", "li", "br", "blockquote", "figure", "figcaption", "img"}
ATTRIBUTES = {
    "a": {"href"},
    "h2": {"id"},
    "h3": {"id"},
    "img": {"src", "srcset", "sizes", "width", "height", "alt", "loading"},
}
SIZES = "(min-width: 44rem) 42rem, 92vw"
PHOTO = re.compile(r"photo:(\d{1,18})\Z")
MEANT = re.compile(r"\[([^\[\]]*)\]\(((?:https?:|www\.|/)[^()]*|[^()\s]*(?=[()]|$))")
"""What was meant for a link; « [1](p. 3) » is prose."""
WORDS_A_MINUTE = 220


@dataclass(frozen=True)
class Heading:
    level: int
    anchor: str
    words: str


def is_target(url: str) -> bool:
    """An address of the web, a path of this site, or a picture of ours."""
    return is_web_address(url) or (url.startswith("/") and not url.startswith("//")) or bool(PHOTO.match(url))


def _parser() -> MarkdownIt:
    parser = MarkdownIt("zero", {"breaks": False, "html": False})
    parser.enable(["list", "heading", "blockquote", "emphasis", "link", "image", "newline", "escape"])
    parser.enable(["autolink", "balance_pairs", "fragments_join"])
    parser.validateLink = is_target  # type: ignore[method-assign]
    return parser


def to_html(text: str, pictures: Mapping[int, Picture] | None = None, taken: set[str] | None = None) -> SafeString:
    """HTML of the subset; a picture that ``pictures`` lacks is left out. ``taken``: anchors of the page above."""
    parser = _parser()
    parser.add_render_rule("image", _image)
    tokens = parser.parse(text)
    _anchor(tokens, set() if taken is None else taken)
    _lift_pictures(tokens)
    html = parser.renderer.render(tokens, parser.options, {"pictures": pictures or {}})
    cleaned = nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes={"http", "https"}, link_rel=None)
    return mark_safe(cleaned.strip())  # noqa: S308 - cleaned by nh3 on the line above


def headings(text: str) -> list[Heading]:
    """The titles of a text, each with the anchor its HTML bears."""
    tokens = _parser().parse(text)
    _anchor(tokens, set())
    return [
        Heading(int(token.tag[1]), str(token.attrGet("id")), _plain(tokens[index + 1]))
        for index, token in enumerate(tokens)
        if token.type == "heading_open"
    ]


def links(text: str) -> list[tuple[str, str]]:
    """(address, words) of each link, in order."""
    found = []
    for token in _parser().parse(text):
        children = token.children or []
        for index, child in enumerate(children):
            if child.type == "link_open":
                end = next(i for i in range(index, len(children)) if children[i].type == "link_close")
                found.append((str(child.attrGet("href")), "".join(c.content for c in children[index:end]).strip()))
    return found


def unread_links(text: str) -> list[tuple[str, str]]:
    """(address, words) of each mark that meant a link: shown as it was typed, for its address is none, or empty."""
    shown = [_plain(token) for token in _parser().parse(text) if token.type == "inline"]
    empty = [link for link in links(text) if not link[0]]
    return [(address, words) for line in shown for words, address in MEANT.findall(line)] + empty


def pictures_of(texts: Sequence[str]) -> set[int]:
    """Numbers of the pictures that texts show."""
    return {int(number) for text in texts for number in re.findall(r"\]\(photo:(\d{1,18})", text)}


def to_text(text: str) -> str:
    """The words alone, for search and counting."""
    words = [_plain(token) for token in _parser().parse(text) if token.type == "inline"]
    return "\n".join(line for line in words if line)


def minutes(texts: Sequence[str]) -> int:
    """Time of reading, one minute at least."""
    return max(1, round(sum(len(to_text(text).split()) for text in texts) / WORDS_A_MINUTE))


def _plain(token: Token) -> str:
    spaced = {"softbreak", "hardbreak"}
    return "".join(" " if c.type in spaced else c.content for c in token.children or [])


def _anchor(tokens: Sequence[Token], taken: set[str]) -> None:
    """Titles become h2 or h3, whatever was typed, each with an anchor of its own."""
    for index, token in enumerate(tokens):
        if token.type not in ("heading_open", "heading_close"):
            continue
        token.tag = "h3" if token.markup.startswith("###") else "h2"
        if token.type == "heading_open":
            anchor = base = f"t-{slugify(_plain(tokens[index + 1]))[:60]}"
            number = 2
            while anchor in taken:
                anchor, number = f"{base}-{number}", number + 1
            taken.add(anchor)
            token.attrSet("id", anchor)


def _lift_pictures(tokens: Sequence[Token]) -> None:
    """A paragraph that is one picture becomes a figure: HTML forbids one inside the other."""
    for index, token in enumerate(tokens):
        alone = token.type == "inline" and len(token.children or []) == 1 and token.children[0].type == "image"  # type: ignore[index]
        if alone and tokens[index - 1].type == "paragraph_open":
            tokens[index - 1].tag = tokens[index + 1].tag = "figure"


def _image(renderer: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    found = PHOTO.match(str(tokens[index].attrGet("src")))
    picture = env["pictures"].get(int(found[1])) if found else None
    if picture is None:
        return ""
    caption = escape(picture.credit and f"Crédit\u00a0: {picture.credit}")
    return image_tag(picture) + (f"<figcaption>{caption}</figcaption>" if caption else "")


def image_tag(picture: Picture, *, sizes: str = SIZES, lazy: bool = True) -> SafeString:
    """An ``img`` in every width we keep, with its place reserved."""
    width, height, name = picture.widest
    candidates = ", ".join(f"{default_storage.url(one)} {wide}w" for wide, _, one in picture.sizes)
    loading = ' loading="lazy"' if lazy else ""
    return mark_safe(  # noqa: S308 - names and sizes are ours, words are escaped
        f'<img src="{default_storage.url(name)}" srcset="{candidates}" sizes="{sizes}" width="{width}" '
        f'height="{height}" alt="{escape(picture.alt)}"{loading}>'
    )
