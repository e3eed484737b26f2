"""Refusals of the Flash info, in the words of its editors."""

from club.core.errors import ClubError


class FlashError(ClubError):
    """A step that this issue, or this delivery, does not allow now."""


class FreezeRefused(FlashError):
    """The audience cannot be frozen: the issue goes back to people, with the reason."""
