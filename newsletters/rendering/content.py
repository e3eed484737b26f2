"""What an issue says: its hash, and its two forms for one set of blocks."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from newsletters.models import Block, Issue, Preference


@dataclass(frozen=True, slots=True)
class Content:
    """Both forms of a message, personal values as marks (``slots.mark``). The text must be worth reading."""

    html: str
    text: str


def content_hash(issue: Issue, blocks: Sequence[Block] | None = None) -> str:
    """SHA-256 of everything recipients may read and of who they are: what a person approves.

    Computed again at the freeze: a change behind the approval, whichever way it came, stops the sending.
    ``blocks``: those of the issue, in order, when they are already loaded.
    """
    if blocks is None:
        blocks = list(issue.blocks.select_related("supplier").in_order())
    facts: dict[str, object] = {
        "issue": [issue.number, issue.title, issue.subject, issue.preheader],
        "audience": issue.audience,
        "blocks": [_facts(block) for block in blocks],
    }
    if issue.event:
        facts["event"] = [issue.event.pk, issue.event.when_words(), issue.event.place_lines()]
    return hashlib.sha256(json.dumps(facts, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def variant_of(blocks: Iterable[Block], tracking: str = Preference.Tracking.NONE) -> str:
    """Names a set of visible blocks, at one level of measure, within one issue."""
    names = [str(block.pk) for block in blocks]
    if tracking != Preference.Tracking.NONE:
        names.append(tracking)
    return hashlib.sha256(",".join(names).encode()).hexdigest()


def _facts(block: Block) -> list[object]:
    return [
        block.kind,
        block.supplier.name if block.supplier else "",
        block.sponsored_label,
        block.title,
        block.text,
        block.image.name,
        block.image_alt,
        block.link_url,
        block.link_label,
        block.audience,
        sorted(block.territories),
        sorted(block.specialities),
    ]
