"""Refusals of the editors' rules; each bears a French sentence."""

from club.core.errors import ClubError


class EditorialError(ClubError):
    """A rule of publication says no."""
