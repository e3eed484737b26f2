"""Addresses mailed with a proposal. They outlive any release: once mailed, a path never changes."""

from django.conf import settings

from club.core import tokens

PROPOSAL = "billing.proposal"
PATH = "/adhesion/proposition/"


def proposal_token(proposal_id: int) -> str:
    return tokens.sign(PROPOSAL, proposal_id)


def proposal_url(proposal_id: int) -> str:
    """The page where a proposal is read and accepted, without an account; opening it accepts nothing."""
    return f"{settings.SITE_URL}{PATH}{proposal_token(proposal_id)}/"


def proposal_of(token: str) -> int | None:
    return tokens.read(PROPOSAL, token)
