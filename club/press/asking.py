"""One call to a feed, and what its answer means: no row is read or written here."""

import email.utils
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from club.core import outgoing
from club.press.models import Problem
from club.press.parsing import Read, Unreadable, parse

HEADERS = {
    "User-Agent": "ClubEconomieNumerique/1.0 (veille presse)",
    "Accept": "application/atom+xml, application/rss+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5",
}
LONGEST_WAIT = timedelta(days=7)
"""What a server may ask of us by Retry-After."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What the server gave with the copy we have, sent back word for word."""

    etag: str = ""
    last_modified: str = ""
    body_hash: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What one call gave: ``read`` when there is something new, ``problem`` when it failed, neither: unchanged."""

    read: Read | None = None
    validators: Validators = Validators()
    problem: Problem | None = None
    detail: str = ""
    wait: timedelta | None = None


def ask(
    url: str,
    validators: Validators = Validators(),
    *,
    allowed: Callable[[str], bool] = outgoing.is_public,
    seconds: float = outgoing.SECONDS,
) -> Found:
    """Calls ``url`` once, conditionally when a copy is known; raises nothing."""
    try:
        answer = outgoing.fetch(url, headers=HEADERS | _conditions(validators), allowed=allowed, seconds=seconds)
    except outgoing.Forbidden as error:
        kind = Problem.HEAVY if "lourde" in str(error) else Problem.FORBIDDEN
        return Found(problem=kind, detail="" if kind == Problem.HEAVY else str(error))
    except outgoing.Unknown:
        return Found(problem=Problem.UNKNOWN)
    except outgoing.Unreachable:
        return Found(problem=Problem.SILENT)
    if answer.status == 304:
        return Found(validators=validators)
    if answer.status != 200:
        return _refused(answer)
    return _given(answer, validators)


def _conditions(validators: Validators) -> dict[str, str]:
    asked = {"If-None-Match": validators.etag, "If-Modified-Since": validators.last_modified}
    return {name: value for name, value in asked.items() if value}


def _given(answer: outgoing.Answer, known: Validators) -> Found:
    """A server without validators answers the same bytes again: they are not read twice."""
    fresh = Validators(
        etag=_word(answer, "ETag", 300),
        last_modified=_word(answer, "Last-Modified", 100),
        body_hash=hashlib.blake2b(answer.body, digest_size=16).hexdigest(),
    )
    if fresh.body_hash == known.body_hash:
        return Found(validators=fresh)
    try:
        read = parse(answer.body, url=answer.url, content_type=answer.content_type)
    except Unreadable as error:
        return Found(problem=Problem.UNREADABLE, detail=str(error))
    return Found(read=read, validators=fresh)


def _refused(answer: outgoing.Answer) -> Found:
    status, wait = answer.status, None
    if status in (429, 503):
        wait = _retry_after(answer.headers.get("Retry-After", ""))
    if status in (404, 410):
        kind = Problem.GONE
    elif status == 429 or wait:
        kind = Problem.BUSY
    else:
        kind = Problem.GUARDED if 400 <= status < 500 else Problem.FAULTY
    return Found(problem=kind, detail=f"réponse {status}", wait=wait)


def _retry_after(value: str, now: datetime | None = None) -> timedelta | None:
    """Seconds or a date (RFC 9110, 10.2.3), a week at most."""
    value = value.strip()
    if value.isdecimal() and len(value) < 10:
        return min(timedelta(seconds=int(value)), LONGEST_WAIT)
    try:
        at = email.utils.parsedate_to_datetime(value)
    except (TypeError, ValueError):
        return None
    left = (at if at.tzinfo else at.replace(tzinfo=UTC)) - (now or datetime.now(UTC))
    return min(max(left, timedelta(0)), LONGEST_WAIT)


def _word(answer: outgoing.Answer, name: str, longest: int) -> str:
    """A header fit to be sent back; one that is too long or not plain is not kept."""
    value = (answer.headers.get(name) or "").strip()
    return value if len(value) <= longest and value.isascii() and value.isprintable() else ""
