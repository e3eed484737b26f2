"""The text part: written for reading in 72 columns, not a dump of the HTML."""

import textwrap
from functools import partial

from django.conf import settings
from django.utils.text import capfirst

from events.models import Event
from newsletters import links
from newsletters.models import Block, Issue
from newsletters.rendering import markup, words
from newsletters.rendering.slots import Slot, mark
from newsletters.rendering.ways import way

RULE = "-" * markup.WIDTH


def text(issue: Issue, blocks: list[Block], tracking: str) -> str:
    """The whole text part, personal values as marks, each address on a line of its own."""
    if issue.event:
        return _invitation(issue, issue.event, blocks, tracking)
    parts = [_head(issue), mark(Slot.GREETING)]
    contents = words.contents(blocks)
    if contents:
        parts.append("\n".join(["Dans ce numéro :", *(wrapped(line, lead="- ") for line in contents)]))
    for block in blocks:
        parts += [RULE, _block(block, tracking)]
    return "\n\n".join([*parts, RULE, _foot(blocks, tracking)]) + "\n"


def _invitation(issue: Issue, event: Event, blocks: list[Block], tracking: str) -> str:
    """When, where and the way to answer come first; the foot lets go in one click."""
    place = ", ".join(event.place_lines())
    parts = [
        "\n".join([settings.CLUB_NAME, "Invitation", wrapped(issue.title)]),
        f"Ne plus recevoir d’invitations\u00a0:\n{mark(Slot.UNSUBSCRIBE_URL)}",
        mark(Slot.GREETING),
        "\n".join(wrapped(line) for line in (event.title, capfirst(event.when_words()), place) if line),
        f"Répondre à l’invitation, sans créer de compte\u00a0:\n{mark(Slot.INVITATION_URL)}",
    ]
    for block in blocks:
        parts += [RULE, _block(block, tracking)]
    return "\n\n".join([*parts, RULE, *_foot_of_invitation()]) + "\n"


def _foot_of_invitation() -> list[str]:
    return [
        wrapped(words.INVITED),
        mark(Slot.NOTICE),
        "Gardez ce message pour vous\u00a0: qui a son lien peut répondre à votre place.",
        f"Ne plus recevoir d’invitations\u00a0:\n{mark(Slot.UNSUBSCRIBE_URL)}",
        wrapped(words.postal_address()),
    ]


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
