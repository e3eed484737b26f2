"""What this app gives to "Aujourd’hui": members towards the aim, people still to be informed (GDPR art. 14)."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone

from club.core.console import Waiting
from members.models import Affiliation, Organisation, User

TIME_TO_INFORM = timedelta(days=30)
UNITS = {"representatives": "représentants", "organisations": "organisations"}


def aim(user: User) -> dict[str, Any]:
    """Members of both sides against the Club’s aim, in the unit that the settings choose."""
    unit = settings.CLUB_MEMBER_AIM_UNIT
    if unit == "representatives":
        current = Affiliation.objects.current().filter(organisation__is_active=True)
        rows = current.order_by().values_list("organisation__side").annotate(n=Count("person", distinct=True))
    else:
        rows = Organisation.objects.active().order_by().values_list("side").annotate(n=Count("pk"))
    by_side = dict(rows)
    institutions = by_side.get(Organisation.Side.INSTITUTION, 0)
    brands = by_side.get(Organisation.Side.BRAND, 0)
    total = institutions + brands
    return {
        "total": total,
        "aim": settings.CLUB_MEMBER_AIM,
        "scale": max(settings.CLUB_MEMBER_AIM, total),
        "unit": UNITS[unit],
        "institutions": institutions,
        "brands": brands,
        "sentence": f"{institutions} du côté des institutions, {brands} du côté des marques",
    }


def people_to_inform(user: User) -> Iterator[Waiting]:
    """Imported people must learn within a month where their address came from (GDPR art. 14)."""
    if not user.has_perm("members.change_user"):
        return
    found = User.objects.to_inform().aggregate(n=Count("pk"), oldest=Min("collected_on"))
    if not found["n"]:
        return
    limit = found["oldest"] + TIME_TO_INFORM
    days = (limit - timezone.localdate()).days
    when = (
        f"le délai expire dans {days} jour{'s' if days > 1 else ''}" if days > 0 else "le délai d’un mois est atteint"
    )
    yield Waiting(
        title=f"{found['n']:,}".replace(",", "\u00a0") + " personnes à informer de l’origine de leur adresse",
        detail=f"Article 14 du RGPD : {when} pour les plus anciennes ; le prochain Flash info peut le faire.",
        url=reverse("admin:members_user_changelist"),
        action="Voir",
        due=timezone.make_aware(datetime.combine(limit, time.min)),
        urgent=days <= 7,
    )
