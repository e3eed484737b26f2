"""Refusals of the events' rules; each bears a French sentence."""

from club.core.errors import ClubError


class EventError(ClubError):
    """A rule of the agenda says no."""
