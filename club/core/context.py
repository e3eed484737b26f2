"""What every template may say about the Club."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

SECTIONS = {  # beginnings of addresses → entry of the main menu
    "articles": ("reduire-ses-couts", "actualites", "dossiers", "themes"),
    "place": ("annuaire",),
    "resources": ("ressources",),
    "agenda": ("agenda",),
    "flash": ("flash-info",),
    "club": ("le-club", "cercle", "club-des-partenaires", "forum-des-ambassadeurs", "channel-expert"),
}
_SECTION_OF = {word: section for section, words in SECTIONS.items() for word in words}


def club(request: HttpRequest) -> dict[str, Any]:
    """``page_path``: the address that the page tells machines is its own, without the query."""
    section = _SECTION_OF.get(request.path.split("/", 2)[1], "")
    return {**facts(), "section": section, "page_path": request.path}


def facts() -> dict[str, Any]:
    """The same for a page and for a mail, which has no request."""
    return {
        "club_name": settings.CLUB_NAME,
        "club_phone": settings.CLUB_PHONE,
        "club_phone_link": settings.CLUB_PHONE.replace(" ", ""),
        "club_email": f"bonjour@{settings.MAIL_DOMAIN}",
        "club_address": settings.CLUB_ADDRESS,
        "club_director": settings.CLUB_DIRECTOR,
        "club_host": settings.CLUB_HOST,
        "site_url": settings.SITE_URL,
        "demo": settings.DEMO,
    }
