"""What this app gives to "Aujourd’hui": members towards the aim, people still to be informed (GDPR art. 14)."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils import timezone

from club.core.console import RailItem, Waiting
from club.core.counting import about, estimated_count
from club.core.days import date_format
from club.core.templatetags.club import nombre
from members import statuses
from members.models import Affiliation, ImportRun, Introduction, LeaveNotice, Organisation, OrganisationChange, User
from members.models.users import NOTICE_MAIL_AFTER, overdue

AIM_SECONDS = 300
UNITS = {"representatives": "représentants", "organisations": "organisations"}


def aim(user: User) -> dict[str, Any]:
    """Members of both sides against the Club’s aim, in the unit of the settings; counted every few minutes."""
    return cache.get_or_set("members:aim", _aim, AIM_SECONDS)


def _aim() -> dict[str, Any]:
    unit, members = settings.CLUB_MEMBER_AIM_UNIT, statuses.members()
    if unit == "representatives":
        current = Affiliation.objects.current().filter(organisation__in=members)
        rows = current.order_by().values_list("organisation__side").annotate(n=Count("person", distinct=True))
        by_side = dict(rows)
    else:
        by_side = Counter(organisation.side for organisation in members)
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
    """Imported people must learn within a month where their address came from (GDPR art. 14).

    Flash info or a mail of its own tells them; what neither could do waits for a person.
    """
    if not user.has_perm("members.change_user"):
        return
    informable = Q(notice=None) | Q(notice__failure="")
    found = User.objects.to_inform().aggregate(
        failed=Count("pk", filter=~informable),
        late=Count("pk", filter=informable & overdue()),
        coming=Count("pk", filter=informable & ~overdue()),
        oldest=Min("collected_on", filter=Q(notice=None) & ~overdue()),
    )
    if n := found["failed"]:
        title = f"{_people(n)} {'n’a pas pu être informée' if n == 1 else 'n’ont pas pu être informées'} (RGPD)"
        detail = "Aucun courriel ne les atteint, leur fiche dit pourquoi\u00a0: prévenez-les autrement, et notez-le."
        yield _to_inform(title, detail, "impossible")
    if n := found["late"]:
        title = f"{_people(n)} à informer de l’origine de {_whose(n)} adresse, en retard"
        detail = "Article 14 du RGPD\u00a0: le délai d’un mois est passé sans remise confirmée."
        yield _to_inform(title, detail, "retard", urgent=True)
    if n := found["coming"]:
        title = f"{_people(n)} à informer de l’origine de {_whose(n)} adresse"
        yield _to_inform(title, _by_itself(found["oldest"]), "attente")


def _to_inform(title: str, detail: str, subset: str, **more: Any) -> Waiting:
    url = f"{reverse('admin:members_user_changelist')}?information={subset}"
    return Waiting(title=title, detail=detail, url=url, action="Voir", **more)


def _by_itself(oldest: date | None) -> str:
    """What will tell them, and when. ``oldest``: the first day of collection among those without a mail yet."""
    if oldest is None:
        return "Un courriel est parti\u00a0; sa remise est attendue."
    day = max(oldest + NOTICE_MAIL_AFTER, timezone.localdate())
    return (
        f"Le prochain Flash info le dira\u00a0; sinon un courriel part de lui-même, dès le {date_format(day, 'j F')}."
    )


def _whose(number: int) -> str:
    return "son" if number == 1 else "leur"


def _people(number: int) -> str:
    return f"{nombre(number)} {'personne' if number == 1 else 'personnes'}"


def imports_to_read(user: User) -> Iterator[Waiting]:
    """Files that were read and wait for somebody to say yes or no."""
    if not user.has_perm("members.import_people"):
        return
    for run in ImportRun.objects.filter(state=ImportRun.State.READY).select_related("author")[:5]:
        yield Waiting(
            title=f"L’import « {run.file_name} » est à relire",
            detail=f"{_fates(run)} · {run.author}",
            url=reverse("console:import", args=[run.pk]),
            action="Relire",
            due=run.created_at,
        )


def _fates(run: ImportRun) -> str:
    """« 1 nouvelle ligne, 2 modifiées, 0 refusée »."""
    said = [(run.created, "nouvelle"), (run.updated, "modifiée"), (run.refused, "refusée")]
    new, *others = [f"{nombre(number)} {word}{'s' if number > 1 else ''}" for number, word in said]
    return ", ".join([f"{new} {'lignes' if run.created > 1 else 'ligne'}", *others])


RECORDS = [
    ("Options", "option", "change"),
    ("Textes", "governingtext", "change"),
    ("Règles de statut", "statusrule", "change"),
    ("Statuts décidés", "statusoverride", "view"),
    ("Départs", "departure", "view"),
]
"""Records that are written now and then: label, model, the right that shows them in the rail."""


def asked_by_members(user: User) -> Iterator[Waiting]:
    """Changes to read and introductions to pass on."""
    if not user.has_perm("members.change_organisation") or not (n := count_asked()):
        return
    title = "Une demande d’un membre" if n == 1 else f"{n} demandes de membres"
    detail = "Changements à relire, mises en relation à transmettre."
    yield Waiting(title, detail, reverse("console:asked"), "Répondre")


def notices_of_leave(user: User) -> Iterator[Waiting]:
    """Resignations given in the portal, to confirm or to set aside."""
    if not user.has_perm("members.change_departure"):
        return
    rows = LeaveNotice.objects.waiting().select_related("organisation", "given_by")
    for row in rows.order_by("pk")[:5]:
        yield Waiting(
            f"{row.organisation} donne sa démission",
            f"{row.given_by}, le {date_format(row.given_on, 'j F')}\u00a0: effet le {date_format(row.effective_on)}.",
            reverse("console:leave_notice", args=[row.pk]),
            "Répondre",
        )


def count_asked() -> int:
    """What members asked and nobody answered; two statements."""
    return (
        OrganisationChange.objects.filter(state=OrganisationChange.State.WAITING).count()
        + Introduction.objects.filter(state=Introduction.State.ASKED).count()
    )


RAIL = [
    RailItem(
        "Membres",
        "Organisations",
        "admin:members_organisation_changelist",
        "members.view_organisation",
        order=10,
        count=lambda: about(Organisation.objects.active()),
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
        "Demandes des membres",
        "console:asked",
        "members.change_organisation",
        order=12,
        count=count_asked,
        calls=True,
    ),
    RailItem(
        "Membres",
        "Imports",
        "console:imports",
        "members.import_people",
        order=13,
        count=lambda: ImportRun.objects.filter(state=ImportRun.State.READY).count(),
        calls=True,
    ),
    *(
        RailItem("Membres", label, f"admin:members_{model}_changelist", f"members.{verb}_{model}", order=order)
        for order, (label, model, verb) in enumerate(RECORDS, start=20)
    ),
]
