"""One mail over SMTP, stage by stage, so that the outcome says whether the message may have left.

Before the dot nothing was accepted, whatever happened: it may be tried again. From the dot on, only the server's
answer tells; without one the outcome is ``UNKNOWN`` and nobody tries again by himself.
"""

import re
import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

import structlog
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend

logger = structlog.get_logger(__name__)

ANSWER_SECONDS = 180  # for the answer to the dot; shorter than the lease and than the task's own limit


class Verdict(Enum):
    ACCEPTED = auto()
    REFUSED = auto()  # this address or this message, for good
    DEFERRED = auto()  # this address or this message, for now: counts as a try
    POSTPONED = auto()  # the relay, the network or our settings: counts for nothing
    UNKNOWN = auto()
    TAKEN = auto()  # the row is somebody else's by now: nothing was sent


@dataclass(frozen=True)
class Outcome:
    verdict: Verdict
    reply: str = ""


def hand_over(message: EmailMessage, *, sender: str, still_ours: Callable[[], bool]) -> Outcome:
    """``sender``: of the envelope, where what cannot be delivered comes back. ``still_ours`` is asked once, just
    before the dot.
    """
    backend = get_connection()
    try:
        content = message.message().as_bytes(linesep="\r\n")
        sender, recipient = _plain(sender), _plain(message.to[0])
    except (ValueError, UnicodeError) as error:
        return Outcome(Verdict.REFUSED, f"message ou adresse impossible : {error}")
    if not isinstance(backend, EmailBackend):
        return _through(message, still_ours)
    try:
        backend.open()
    except Exception as error:
        return Outcome(Verdict.POSTPONED, f"connexion : {error}")
    try:
        return _dialogue(backend.connection, sender, recipient, content, still_ours)
    finally:
        _leave(backend)


def _dialogue(
    smtp: smtplib.SMTP, sender: str, recipient: str, content: bytes, still_ours: Callable[[], bool]
) -> Outcome:
    try:
        smtp.ehlo_or_helo_if_needed()
        code, words = smtp.mail(sender, ["BODY=8BITMIME"] if smtp.has_extn("8bitmime") else [])
        if code != 250:
            return Outcome(Verdict.POSTPONED, _words(code, words))
        code, words = smtp.rcpt(recipient)
        if code not in (250, 251):
            return _refusal(code, words)
        code, words = smtp.docmd("DATA")
        if code != 354:
            return _refusal(code, words)
        smtp.send(re.sub(rb"(?m)^\.", b"..", content) + (b"" if content.endswith(b"\r\n") else b"\r\n"))
    except Exception as error:
        return Outcome(Verdict.POSTPONED, f"coupure avant la remise : {error}")
    if not still_ours():
        return Outcome(Verdict.TAKEN)
    try:
        smtp.sock.settimeout(ANSWER_SECONDS)
        smtp.send(b".\r\n")
        code, words = smtp.getreply()
    except Exception as error:
        return Outcome(Verdict.UNKNOWN, f"sans réponse après la remise : {error}")
    return Outcome(Verdict.ACCEPTED, _words(code, words)) if code == 250 else _refusal(code, words)


def _refusal(code: int, words: bytes) -> Outcome:
    if code == 421:
        return Outcome(Verdict.POSTPONED, _words(code, words))
    return Outcome(Verdict.DEFERRED if code < 500 else Verdict.REFUSED, _words(code, words))


def _through(message: EmailMessage, still_ours: Callable[[], bool]) -> Outcome:
    """Another backend (a provider's API, the test's memory): it tells success, and nothing sure of a failure."""
    if not still_ours():
        return Outcome(Verdict.TAKEN)
    try:
        message.send()
    except Exception as error:
        return Outcome(Verdict.UNKNOWN, f"sans réponse : {error}")
    return Outcome(Verdict.ACCEPTED, "remis")


def _plain(address: str) -> str:
    """The address without its name; UnicodeError when it needs SMTPUTF8, ValueError when it is none."""
    found = re.fullmatch(r"(?:.*<)?([^\s<>@]+@[^\s<>@]+)>?", address)
    if not found:
        raise ValueError(address)
    return found[1].encode("ascii").decode()


def _words(code: int, words: bytes) -> str:
    return f"{code} {words.decode('utf-8', 'replace')}"


def _leave(backend: EmailBackend) -> None:
    try:
        backend.close()
    except Exception as error:
        logger.info("smtp_close_failed", error=type(error).__name__)
