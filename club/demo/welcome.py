"""What the launcher prints when the demo is ready: addresses, then the accounts of ``club.demo.accounts``."""

from django.conf import settings
from django.urls import reverse

from club.demo import accounts


def words() -> str:
    pages = [
        ("Site public", reverse("public:home")),
        ("Espace des membres", reverse("portal:home")),
        ("Console", reverse("console:today")),
        ("Boîte aux lettres", reverse("demo:mailbox")),
        ("Code du second facteur", reverse("demo:second_factor")),
    ]
    lines = ["", *(f"  {name:<24} {settings.SITE_URL}{address}" for name, address in pages), "", *accounts.lines()]
    return "\n".join(lines)
