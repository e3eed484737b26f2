"""What upper apps take back when an organisation leaves, in the same transaction; registered in ``ready``."""

from collections.abc import Callable
from datetime import date

from members.models import Organisation, User

OnLeave = Callable[[Organisation, date, str, User], bool]
"""``on_leave(organisation, effective_on, reason, by)``: whether it took something back."""

_hooks: list[OnLeave] = []


def register(on_leave: OnLeave) -> None:
    _hooks.append(on_leave)


def tell(organisation: Organisation, effective_on: date, reason: str, by: User) -> bool:
    """The organisation is no longer a member from ``effective_on``; whether something was taken back."""
    taken = [on_leave(organisation, effective_on, reason, by) for on_leave in _hooks]  # every one of them
    return any(taken)
