"""The link of a registration: it opens that registration and nothing else; it is no login."""

from django.conf import settings
from django.urls import reverse

from club.core import tokens
from events.models import CalendarFeed, Registration

REGISTRATION = "events.registration"
FEED = "events.feed"


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
