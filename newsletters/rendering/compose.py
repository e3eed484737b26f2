"""The words of an issue for one set of blocks, as HTML and as text."""

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join

from newsletters import links
from newsletters.models import Block, Issue
from newsletters.rendering.content import Content
from newsletters.rendering.slots import Slot, mark


def compose(issue: Issue, blocks: Sequence[Block]) -> Content:
    """Both forms, personal values as marks. ``blocks``: those this group of recipients sees, in order."""
    return Content(html=_html(issue, blocks), text=_text(issue, blocks))


def _html(issue: Issue, blocks: Sequence[Block]) -> str:
    inserts = format_html_join(
        "\n",
        "<h2>{}</h2><p>{}</p><p>{}</p>",
        ((block.title, block.text, _sponsor(block)) for block in blocks),
    )
    return format_html(
        '<!doctype html>\n<html lang="fr" dir="ltr"><head><meta charset="utf-8"><title>{}</title></head>\n'
        '<body><p><a href="{}">Se désabonner</a></p>\n<h1>{}</h1>\n<p>{}</p>\n{}\n'
        '<p><a href="{}">Version en ligne</a> · <a href="{}">Mes préférences</a> · '
        '<a href="{}">Se désabonner</a></p>\n</body></html>\n',
        issue.subject,
        mark(Slot.UNSUBSCRIBE_URL),
        issue.title,
        mark(Slot.GREETING),
        inserts,
        links.web_copy_url(issue.number),
        mark(Slot.PREFERENCES_URL),
        mark(Slot.UNSUBSCRIBE_URL),
    )


def _text(issue: Issue, blocks: Sequence[Block]) -> str:
    inserts = [f"{block.title}\n{block.text}\n{block.link_url}\n{_sponsor(block)}" for block in blocks]
    foot = (
        f"Version en ligne : {links.web_copy_url(issue.number)}\n"
        f"Mes préférences : {mark(Slot.PREFERENCES_URL)}\n"
        f"Se désabonner : {mark(Slot.UNSUBSCRIBE_URL)}\n"
    )
    return "\n\n".join([issue.title, mark(Slot.GREETING), *inserts, foot])


def _sponsor(block: Block) -> str:
    return block.sponsored_label or (f"Avec {block.supplier.name}" if block.supplier else "")
