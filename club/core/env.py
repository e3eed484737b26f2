"""Typed readers of environment variables: a wrong value stops the boot with a sentence that names it."""

import os
import re
from datetime import date, time
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_TRUE, _FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def require(*names: str) -> None:
    """For production, where the defaults of the demo would be wrong."""
    for name in names:
        if not text(name):
            raise ImproperlyConfigured(f"{name}: production needs a value of its own.")


def flag(name: str, default: bool = False) -> bool:
    raw = text(name, "1" if default else "0").lower()
    if raw in _TRUE:
        return True
    if raw in _FALSE:
        return False
    raise ImproperlyConfigured(f"{name}={raw!r}: expected one of 1, 0, true, false, yes, no, on, off.")


def integer(name: str, default: int, *, minimum: int = 0, maximum: int = 2**31) -> int:
    raw = text(name, str(default))
    try:
        value = int(raw)
    except ValueError:
        raise ImproperlyConfigured(f"{name}={raw!r}: expected a whole number.") from None
    if not minimum <= value <= maximum:
        raise ImproperlyConfigured(f"{name}={value}: expected a number from {minimum} to {maximum}.")
    return value


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list, without empty items."""
    return [item.strip() for item in text(name, default).split(",") if item.strip()]


def choice(name: str, default: str, allowed: set[str]) -> str:
    value = text(name, default)
    if value not in allowed:
        raise ImproperlyConfigured(f"{name}={value!r}: expected one of {', '.join(sorted(allowed))}.")
    return value


def day(name: str, default: str) -> date:
    """A day as 2026-01-06."""
    try:
        return date.fromisoformat(text(name, default))
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a day such as {default}.") from None


def hour(name: str, default: str) -> time:
    """An hour of the clock as 09:30."""
    try:
        return time.fromisoformat(text(name, default))
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be an hour such as {default}.") from None


def seasons(name: str, default: str) -> list[tuple[str, tuple[int, int], tuple[int, int]]]:
    """Periods of the year as ``label=MM-DD/MM-DD`` separated by commas; one may span the new year."""
    found = []
    for item in words(name, default):
        match = re.fullmatch(r"([^=]+)=(\d\d)-(\d\d)/(\d\d)-(\d\d)", item)
        if match is None:
            raise ImproperlyConfigured(f"{name} must read such as {default}.")
        numbers = [int(number) for number in match.groups()[1:]]
        try:  # 2024 is a leap year: 29 February is a day
            first, last = date(2024, numbers[0], numbers[1]), date(2024, numbers[2], numbers[3])
        except ValueError:
            raise ImproperlyConfigured(f"{name}: {item} names no day of the year.") from None
        found.append((match[1].strip(), (first.month, first.day), (last.month, last.day)))
    return found


def url(name: str, default: str, schemes: set[str]) -> str:
    """An address whose scheme is one of ``schemes``, for instance redis://host:6379/0."""
    value = text(name, default)
    if urlsplit(value).scheme not in schemes:
        shown = re.sub(r"//[^/@]*@", "//…@", value)
        raise ImproperlyConfigured(f"{name}={shown!r}: expected an address in {', '.join(sorted(schemes))}.")
    return value


def bounces() -> dict[str, object]:
    """Where returned messages are read, and Anymail's settings for a provider that tells us: all off by default, and
    no provider without a secret.
    """
    provider = choice("BOUNCES_WEBHOOK_PROVIDER", "", {"", "brevo", "mailgun"})
    secret, key = text("BOUNCES_WEBHOOK_SECRET"), text("BOUNCES_WEBHOOK_SIGNING_KEY")
    if provider and (":" not in secret or len(secret) < 20):
        raise ImproperlyConfigured("BOUNCES_WEBHOOK_SECRET: expected user:password, 20 characters at least.")
    if provider == "mailgun" and not key:
        raise ImproperlyConfigured("BOUNCES_WEBHOOK_SIGNING_KEY: Mailgun signs its calls, expected its signing key.")
    known = {"WEBHOOK_SECRET": secret, f"{provider.upper()}_WEBHOOK_SIGNING_KEY": key}
    return {
        "BOUNCES_IMAP_URL": text("BOUNCES_IMAP_URL") and url("BOUNCES_IMAP_URL", "", {"imap", "imaps"}),
        "BOUNCES_MAILDIR": text("BOUNCES_MAILDIR"),
        "BOUNCES_WEBHOOK_PROVIDER": provider,
        "ANYMAIL": known if provider else {},
    }


