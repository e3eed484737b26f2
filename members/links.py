"""The link of an application. It opens that application and nothing else: it is no login. Once mailed, paths stay."""

from django.conf import settings

from club.core import tokens

APPLICATION = "members.application"
JOIN_PATH = "/adherer/demande/"


def application_token(pk: int) -> str:
    return tokens.sign(APPLICATION, pk)


def application_of(token: str) -> int | None:
    """The application that a token names; None when we did not make it."""
    return tokens.read(APPLICATION, token)


def application_url(pk: int) -> str:
    """The page where the applicant resumes, or reads what became of the request."""
    return f"{settings.SITE_URL}{JOIN_PATH}{application_token(pk)}/"
