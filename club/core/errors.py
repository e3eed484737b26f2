"""The one family of exceptions that actions raise: each bears a French sentence fit for the screen."""


class ClubError(Exception):
    """A refusal by a rule of the Club. ``str(error)`` is a French sentence for people."""
