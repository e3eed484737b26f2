"""What the launcher prints when the demo is ready: addresses, then the accounts of ``club.demo.accounts``."""

from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.urls import reverse


def words() -> str:
    pages = [
        ("Site public", reverse("public:home")),
        ("Espace des membres", reverse("portal:home")),
        ("Console", reverse("console:today")),
        ("Boîte aux lettres", reverse("demo:mailbox")),
    ]
    lines = ["", *(f"  {name:<20} {settings.SITE_URL}{address}" for name, address in pages), "", *_accounts()]
    return "\n".join(lines)


def _accounts() -> list[str]:
    """One line each: who, e-mail, password and what else the person needs to sign in."""
    if not find_spec("club.demo.accounts"):
        return []
    return import_module("club.demo.accounts").lines()
