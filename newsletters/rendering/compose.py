"""From blocks to what people read: MJML in the Club's look, inlined, and a text part written to be read."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

import css_inline
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from mjml import mjml2html

from events.models import Event
from newsletters import links
from newsletters.models import Block, Issue, Preference
from newsletters.rendering import markup, plain, words
from newsletters.rendering.content import Content
from newsletters.rendering.slots import Slot, mark
from newsletters.rendering.ways import way

# The Club's colours (static/css/tokens.css), as mail programs need them: written out.
SAPIN_900, SAPIN_700, SAPIN_100 = "#0a3328", "#0f5b43", "#ddefe6"
OUTREMER_700, OUTREMER_100, MIMOSA = "#2b3fa0", "#e6e9fa", "#ffce3a"
STRIPES = {
    "institution": (SAPIN_700, SAPIN_100),
    "brand": (OUTREMER_700, OUTREMER_100),
    "club": (MIMOSA, SAPIN_900),
}
INLINED = """
p { margin: 0 0 12px } ul, ol { margin: 0 0 12px; padding-left: 22px } li { margin: 0 0 4px }
a { color: #2b3fa0 }
h1 { margin: 4px 0 0; font-size: 31px; line-height: 1.1; font-weight: 800; letter-spacing: -.015em }
h2 { margin: 2px 0 10px; font-size: 22px; line-height: 1.2; font-weight: 800; letter-spacing: -.01em }
.brand { margin: 0 0 22px; font-weight: 700 } .mark { color: #ffce3a; font-size: 20px; font-weight: 800 }
.preheader { display: none; max-height: 0; overflow: hidden; color: #12211c }
.number { margin: 0; color: #ffce3a; font-weight: 700 }
.from { margin: 0; font-size: 14px; color: #3c4a44 }
"""
COLUMN = 552  # 600 less two margins of 24
_SIZE_IN_NAME = re.compile(r"-(\d+)x(\d+)\.\w+$")


@dataclass(frozen=True, slots=True)
class Insert:
    """A block as the message shows it."""

    block: Block
    label: str
    body: SafeString
    stripes: list[str]
    image_url: str
    image_width: int
    link_url: str
    link_label: str


def compose(issue: Issue, blocks: Iterable[Block], tracking: str = Preference.Tracking.NONE) -> Content:
    """Both forms of ``issue`` for the people who see ``blocks``, in that order; personal values are marks.

    ``tracking``: whether the links of the blocks lead straight to their site or are counted.
    """
    shown = list(blocks)
    return Content(html=_html(issue, shown, tracking), text=plain.text(issue, shown, tracking))


def _html(issue: Issue, blocks: list[Block], tracking: str) -> str:
    context = {
        "issue": issue,
        "inserts": [_insert(block, tracking) for block in blocks],
        "greeting": mark(Slot.GREETING),
        "unsubscribe_url": mark(Slot.UNSUBSCRIBE_URL),
        "header_stripes": _stripes((SAPIN_900, MIMOSA), 20),
        "notice": mark(Slot.NOTICE),
        "club_name": settings.CLUB_NAME,
        "postal_address": words.postal_address(),
        **(_of_invitation(issue.event) if issue.event else _of_flash(issue, blocks, tracking)),
    }
    template = "newsletters/mail/invitation.mjml" if issue.event else "newsletters/mail/issue.mjml"
    html = mjml2html(render_to_string(template, context))
    inlined = css_inline.inline(
        html,
        extra_css=INLINED,
        inline_style_tags=False,
        keep_style_tags=True,
        load_remote_stylesheets=False,
    )
    return re.sub(r">\s*\n\s*<", ">\n<", inlined)


def _of_flash(issue: Issue, blocks: list[Block], tracking: str) -> dict[str, object]:
    return {
        "contents": words.contents(blocks),
        "preferences_url": mark(Slot.PREFERENCES_URL),
        "web_copy_url": links.web_copy_url(issue.number),
        "reason": words.REASON,
        "measure": words.MEASURE[tracking],
        "sponsors": words.sponsors(blocks),
    }


def _of_invitation(event: Event) -> dict[str, object]:
    return {"event": event, "invitation_url": mark(Slot.INVITATION_URL), "reason": words.INVITED}


def _insert(block: Block, tracking: str) -> Insert:
    lead, label = partial(way, block, tracking=tracking), words.link_label(block)
    return Insert(
        block=block,
        label=words.label(block),
        body=mark_safe(markup.to_html(block.text, lead)),  # noqa: S308 cleaned by nh3 in markup.to_html
        stripes=_stripes(STRIPES[words.side(block)], 20),
        image_url=image_url(block),
        image_width=min(COLUMN, _width(block.image.name)),
        link_url=lead(0, block.link_url, label) if block.link_url else "",
        link_label=label,
    )


def image_url(block: Block) -> str:
    """Absolute: a message is read far from the site."""
    return f"{settings.SITE_URL}{block.image.url}" if block.image else ""


def _width(name: str | None) -> int:
    """Uploaded images carry their size in their name (``club.core.images``): nothing to read at rendering."""
    size = _SIZE_IN_NAME.search(name or "")
    return int(size[1]) if size else COLUMN


def _stripes(colours: tuple[str, str], count: int) -> list[str]:
    return [colours[i % 2] for i in range(count)]
