"""Refusals of the events' rules; each bears a French sentence."""

from club.core.errors import ClubError


class EventError(ClubError):
    """A rule of the agenda says no."""


class Clash(EventError):
    """The person goes elsewhere at the same hours; saying that one knows it lets the registration through."""
