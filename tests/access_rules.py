"""Who may open each address: one line per named URL. A URL without a line fails the suite.

``who`` is one of
- ``public``: everybody, without an account;
- ``signed_in``: everybody with an account;
- ``staff``: the Club's team with a second factor; 404 for the others;
- ``staff:<permission>``: the same, 403 for those of the team without it;
- ``library``: a page of allauth whose own rule stands beside it in ``LIBRARY``.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Rule:
    """``arguments()`` builds the objects that the address names and gives its keyword arguments."""

    who: str
    arguments: Callable[[], dict[str, Any]] = field(default=dict)


PAGES = (
    "club",
    "join",
    "cercle",
    "partners",
    "ambassadors",
    "channel",
    "contact",
    "legal",
    "privacy",
    "accessibility",
)
RULES: dict[str, Rule] = {
    "public:home": Rule("public"),
    "public:place_search": Rule("public"),
    **{f"public:{page}": Rule("public") for page in PAGES},
    "portal:home": Rule("signed_in"),
    "console:today": Rule("staff"),
    "console:search": Rule("staff"),
}
