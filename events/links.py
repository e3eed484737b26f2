"""Links of mails: that of a registration opens it alone, that of an ask the answer of one supplier alone.

None of them is a login: what a badge says is read by the team alone.
"""

from django.conf import settings
from django.urls import reverse

from club.core import tokens
from events.models import CalendarFeed, Invitation, Registration

REGISTRATION = "events.registration"
FEED = "events.feed"
BADGE = "events.badge"
AFTER = "events.after"
ASK = "events.ask"
INVITATION = "events.invitation"


def registration_token(pk: int) -> str:
    return tokens.sign(REGISTRATION, pk)


def registration_of(token: str) -> int | None:
    """The registration that a token names; None when we did not make it."""
    return tokens.read(REGISTRATION, token)


def registration_url(row: Registration) -> str:
    """Where somebody sees his registration, answers an offer, gives the seat back; no account is needed."""
    return settings.SITE_URL + reverse("public:agenda:registration", args=[registration_token(row.pk)])


def workshops_url(row: Registration) -> str:
    """Where somebody says what workshops he wishes, and later finds and changes his places."""
    return settings.SITE_URL + reverse("public:agenda:workshops", args=[registration_token(row.pk)])


def feed_url(feed: CalendarFeed) -> str:
    """What a calendar subscribes to; who has it reads where its person goes, until it is changed."""
    return settings.SITE_URL + reverse("portal:agenda:feed", args=[tokens.sign(FEED, feed.pk)])


def feed_of(token: str) -> int | None:
    return tokens.read(FEED, token)


def badge_token(pk: int) -> str:
    """What the code of a badge names its registration by."""
    return tokens.sign(BADGE, pk)


def registration_of_badge(token: str) -> int | None:
    """The registration whose badge it is; None when we did not make it."""
    return tokens.read(BADGE, token)


def badge_url(row: Registration) -> str:
    """What the QR code of a badge says: any camera opens the page of the door, which only the team sees."""
    page = reverse("console:check_in", args=[row.event_id])
    return f"{settings.SITE_URL}{page}?badge={badge_token(row.pk)}"


def after_token(pk: int) -> str:
    return tokens.sign(AFTER, pk)


def registration_after(token: str) -> int | None:
    """The registration whose person may say what they think, and with whom to stay in touch."""
    return tokens.read(AFTER, token)


def after_url(row: Registration) -> str:
    """The page of the days after, for somebody who came; no account is needed."""
    return settings.SITE_URL + reverse("public:agenda:after", args=[after_token(row.pk)])


def ask_token(mail_id: int) -> str:
    return tokens.sign(ASK, mail_id)


def asked_of(token: str) -> int | None:
    """The mail (``AskMail``) that a token names; None when we did not make it."""
    return tokens.read(ASK, token)


def ask_url(mail_id: int) -> str:
    """Where whoever got that mail answers for the supplier: a workshop, or not this time."""
    return settings.SITE_URL + reverse("public:regional:answer", args=[ask_token(mail_id)])


def invitation_token(pk: int) -> str:
    return tokens.sign(INVITATION, pk)


def invitation_of(token: str) -> int | None:
    """The invitation that a token names; None when we did not make it."""
    return tokens.read(INVITATION, token)


def invitation_url(row: Invitation) -> str:
    """Where somebody invited, or the cabinet, answers; no account is needed."""
    return settings.SITE_URL + reverse("public:agenda:invitation", args=[invitation_token(row.pk)])
