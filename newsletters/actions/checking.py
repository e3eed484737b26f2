"""Asking the web whether the links of an issue answer."""

import hashlib
from collections.abc import Iterable

from django.core.cache import cache
from django.utils import timezone

from club.core import doorbell
from club.core.links import is_example, is_ours, look
from newsletters.models import Block, Issue, LinkCheck
from newsletters.rendering import markup

RING_SECONDS = 30


def urls_of(blocks: Iterable[Block]) -> list[str]:
    """Every address the blocks point to, each once, in order."""
    found = [url for block in blocks for url in [block.link_url, *markup.links(block.text)] if url]
    return list(dict.fromkeys(found))


def to_check(blocks: Iterable[Block]) -> list[str]:
    """The addresses worth a call: ours and those reserved for examples are judged without one."""
    return [url for url in urls_of(blocks) if not is_example(url) and not is_ours(url)]


def ask_for_checks(*, issue: Issue) -> None:
    """Rings for a worker if an address of the issue has no fresh answer; once in a while, however often asked."""
    wanted = set(to_check(issue.blocks.all()))
    known = set(LinkCheck.objects.fresh().filter(url__in=wanted).values_list("url", flat=True))
    missing = sorted(wanted - known)
    digest = hashlib.sha256("\n".join(missing).encode()).hexdigest()[:16]
    if missing and cache.add(f"flash:links:{issue.pk}:{digest}", 1, RING_SECONDS):
        doorbell.ring("newsletters.check_links", issue.pk)


def ask_for_every_issue() -> None:
    """Issues being written or waiting to leave: their links stay fresh."""
    for issue in Issue.objects.filter(state__in=Issue.State.editable()).prefetch_related("blocks"):
        ask_for_checks(issue=issue)


def check_links(*, issue_id: int, again: bool = False) -> int:
    """Calls each address that has no fresh answer (all of them if ``again``); gives how many were called."""
    wanted = to_check(Block.objects.filter(issue=issue_id))
    if not again:
        known = set(LinkCheck.objects.fresh().filter(url__in=wanted).values_list("url", flat=True))
        wanted = [url for url in wanted if url not in known]
    for url in wanted:
        outcome, detail = look(url)
        LinkCheck.objects.update_or_create(
            url=url, defaults={"outcome": outcome, "detail": detail[:200], "checked_at": timezone.now()}
        )
    return len(wanted)
