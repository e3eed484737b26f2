"""The text part: written for reading in 72 columns, not a dump of the HTML."""

import textwrap

from django.conf import settings

from newsletters import links
from newsletters.models import Block, Issue
from newsletters.rendering import markup, words
from newsletters.rendering.slots import Slot, mark

RULE = "-" * markup.WIDTH


def text(issue: Issue, blocks: list[Block]) -> str:
    """The whole text part, personal values as marks, each address on a line of its own."""
    parts = [_head(issue), mark(Slot.GREETING)]
    contents = words.contents(blocks)
    if contents:
        parts.append("\n".join(["Dans ce numéro :", *(wrapped(line, lead="- ") for line in contents)]))
    for block in blocks:
        parts += [RULE, _block(block)]
    return "\n\n".join([*parts, RULE, _foot(issue, blocks)]) + "\n"


def wrapped(paragraph: str, *, lead: str = "") -> str:
    return textwrap.fill(
        paragraph,
        markup.WIDTH,
        initial_indent=lead,
        subsequent_indent=" " * len(lead),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _head(issue: Issue) -> str:
    return "\n".join(
        [
            settings.CLUB_NAME,
            f"Flash info n° {issue.number}",
            wrapped(issue.title),
            "",
            "Lire en ligne :",
            links.web_copy_url(issue.number),
            "Se désabonner :",
            mark(Slot.UNSUBSCRIBE_URL),
        ]
    )


def _block(block: Block) -> str:
    parts = ["\n".join([wrapped(block.title.upper()), wrapped(words.label(block))])]
    body = markup.to_text(block.text)
    if body:
        parts.append(body)
    if block.link_url:
        parts.append(f"{words.link_label(block)} :\n{block.link_url}")
    return "\n\n".join(parts)


def _foot(issue: Issue, blocks: list[Block]) -> str:
    return "\n\n".join(
        [
            wrapped(words.REASON),
            mark(Slot.NOTICE),
            wrapped(words.sponsors(blocks)),
            f"Se désabonner en un clic :\n{mark(Slot.UNSUBSCRIBE_URL)}",
            f"Choisir ses rubriques ou faire une pause :\n{mark(Slot.PREFERENCES_URL)}",
            wrapped(words.postal_address()),
        ]
    )
