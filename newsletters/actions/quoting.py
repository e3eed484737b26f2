"""« Vu dans la presse »: a kept story of the press watch becomes a block of its partner."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from club.core.days import date_format
from club.core.markup import is_web_address
from club.press.models import Brief
from club.press.parsing import cut
from club.press.uses import Use
from members.models import User
from newsletters.actions.composing import BlockContent, add_block
from newsletters.errors import FlashError
from newsletters.models import Block, Issue, Quotation

LABEL = "Vu dans la presse"
RECENT = timedelta(days=60)
LONGEST_TITLE, LONGEST_LINK = 80, 500


@transaction.atomic
def quote(*, issue: Issue, brief: Brief, actor: User) -> Block:
    """A block after the others, in the words of the brief; once per issue."""
    link = brief.link if is_web_address(brief.link) and len(brief.link) <= LONGEST_LINK else ""
    content = BlockContent(
        kind=Block.Kind.CORPORATE,
        title=cut(brief.title, LONGEST_TITLE),
        supplier=brief.organisation,
        sponsored_label=LABEL,
        text=_text(brief),
        link_url=link,
        link_label="Lire l’article" if link else "",
    )
    block = add_block(issue=issue, actor=actor, content=content)
    if Quotation.objects.filter(brief=brief, block__issue=issue).exists():
        raise FlashError("Cette brève est déjà dans ce numéro.")
    Quotation.objects.create(block=block, brief=brief)
    return block


def offered(issue: Issue) -> QuerySet[Brief]:
    """What was kept lately and is not in the issue yet, the newest first."""
    here = Quotation.objects.filter(block__issue=issue).values("brief")
    recent = Brief.objects.filter(kept_at__gt=timezone.now() - RECENT).exclude(pk__in=here)
    return recent.select_related("organisation").order_by("-kept_at", "-pk")


def uses(briefs: Sequence[int]) -> Iterable[tuple[int, Use]]:
    """For the press watch: the issues where each brief stands."""
    rows = Quotation.objects.filter(brief__in=briefs).select_related("block__issue").order_by("block__issue__number")
    for row in rows:
        issue = row.block.issue
        page = f"{reverse('console:flash:compose', args=[issue.number])}#encart-{row.block_id}"
        yield row.brief_id, Use(f"{issue}, {issue.get_state_display()}", page)


def _text(brief: Brief) -> str:
    source = f"{brief.source}, {date_format(brief.published_on, 'j F Y')}."
    return f"«\u00a0{brief.quote}\u00a0» {source}" if brief.quote else source
