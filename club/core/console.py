"""What the apps give to the staff console: rail entries with counts, waiting items and cards of "Aujourd'hui".

Registered in ``AppConfig.ready``. Counts are cached for a minute, so that a page's own statements stay countable.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.cache import cache

COUNT_SECONDS = 60


@dataclass(frozen=True)
class RailItem:
    """One line of the rail. ``count()`` gives a number; ``calls`` paints it mimosa: it waits for somebody."""

    section: str
    label: str
    url_name: str
    permission: str
    order: int = 0
    count: Callable[[], int] | None = None
    calls: bool = False

    @property
    def cache_key(self) -> str:
        return f"rail:{self.url_name}"


@dataclass(frozen=True)
class Waiting:
    """Something that waits for a person: what, by when, and the button that opens it."""

    title: str
    detail: str
    url: str
    action: str
    due: datetime | None = None
    urgent: bool = False


@dataclass(frozen=True)
class Card:
    """A card of "Aujourd'hui": a template and the function that gives its context (None: nothing to show)."""

    template: str
    context: Callable[[Any], dict[str, Any] | None]
    order: int = 0
    aside: bool = False
    permission: str = ""


_rail: list[RailItem] = []
_waiting: list[Callable[[Any], Iterable[Waiting]]] = []
_cards: list[Card] = []


def register_rail_item(item: RailItem) -> None:
    _rail.append(item)


def register_waiting(items: Callable[[Any], Iterable[Waiting]]) -> None:
    _waiting.append(items)


def register_card(card: Card) -> None:
    _cards.append(card)


def rail_for(user: Any) -> list[tuple[str, list[dict[str, Any]]]]:
    """Sections of the rail that ``user`` may see, each with its items and cached counts."""
    items = sorted((i for i in _rail if user.has_perm(i.permission)), key=lambda i: i.order)
    counts = _counts([item for item in items if item.count])
    sections: dict[str, list[dict[str, Any]]] = {}
    for item in items:
        sections.setdefault(item.section, []).append(
            {"item": item, "count": counts.get(item.cache_key), "calls": item.calls}
        )
    return list(sections.items())


def forget_count(url_name: str) -> None:
    """Count an entry of the rail again at the next page: somebody has just settled what it counts."""
    cache.delete(f"rail:{url_name}")


def waiting_for(user: Any) -> list[Waiting]:
    """What waits for ``user``, the urgent first, then by date."""
    found = [thing for source in _waiting for thing in source(user)]
    return sorted(found, key=lambda w: (not w.urgent, w.due is None, w.due.timestamp() if w.due else 0))


def cards_for(user: Any) -> list[dict[str, Any]]:
    """Cards with something to show to ``user``: template, context, aside."""
    shown = []
    for card in sorted(_cards, key=lambda c: c.order):
        if card.permission and not user.has_perm(card.permission):
            continue
        context = card.context(user)
        if context is not None:
            shown.append({"template": card.template, "context": context, "aside": card.aside})
    return shown


def _counts(items: list[RailItem]) -> dict[str, int]:
    keys = [item.cache_key for item in items]
    known: dict[str, int] = cache.get_many(keys)
    fresh = {i.cache_key: i.count() for i in items if i.cache_key not in known and i.count}
    if fresh:
        cache.set_many(fresh, COUNT_SECONDS)
    return known | fresh
