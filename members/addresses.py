"""E-mail addresses as the platform keeps them: one spelling per address, and a keyed hash that outlives it."""

import hmac
from contextlib import suppress

from django.conf import settings


def normalise(address: str) -> str:
    """Lower case, no blanks, domain in IDNA (RFC 5891). A domain that cannot be encoded is left as typed."""
    local, at, domain = address.strip().lower().rpartition("@")
    if not at:
        return address.strip().lower()
    if not domain.isascii():
        with suppress(UnicodeError):
            domain = domain.encode("idna").decode("ascii")
    return f"{local}@{domain}"


def address_hash(address: str) -> str:
    """HMAC-SHA256 of the normalised address, 64 hexadecimal digits: tells an address again after its erasure."""
    key = settings.ADDRESS_HASH_KEY.encode()
    return hmac.digest(key, normalise(address).encode(), "sha256").hex()
