"""Inserts as they stand once counted, without a delivery."""

from datetime import date
from typing import Any

from newsletters.models import Block, Click, Issue, Reach
from tests.factories import make_block, make_sent_issue


def make_reach(issue: Issue, block: Block | None = None, **numbers: Any) -> Reach:
    fields = {"dimension": "total", "key": "", "accepted": 1_000, "bounced": 0, "measured": 0} | numbers
    return Reach.objects.create(issue=issue, block=block, **fields)


def make_counted(people: int = 0, **numbers: Any) -> Block:
    """An insert counted, and clicked by ``people``. ``issue``, ``of``: fields of the block."""
    block = make_block(issue=numbers.pop("issue", None) or make_sent_issue(), **numbers.pop("of", {}))
    make_reach(block.issue, block, **numbers)
    Click.objects.create(block=block, day=date(2026, 11, 3), people=people, robots=2)
    return block
