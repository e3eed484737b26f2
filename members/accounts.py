"""Accounts of people: one address, proved by a mail; the second factor, enrolled by code where a demo needs it."""

import time
from typing import Any

import qrcode
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.db import transaction
from django.utils.html import format_html
from django.utils.safestring import SafeString

from club.core import audit
from members.models import User

QUIET_ZONE = 4  # modules of white around a QR code (ISO/IEC 18004)


@transaction.atomic
def confirm_mailbox(user: User) -> None:
    """Note that ``user`` reads the mail of ``user.email``: the one address of the account becomes verified.

    Rows of allauth that say otherwise are stale, since ``User.email`` is unique and is the truth.
    """
    EmailAddress.objects.filter(email=user.email).exclude(user=user).delete()
    EmailAddress.objects.filter(user=user).exclude(email=user.email).delete()
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})


def adopt_address(user: User) -> None:
    """After allauth wrote ``email`` alone: store the hash of the new address beside it."""
    user.save(update_fields=["email", "address_hash"])


@transaction.atomic
def enrol_totp(user: User, secret: str) -> Authenticator:
    """Give ``user`` an authenticator with a known ``secret`` (base 32), for the demo and for tests.

    It replaces the former one. Nothing on the web calls this: people enrol by themselves.
    """
    confirm_mailbox(user)
    Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).delete()
    return totp.TOTP.activate(user, secret).instance


@transaction.atomic
def forget_second_factor(user: User) -> int:
    """For somebody who lost it: passkeys, authenticator and recovery codes go. Gives how many."""
    count, _ = Authenticator.objects.filter(user=user).delete()
    audit.record(actor=None, verb="account.forget_second_factor", target=user, count=count)
    return count


def current_totp(secret: str, at: float | None = None) -> str:
    """The six digits that an authenticator with ``secret`` shows now (or at ``at``, seconds since 1970)."""
    counter = int((time.time() if at is None else at) // totp.app_settings.TOTP_PERIOD)
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def qr_code(text: str) -> SafeString:
    """``text`` as an inline SVG: no image request and no data: address, the page keeps its policy."""
    code: Any = qrcode.QRCode(border=QUIET_ZONE)
    code.add_data(text)
    matrix = code.get_matrix()
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark)
    return format_html(
        '<svg class="qr" viewBox="0 0 {0} {0}" role="img" aria-label="Code QR à photographier" '
        'shape-rendering="crispEdges"><rect width="{0}" height="{0}" fill="#fff"/><path d="{1}"/></svg>',
        len(matrix),
        path,
    )
