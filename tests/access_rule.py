"""What is written of one address of the access matrix."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

BOTH = "get post"


@dataclass(frozen=True)
class Rule:
    """``arguments()`` builds the objects that the address names and gives its keyword arguments. ``methods``: those
    the view takes, 405 to the others for whoever may open it. ``proof``: it asks who one is again.
    """

    who: str
    arguments: Callable[[], dict[str, Any]] = field(default=dict)
    methods: str = "get"
    proof: bool = False
