"""Whether an address of the web answers: one call through ``club.core.outgoing``, its answer as a word."""

import re
import socket
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models

from club.core import outgoing

GONE = (404, 410)
RESERVED = re.compile(r"(^|\.)(example|test|invalid|localhost)$|(^|\.)example\.(com|net|org)$")
KNOWN_NAMES = ("www.afnic.fr", "www.iana.org")  # when neither resolves, it is we who are cut off


class Outcome(models.TextChoices):
    ALIVE = "alive", "répond"
    GUARDED = "guarded", "répond, mais refuse les robots"
    DEAD = "dead", "n’existe pas ou plus"
    FORBIDDEN = "forbidden", "adresse refusée"
    SILENT = "silent", "n’a pas répondu"


def is_example(url: str) -> bool:
    """Names reserved for examples (RFC 2606): nobody ever answers there."""
    return not is_ours(url) and bool(RESERVED.search(urlsplit(url).hostname or ""))


def is_ours(url: str) -> bool:
    return url.startswith(f"{settings.SITE_URL}/")


def look(url: str) -> tuple[Outcome, str]:
    """One call, by GET: too many servers answer HEAD wrongly."""
    try:
        answer = outgoing.fetch(url, reads_body=False)
    except outgoing.Forbidden as error:
        return Outcome.FORBIDDEN, str(error)
    except outgoing.Unknown:
        return (
            (Outcome.DEAD, "ce nom de domaine n’existe pas") if _online() else (Outcome.SILENT, "pas d’accès au web")
        )
    except outgoing.Unreachable as error:
        return Outcome.SILENT, str(error)
    if answer.status in GONE:
        return Outcome.DEAD, f"réponse {answer.status}"
    if answer.status >= 500:
        return Outcome.SILENT, f"réponse {answer.status}"
    if answer.status >= 400:
        return Outcome.GUARDED, f"réponse {answer.status}"
    return Outcome.ALIVE, ""


def _online() -> bool:
    for name in KNOWN_NAMES:
        try:
            socket.getaddrinfo(name, 443)
        except socket.gaierror:
            continue
        return True
    return False
