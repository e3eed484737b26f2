"""What a message that came back says: a bounce, a delay, a complaint, a person who leaves, a machine that answers.

Delivery reports (RFC 3464) and feedback reports (RFC 5965) first; then what servers write in their own way.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime
from email.message import Message
from enum import StrEnum

from django.conf import settings

from newsletters.bounces import servers
from newsletters.bounces.parts import Parts, header, headers

MOST_WORDS = 300
CAME_TO = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "To", "Cc")
_DAEMONS = re.compile(r"(?:mailer-?daemon|postmaster|mail-?daemon|mdaemon|microsoftexchange[0-9a-f]*)@", re.I)
_FAILURE = re.compile(
    r"undeliver|delivery (?:status|fail|has failed|problem)|fail(?:ed|ure) notice|failure notice|returned mail"
    r"|mail delivery failed|mail system error|non remis|échec de (?:la )?(?:remise|distribution)|non distribu",
    re.I,
)
_DELAY = re.compile(r"\bdelay|still being retried|warning: (?:could not send|message)|\bretard", re.I)
_ABSENCE = re.compile(
    r"^(?:re ?: ?)?(?:réponse automatique|automatic reply|auto(?:matic)?[ -]?(?:reply|response)"
    r"|out of (?:the )?office|absen(?:ce|t)\b|je suis absent|congés?\b|en congés)",
    re.I,
)


class Kind(StrEnum):
    BOUNCE = "bounce"
    DELAYED = "delayed"
    ARRIVED = "arrived"
    COMPLAINT = "complaint"
    UNSUBSCRIPTION = "unsubscription"
    AUTOMATIC = "automatic"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Report:
    """``envelope``: tokens of the address it came to (``retour+…``), ``leaving``: those of ``desabonnement+…``.

    ``quoted``: tokens of envelopes and ``quoted_leaving``: of links, found in the message it returns;
    ``message_ids``: of that message. ``recipients``: whom it says it speaks of. ``words``: the server's own.
    """

    kind: Kind
    at: datetime
    envelope: tuple[str, ...] = ()
    leaving: tuple[str, ...] = ()
    quoted: tuple[str, ...] = ()
    quoted_leaving: tuple[str, ...] = ()
    message_ids: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    code: str = ""
    words: str = ""
    server: str = ""


@dataclass
class _Facts:
    kind: Kind = Kind.UNCLEAR
    code: str = ""
    words: str = ""
    server: str = ""
    recipients: list[str] = field(default_factory=list)


def understand(parts: Parts) -> Report:
    """Never raises; what nothing explains is UNCLEAR."""
    came_to = " ".join(headers(parts.top, *CAME_TO))
    envelope, leaving = tokens("retour", came_to), tokens("desabonnement", came_to)
    facts = _facts(parts)
    if facts.kind in (Kind.UNCLEAR, Kind.AUTOMATIC) and leaving:  # mail programs write there by themselves
        facts.kind = Kind.UNSUBSCRIPTION
    quoted = "" if facts.kind in (Kind.AUTOMATIC, Kind.UNCLEAR) else _quoted(parts)
    links = re.findall(r"/desabonnement/([0-9a-f-]{10,60})/", quoted)
    return Report(
        kind=facts.kind,
        at=parts.at,
        envelope=envelope,
        leaving=leaving,
        quoted=tokens("retour", quoted),
        quoted_leaving=tuple(dict.fromkeys([*links, *tokens("desabonnement", quoted)])),
        message_ids=tuple(dict.fromkeys(re.findall(r"<[0-9a-f]{30,32}@[\w.-]{1,253}>", quoted))),
        recipients=tuple(dict.fromkeys(facts.recipients)),
        code=facts.code,
        words=facts.words[:MOST_WORDS],
        server=facts.server[:253],
    )


def tokens(local: str, text: str) -> tuple[str, ...]:
    """Whatever stands after the plus of our own addresses: to be checked, it may be anything."""
    domain = re.escape(settings.MAIL_DOMAIN)
    return tuple(dict.fromkeys(re.findall(rf"\b{local}\+([\w.=-]{{1,80}})@{domain}\b", text, re.I)))


def _facts(parts: Parts) -> _Facts:
    if parts.statuses:
        return _from_statuses(parts)
    if parts.feedback is not None:
        return _from_feedback(parts.feedback)
    return _from_text(parts)


def _from_statuses(parts: Parts) -> _Facts:
    """The first recipient that failed; our messages have one."""
    groups = [group for group in parts.statuses if group.get("Action") or group.get("Status")]
    if not groups:
        return _Facts()
    order = ["failed", "delayed", "relayed", "delivered", "expanded"]
    actions = [header(group, "Action").lower().split(" ")[0] for group in groups]
    action = next((action for action in order if action in actions), "failed")
    group = groups[actions.index(action)] if action in actions else groups[0]
    diagnostic = _after_type(header(group, "Diagnostic-Code"))
    status = header(group, "Status").split(" ")[0]
    server = _after_type(header(group, "Remote-MTA") or header(parts.statuses[0], "Reporting-MTA"))
    recipients = [
        address for name in ("Original-Recipient", "Final-Recipient") if (address := _address(header(group, name)))
    ]
    if action != "failed":
        kind = Kind.DELAYED if action == "delayed" else Kind.ARRIVED
        return _Facts(kind, status, diagnostic, server.split(" ")[0], recipients)
    said = diagnostic or parts.said
    return _Facts(Kind.BOUNCE, servers.code_of(said, status), _first_words(said), server.split(" ")[0], recipients)


def _from_feedback(fields: Message) -> _Facts:
    kind = header(fields, "Feedback-Type").lower()
    server = _after_type(header(fields, "Reporting-MTA")) or header(fields, "User-Agent").split("/")[0]
    recipients = [address for value in headers(fields, "Original-Rcpt-To") if (address := _address(value))]
    if kind in ("opt-out", "opt-out-list"):
        return _Facts(Kind.UNSUBSCRIPTION, "", kind, server, recipients)
    wanted = kind in ("abuse", "fraud", "complaint", "other", "")
    return _Facts(Kind.COMPLAINT if wanted else Kind.AUTOMATIC, "", kind, server, recipients)


def _from_text(parts: Parts) -> _Facts:
    top = parts.top
    subject, sender = header(top, "Subject"), header(top, "From")
    failed = [address for value in headers(top, "X-Failed-Recipients") if (address := _address(value))]
    if header(top, "X-HmXmrOriginalRecipient"):  # Microsoft's junk mail reports, before they followed the RFC
        return _Facts(Kind.COMPLAINT, "", "abuse", "outlook.com", [header(top, "X-HmXmrOriginalRecipient")])
    if failed or _DAEMONS.search(sender) or _FAILURE.search(subject):
        server = sender.rpartition("@")[2].strip(" <>")
        if _DELAY.search(subject):
            return _Facts(Kind.DELAYED, "", subject, server, failed)
        if code := servers.code_of(parts.said):
            return _Facts(Kind.BOUNCE, code, _first_words(parts.said), server, failed)
    return _Facts(Kind.AUTOMATIC if _is_automatic(top, subject) else Kind.UNCLEAR)


def _is_automatic(top: Message, subject: str) -> bool:
    """RFC 3834, and what was done before it."""
    declared = header(top, "Auto-Submitted").lower()
    if declared and not declared.startswith("no"):
        return True
    marks = ("X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-Vacation")
    precedence = header(top, "Precedence").lower() in ("auto_reply", "auto-reply")
    return precedence or any(mark in top for mark in marks) or bool(_ABSENCE.search(subject))


def _quoted(parts: Parts) -> str:
    """Everything in which the returned message may name itself."""
    names = ("Return-Path", "X-Envelope-From", "X-Original-Return-Path", "List-Unsubscribe", "Message-ID")
    found = [value for message in parts.returned for value in headers(message, *names)]
    if parts.feedback is not None:
        found += headers(parts.feedback, "Original-Mail-From", "Message-ID", "Original-Message-ID")
    found += [value for group in parts.statuses for value in headers(group, "X-Original-Message-ID")]
    return "\n".join([*found, parts.text])


def _after_type(value: str) -> str:
    """« smtp; 550 5.1.1 … » → « 550 5.1.1 … »."""
    kind, semicolon, rest = value.partition(";")
    return rest.strip() if semicolon and " " not in kind.strip() else value


def _address(value: str) -> str:
    found = re.search(r"[^\s<>;,\"]+@[^\s<>;,\"]+", _after_type(value))
    return found[0].lower() if found else ""


def _first_words(text: str) -> str:
    """The line that bears the refusal, for people: a code, else the first line of any length."""
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    coded = [line for line in lines if re.search(r"\b[45]\d\d\b|[45]\.\d{1,3}\.\d{1,3}", line)]
    return (coded or [line for line in lines if len(line) > 15] or lines or [""])[0]
