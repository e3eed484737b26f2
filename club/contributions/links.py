"""Links written into mails. Each opens one form for one person and is no login; once mailed, paths stay."""

from datetime import timedelta

from django.conf import settings

from club.core import tokens

CALL = "contributions.call"
HANDED_IN = "contributions.handed-in"
CALL_PATH = "/contribuer/appel/"
HANDED_IN_PATH = "/contribuer/suivi/"
REACH = "contributions.reach"
REACH_PATH = "/contribuer/portee/"
CALL_LIFE = timedelta(days=28)  # after the departure: the next call brings a link of its own
HANDED_IN_LIFE = timedelta(days=365)
REACH_LIFE = timedelta(days=365)


def call_token(mail_id: int) -> str:
    return tokens.sign(CALL, mail_id)


def call_url(mail_id: int) -> str:
    """The form that answers a call, for whoever got that mail (``CallMail``)."""
    return f"{settings.SITE_URL}{CALL_PATH}{call_token(mail_id)}/"


def follow_token(version_id: int) -> str:
    return tokens.sign(HANDED_IN, version_id)


def follow_url(version_id: int) -> str:
    """What became of a contribution, for whoever handed in that version of it (``Version.by``)."""
    return f"{settings.SITE_URL}{HANDED_IN_PATH}{follow_token(version_id)}/"


def reach_token(mail_id: int) -> str:
    return tokens.sign(REACH, mail_id)


def reach_url(mail_id: int) -> str:
    """What an insert brought, for whoever got that mail (``ReachMail``)."""
    return f"{settings.SITE_URL}{REACH_PATH}{reach_token(mail_id)}/"
