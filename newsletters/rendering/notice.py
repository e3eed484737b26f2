"""What GDPR article 14 has us tell people whose address came from somebody else, with their first message."""

from datetime import date
from functools import lru_cache

from django.conf import settings

from club.core.days import date_format

PRIVACY_PATH = "/donnees-personnelles/"


@lru_cache(maxsize=256)
def notice(origin: str) -> str:
    """``origin``: ``2026-11-05 fichier de la CCI`` as the claim gives it; "" when the person knows already."""
    if not origin:
        return ""
    day, _, source = origin.partition(" ")
    received = date_format(date.fromisoformat(day), "j F Y")
    source = " ".join("".join(c if c.isprintable() else " " for c in source).split())
    whose = f"de\u00a0: {source}" if source else "d’un de ses partenaires"
    return (
        f"Vos données (RGPD, article 14)\u00a0: le Club a reçu votre adresse professionnelle le {received} {whose}. "
        "Il s’en sert pour vous envoyer Flash info, dans l’intérêt légitime d’informer ceux qui conseillent "
        "les petites entreprises. Vous pouvez vous y opposer en vous désabonnant, et obtenir accès, rectification "
        f"ou effacement en répondant à ce message. Détails\u00a0: {settings.SITE_URL}{PRIVACY_PATH}"
    )