def database(name: str, default: str, *, options: dict[str, str]) -> dict[str, object]:
    """Django's database settings from postgresql://user:password@host:port/name?host=/socket/folder."""
    parts = urlsplit(url(name, default, {"postgresql", "postgres"}))
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    if not parts.path.strip("/"):
        raise ImproperlyConfigured(f"{name}: the address names no database.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.pop("host", "") or parts.hostname or ""),
        "PORT": str(query.pop("port", "") or parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "options": " ".join(f"-c {key}={value}" for key, value in options.items()),
            **{key: unquote(value) for key, value in query.items()},
        },
    }


def smtp(name: str, default: str) -> dict[str, object]:
    """Django's EMAIL_* settings from smtp://user:password@host:port, smtps:// (TLS) or smtp+tls:// (STARTTLS)."""
    parts = urlsplit(url(name, default, {"smtp", "smtps", "smtp+tls"}))
    ports = {"smtp": 25, "smtps": 465, "smtp+tls": 587}
    return {
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or ports[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_TIMEOUT": 30,
    }


def seller(*, name: str, address: str, demo: bool) -> dict[str, object]:
    """Who issues dues documents, and what the law wants said of it; the demo's numbers belong to nobody."""
    return {
        "name": name,
        "legal_form": text("CLUB_LEGAL_FORM", "association régie par la loi du 1er juillet 1901"),
        "siren": text("CLUB_SIREN", "900000019" if demo else "").replace(" ", ""),
        "rna": text("CLUB_RNA"),
        "vat_number": text("CLUB_VAT_NUMBER").replace(" ", ""),
        "address": address,
        "country": text("CLUB_COUNTRY", "FR"),
        "iban": text("CLUB_IBAN", "FR7699999000010000000001958" if demo else "").replace(" ", ""),
        "bic": text("CLUB_BIC", "CLUBFRPP" if demo else ""),
        "vat_liable": flag("CLUB_VAT_LIABLE", True),  # else calls for dues, without VAT nor Factur-X
        "vat_on_debits": flag("CLUB_VAT_ON_DEBITS"),
        "payment_days": integer("CLUB_PAYMENT_DAYS", 30, maximum=60),  # 60 at most: article L. 441-10
    }


def refuse_demo_values(
    *, secret: str, demo_secret: str, hash_key: str, hosts: list[str], debug: bool, site: str
) -> None:
    """For production: nothing left at the demo's default, two long secrets, named hosts, https."""
    require("ALLOWED_HOSTS", "DATABASE_URL", "EMAIL_URL", "MAIL_DOMAIN", "REDIS_URL", "SITE_URL")
    require("ADDRESS_HASH_KEY", "CLUB_ADDRESS", "CLUB_DIRECTOR", "CLUB_HOST", "CLUB_PHONE", "SECRET_KEY")
    refusals = {
        "SECRET_KEY: production needs a secret of its own, 50 characters at least.": secret == demo_secret
        or len(secret) < 50,
        "ADDRESS_HASH_KEY: production needs a second secret, kept for ever.": hash_key == secret
        or len(hash_key) < 50,
        "ALLOWED_HOSTS=*: production names its hosts.": "*" in hosts,
        "DEBUG=1 is refused in production.": debug,
        "SITE_URL: production is served over https.": not site.startswith("https://"),
    }
    for sentence, refused in refusals.items():
        if refused:
            raise ImproperlyConfigured(sentence)
