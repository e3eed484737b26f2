"""Secrets that must be read back (second factors): sealed in the database with a key derived from SECRET_KEY.

A former SECRET_KEY listed in SECRET_KEY_FALLBACKS still opens what it sealed.
"""

import base64

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def seal(text: str) -> str:
    return _box().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Raises ``cryptography.fernet.InvalidToken`` when no key of the settings opens it."""
    return _box().decrypt(sealed.encode()).decode()


def _box() -> MultiFernet:
    return MultiFernet([Fernet(_derived(key)) for key in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]])


def _derived(key: str) -> bytes:
    raw = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"club.core.sealing").derive(key.encode())
    return base64.urlsafe_b64encode(raw)
