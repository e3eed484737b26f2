"""Signed references for links and envelopes: a row's id and a MAC whose key depends on the purpose.

Lower case letters and digits only, so that they survive the local part of an address as well as a URL.
They hold no personal data and open nothing but their own purpose, a word such as "newsletters.unsubscribe".
"""

import hashlib
import hmac
from functools import lru_cache

from django.conf import settings
from django.utils.crypto import salted_hmac

LENGTH = 30  # hexadecimal digits: 120 bits


@lru_cache(maxsize=32)
def _key(purpose: str, secret: str) -> "hmac.HMAC":
    return hmac.new(salted_hmac(purpose, "key", secret=secret, algorithm="sha256").digest(), b"", hashlib.sha256)


def digest(purpose: str, message: str, secret: str = "") -> str:
    """30 hexadecimal digits that only we can compute, the same for the same message and the same key."""
    mac = _key(purpose, secret or settings.SECRET_KEY).copy()
    mac.update(message.encode())
    return mac.hexdigest()[:LENGTH]


def digests(purpose: str, message: str) -> list[str]:
    """The same with the key of today, then with each former one."""
    return [digest(purpose, message, secret) for secret in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]]


def sign(purpose: str, pk: int) -> str:
    return f"{pk}-{digest(purpose, str(pk))}"


def read(purpose: str, token: str) -> int | None:
    """The id, or None when the token was not made by us for this purpose, with the key of today or a former one."""
    pk, _, mac = token.strip().lower().partition("-")
    if not (pk.isascii() and pk.isdigit() and len(pk) < 19) or str(int(pk)) != pk:
        return None
    ours = any(hmac.compare_digest(mac.encode(), made.encode()) for made in digests(purpose, pk))
    return int(pk) if ours else None
