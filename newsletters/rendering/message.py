"""The MIME message of an issue: headers of a mailing that is easy to leave, text and HTML."""

import hashlib
from collections.abc import Iterable
from email.utils import formatdate

from django.conf import settings

from newsletters import links
from newsletters.models import Issue
from newsletters.rendering.content import Content
from newsletters.rendering.encoding import header_phrase, header_text
from newsletters.rendering.notice import notice
from newsletters.rendering.skeleton import Part, Skeleton, body_parts
from newsletters.rendering.slots import Context, Slot, cut


def skeleton(issue: Issue, content: Content, *, trial: bool = False) -> Skeleton:
    """``content`` encoded once as a multipart message; a trial says so in its subject."""
    digest = hashlib.sha256(f"{content.html}\0{content.text}".encode()).hexdigest()
    boundary = f"=_flash-{digest[:32]}".encode()
    return Skeleton.of(
        [
            *_headers(issue, trial=trial),
            b'Content-Type: multipart/alternative;\r\n boundary="' + boundary + b'"\r\n\r\n',
            b"--" + boundary + b"\r\n" + _part_head(b"plain"),
            *body_parts(cut(content.text), Context.TEXT),
            b"\r\n--" + boundary + b"\r\n" + _part_head(b"html"),
            *body_parts(cut(content.html), Context.HTML),
            b"\r\n--" + boundary + b"--\r\n",
        ]
    )


def _part_head(subtype: bytes) -> bytes:
    return (
        b"Content-Type: text/" + subtype + b"; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    )


def _headers(issue: Issue, *, trial: bool) -> Iterable[Part]:
    domain = settings.MAIL_DOMAIN.encode("ascii")
    site = settings.SITE_URL.encode("ascii")
    subject = f"[Essai] {issue.subject}" if trial else issue.subject
    kind = b"essai" if trial else b"invitation" if issue.event_id else b"flash"
    called, listed = (b"Invitations", b"invitations") if issue.event_id else (b"Flash info", b"flash-info")
    archive = f"{settings.SITE_URL}/agenda/" if issue.event_id else links.archive_url()
    return [
        b"From: " + header_phrase(settings.CLUB_NAME) + b" <flash@" + domain + b">\r\n",
        b"To: ",
        (Slot.NAME, Context.PHRASE),
        b"\r\n <",
        (Slot.ADDRESS, Context.HEADER),
        b">\r\nSubject: " + header_text(subject) + b"\r\nDate: ",
        (Slot.DATE, Context.HEADER),
        b"\r\nMessage-ID: ",
        (Slot.MESSAGE_ID, Context.HEADER),
        b"\r\nReply-To: bonjour@" + domain + b"\r\nMIME-Version: 1.0\r\nContent-Language: fr\r\n",
        b"List-Unsubscribe: <",
        (Slot.UNSUBSCRIBE_URL, Context.HEADER),
        b">,\r\n <mailto:",
        (Slot.UNSUBSCRIBE_MAIL, Context.HEADER),
        b">\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n",
        b"List-Id: " + called + b" <" + listed + b"." + domain + b">\r\n",
        b"List-Help: <" + site + b"/contact/>\r\n",
        b"List-Archive: <" + archive.encode("ascii") + b">\r\n",
        b"Feedback-ID: " + str(issue.number).encode() + b":" + kind + b":" + listed + b":club\r\n",
        b"Auto-Submitted: auto-generated\r\nX-Auto-Response-Suppress: All\r\nPrecedence: bulk\r\n",
    ]


def values(
    *,
    delivery_id: int,
    address: str,
    name: str,
    first_name: str,
    message_id: str,
    timestamp: float,
    origin: str = "",
) -> dict[Slot, str]:
    """The personal values of one recipient. ``timestamp``: seconds since 1970; ``origin``: see ``notice``."""
    token = links.unsubscribe_token(delivery_id)
    return {
        Slot.GREETING: f"Bonjour {first_name}," if first_name else "Bonjour,",
        Slot.NOTICE: notice(origin),
        Slot.ADDRESS: address,
        Slot.NAME: name,
        Slot.UNSUBSCRIBE_URL: links.unsubscribe_url(token),
        Slot.UNSUBSCRIBE_MAIL: links.unsubscribe_address(token),
        Slot.PREFERENCES_URL: links.preferences_url(delivery_id),
        Slot.MESSAGE_ID: message_id,
        Slot.DATE: _date(int(timestamp)),
    }


def _date(second: int) -> str:
    if second != _last_date[0]:
        _last_date[:] = [second, formatdate(second).replace("-0000", "+0000")]
    return str(_last_date[1])


_last_date: list[object] = [0, ""]
