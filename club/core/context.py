"""What every template may say about the Club."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def club(request: HttpRequest) -> dict[str, Any]:
    return facts()


def facts() -> dict[str, Any]:
    """The same for a page and for a mail, which has no request."""
    return {
        "club_name": "Club de l’économie numérique",
        "club_phone": settings.CLUB_PHONE,
        "club_phone_link": settings.CLUB_PHONE.replace(" ", ""),
        "club_email": f"bonjour@{settings.MAIL_DOMAIN}",
        "club_address": settings.CLUB_ADDRESS,
        "club_director": settings.CLUB_DIRECTOR,
        "club_host": settings.CLUB_HOST,
        "site_url": settings.SITE_URL,
        "demo": settings.DEMO,
    }
