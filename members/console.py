"""What this app gives to "Aujourd’hui": members towards the aim, people still to be informed (GDPR art. 14)."""

from collections.abc import Iterator
from datetime import datetime, time
from typing import Any

from django.conf import settings
from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone

from club.core.console import RailItem, Waiting
from club.core.counting import estimated_count
from club.core.templatetags.club import nombre
from members.models import Affiliation, ImportRun, Organisation, User
from members.models.users import NOTICE_DELAY

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
    limit = found["oldest"] + NOTICE_DELAY
    days = (limit - timezone.localdate()).days
    when = (
        f"le délai expire dans {days} jour{'s' if days > 1 else ''}" if days > 0 else "le délai d’un mois est atteint"
    )
    people = "personne" if found["n"] == 1 else "personnes"
    yield Waiting(
        title=f"{nombre(found['n'])} {people} à informer de l’origine de leur adresse",
        detail=f"Article 14 du RGPD : {when} pour les plus anciennes ; le prochain Flash info peut le faire.",
        url=f"{reverse('admin:members_user_changelist')}?information=attente",
        action="Voir",
        due=timezone.make_aware(datetime.combine(limit, time.min)),
        urgent=days <= 7,
    )


def imports_to_read(user: User) -> Iterator[Waiting]:
    """Files that were read and wait for somebody to say yes or no."""
    if not user.has_perm("members.import_people"):
        return
    for run in ImportRun.objects.filter(state=ImportRun.State.READY).select_related("author")[:5]:
        yield Waiting(
            title=f"L’import « {run.file_name} » est à relire",
            detail=f"{run.created} nouvelles lignes, {run.updated} modifiées, {run.refused} refusées · {run.author}",
            url=reverse("console:import", args=[run.pk]),
            action="Relire",
            due=run.created_at,
        )


RAIL = [
    RailItem(
        "Membres",
        "Organisations",
        "admin:members_organisation_changelist",
        "members.view_organisation",
        order=10,
        count=lambda: Organisation.objects.active().count(),
    ),
    RailItem(
        "Membres",
        "Personnes",
        "admin:members_user_changelist",
        "members.view_user",
        order=11,
        count=lambda: estimated_count(User),
    ),
    RailItem(
        "Membres",
        "Imports",
        "console:imports",
        "members.import_people",
        order=12,
        count=lambda: ImportRun.objects.filter(state=ImportRun.State.READY).count(),
        calls=True,
    ),
]
