"""The few marks a block's text may bear: paragraphs, **bold**, *italic*, lists and [links](https://…).

The same text gives HTML (cleaned again by nh3 at each rendering) and lines to be read as plain text.
"""

import textwrap
from collections.abc import Callable
from itertools import groupby, takewhile

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

from club.core.markup import is_web_address

WIDTH = 72
Way = Callable[[int, str, str], str]  # (number of the link from 1, its address, its words) → the address to write
TAGS = {"p", "strong", "em", "a", "ul", "ol", "li", "br"}


def _parser() -> MarkdownIt:
    parser = MarkdownIt("zero", {"breaks": True, "html": False})
    parser.enable(
        ["list", "emphasis", "link", "newline", "escape", "autolink", "balance_pairs", "fragments_join"], True
    )
    parser.validateLink = is_web_address  # type: ignore[method-assign]
    return parser


def to_html(text: str, way: Way | None = None) -> str:
    """HTML of the subset; safe by construction and by nh3, which is told the same list."""
    parser = _parser()
    return nh3.clean(
        parser.renderer.render(_led(parser.parse(text), way), parser.options, {}),
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https"},
        link_rel=None,
    ).strip()


def links(text: str) -> list[str]:
    """The addresses the text points to, in order."""
    return [
        str(child.attrGet("href"))
        for token in _parser().parse(text)
        for child in token.children or []
        if child.type == "link_open"
    ]


def to_text(text: str, way: Way | None = None, *, width: int = WIDTH) -> str:
    """Lines to be read: bullets, marks removed, each link's address on a line of its own under its paragraph."""
    pieces: list[tuple[int, str]] = []  # items of one list bear the same number and stand together
    lists: list[int | None] = []
    group, lead = 0, ""
    for token in _led(_parser().parse(text), way):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            group += 0 if lists else 1
            lists.append(None if token.type.startswith("bullet") else int(token.attrGet("start") or 1))
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
            lead = ""
        elif token.type == "list_item_open":
            lead = _bullet(lists)
        elif token.type == "inline":
            group += 0 if lists else 1
            pieces.append((group, _paragraph(token, lead, width=width)))
            lead = " " * len(lead)
    return "\n\n".join("\n".join(piece for _, piece in of) for _, of in groupby(pieces, key=lambda p: p[0]))


def _led(tokens: list[Token], way: Way | None) -> list[Token]:
    """The same tokens, each link on its ``way``."""
    number = 0
    for children in (token.children or [] for token in tokens):
        for index, child in enumerate(children):
            if child.type == "link_open" and way is not None:
                number += 1
                inside = takewhile(lambda one: one.type != "link_close", children[index + 1 :])
                words = "".join(one.content for one in inside)
                child.attrSet("href", way(number, str(child.attrGet("href")), words))
    return tokens


def _bullet(lists: list[int | None]) -> str:
    number = lists[-1]
    indent = "  " * (len(lists) - 1)
    if number is None:
        return f"{indent}- "
    lists[-1] = number + 1
    return f"{indent}{number}. "


def _paragraph(token: Token, lead: str, *, width: int) -> str:
    hang = " " * len(lead)
    words, addresses = _words(token)
    lines: list[str] = []
    for index, part in enumerate(words.split("\n")):
        lines += textwrap.wrap(
            part,
            width,
            initial_indent=hang if index else lead,
            subsequent_indent=hang,
            break_long_words=False,
            break_on_hyphens=False,
        )
    return "\n".join([*lines, *(f"{hang}<{address}>" for address in addresses)])


def _words(token: Token) -> tuple[str, list[str]]:
    """The words without their marks, and the addresses that the words themselves do not spell."""
    words, addresses, address, start = "", [], "", 0
    for child in token.children or []:
        if child.type == "link_open":
            address, start = str(child.attrGet("href")), len(words)
        elif child.type == "link_close" and words[start:] != address:
            addresses.append(address)
        elif child.type in ("softbreak", "hardbreak"):
            words += "\n"
        else:
            words += child.content
    return words, addresses
