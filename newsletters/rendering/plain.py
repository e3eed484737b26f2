"""The text part: written for reading in 72 columns, not a dump of the HTML."""

import textwrap
from functools import partial

from django.conf import settings

from newsletters import links
from newsletters.models import Block, Issue
from newsletters.rendering import markup, words
from newsletters.rendering.slots import Slot, mark
from newsletters.rendering.ways import way

RULE = "-" * markup.WIDTH


def text(issue: Issue, blocks: list[Block], tracking: str) -> str:
    """The whole text part, personal values as marks, each address on a line of its own."""
    parts = [_head(issue), mark(Slot.GREETING)]
    contents = words.contents(blocks)
    if contents:
        parts.append("\n".join(["Dans ce numéro :", *(wrapped(line, lead="- ") for line in contents)]))
    for block in blocks:
        parts += [RULE, _block(block, tracking)]
    return "\n\n".join([*parts, RULE, _foot(blocks, tracking)]) + "\n"


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


def _block(block: Block, tracking: str) -> str:
    lead, label = partial(way, block, tracking=tracking), words.link_label(block)
    parts = ["\n".join([wrapped(block.title.upper()), wrapped(words.label(block))])]
    body = markup.to_text(block.text, lead)
    if body:
        parts.append(body)
    if block.link_url:
        parts.append(f"{label} :\n{lead(0, block.link_url, label)}")
    return "\n\n".join(parts)


def _foot(blocks: list[Block], tracking: str) -> str:
    return "\n\n".join(
        [
            wrapped(words.REASON),
            mark(Slot.NOTICE),
            wrapped(words.sponsors(blocks)),
            f"Se désabonner en un clic :\n{mark(Slot.UNSUBSCRIBE_URL)}",
            wrapped(words.MEASURE[tracking]),
            f"Choisir ses rubriques, ce qui est compté, ou faire une pause :\n{mark(Slot.PREFERENCES_URL)}",
            wrapped(words.postal_address()),
        ]
    )
