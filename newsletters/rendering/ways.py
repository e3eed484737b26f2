"""Where the links of an insert lead: straight to their site, or by an address of ours that counts and hands on.

Link 0 of a block is its own (picture and button), links 1 to n stand in its text.
"""

import re

from newsletters import links
from newsletters.models import Block, Preference
from newsletters.rendering.slots import Slot, mark

Tracking = Preference.Tracking
_SPELLED = re.compile(r"https?://|\bwww\.|^\s*[\w-]+(\.[\w-]+)*\.[a-z]{2,}(/\S*)?\s*$", re.I)


def way(block: Block, number: int, url: str, words: str, tracking: str) -> str:
    """The address to write for link ``number`` of ``block``, which leads to ``url`` and reads ``words``.

    Words that spell an address keep it: a link that says one address and opens another is what frauds do, and mail
    programs warn of it.
    """
    if tracking == Tracking.NONE or number >= links.LINKS_PER_BLOCK or _SPELLED.search(words):
        return url
    counted = links.click_url(block.pk, number)
    return f"{counted}{mark(Slot.READER)}/" if tracking == Tracking.INDIVIDUAL else counted
