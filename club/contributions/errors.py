"""Refusals about contributions, in the words of suppliers and editors."""

from club.core.errors import ClubError


class ContributionError(ClubError):
    """A step that this contribution, or this call, does not allow now."""
