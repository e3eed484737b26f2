"""Public listings, as those who own them tell of them: each app registers how its own are found by their address.

So that messages and reports are written once, below the apps whose pages bear the buttons.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404

from members.addresses import address_hash
from members.models import User
from members.refusals import refusals

Find = Callable[[str], "Listing"]
_kinds: dict[str, Find] = {}


@dataclass(frozen=True)
class Listing:
    """``recipient``: who reads the messages; None when nobody does. ``side``: whose colour heads its pages."""

    title: str
    url: str
    side: str
    recipient: User | None


def register(kind: str, find: Find) -> None:
    """``kind`` is the word of the address; ``find(slug)`` raises Http404. Called in ``AppConfig.ready``."""
    _kinds[kind] = find


def find(kind: str, slug: str) -> Listing:
    """The public listing that an address names; 404 when it is not, or no longer, public."""
    if kind not in _kinds:
        raise Http404("Cette page n’existe pas.")
    return _kinds[kind](slug)


def at(page: str) -> Listing:
    """The listing of a page of the directory: "/annuaire/experts/laval-micro-12/"."""
    parts = page.strip("/").split("/")
    return find(parts[-2] if len(parts) > 1 else "", parts[-1])


def reads(recipient: User | None) -> bool:
    """Whether a message may be relayed to somebody: the account is open and its owner does not object to mail."""
    return bool(recipient and recipient.is_active and not refusals({address_hash(recipient.email)}))
