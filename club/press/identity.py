"""What makes two entries the same: the feed's own name for it, else its address, else its words."""

import hashlib
import re

from club.core.search import plain
from club.press.addresses import canonical


def digest(*words: str) -> str:
    """128 bits in 32 letters: what rows keep of a name, an address, a text."""
    return hashlib.blake2b("\x1f".join(words).encode(errors="replace"), digest_size=16).hexdigest()


def of_entry(*, guid: str, link: str, title: str, text: str) -> str:
    """``guid`` when the feed gives one, else the address, else title and text."""
    if guid:
        return digest("guid", guid)
    return of_link(link) or digest("text", plain(title), plain(text))


def of_link(link: str) -> str:
    """The digest by which two feeds are found to point to one page; "" without an address, or for the home page of
    a site, to which some feeds link all that they say.
    """
    address = canonical(link)
    return digest("link", address) if re.search(r"[/?#]", address) else ""
