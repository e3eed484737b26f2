"""Refusals of the press watch; each bears a French sentence."""

from club.core.errors import ClubError


class PressError(ClubError):
    """A rule of the watch says no."""
