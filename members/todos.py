"""What the portal asks of a representative about their organisations: roles that nobody holds, what they show."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from club.core.todos import Todo
from members import access
from members.models import Affiliation, DirectoryConsent
from members.statuses import standings


def of_representative(user: Any) -> Iterator[Todo]:
    """For each organisation one acts for."""
    mine = list(access.affiliations_of(user))
    if not mine:
        return
    found = standings([affiliation.organisation for affiliation in mine])
    answered = set(DirectoryConsent.objects.filter(affiliation__in=mine).values_list("affiliation", flat=True))
    for affiliation in mine:
        if access.can_administer(affiliation):
            yield from _vacant(affiliation)
        if found[affiliation.organisation_id].is_member and affiliation.pk not in answered:
            yield Todo(
                "Dites ce que vous montrez dans l’annuaire",
                f"Pour {affiliation.organisation}\u00a0: sans votre accord, rien n’est montré.",
                reverse("portal:members:consent", args=[affiliation.organisation_id]),
                "Choisir",
                rank=60,
            )


def _vacant(affiliation: Affiliation) -> Iterator[Todo]:
    organisation = affiliation.organisation
    held = {role for row in organisation.affiliations.current() for role in row.roles}
    vacant = [label for role, label in access.NEEDED.items() if role not in held]
    if vacant:
        yield Todo(
            f"{organisation}\u00a0: donnez ses rôles à l’équipe",
            f"Personne pour\u00a0: {', '.join(vacant)}. Nos courriels vont alors à un autre.",
            reverse("portal:members:colleagues", args=[organisation.pk]),
            "Inviter",
            rank=40,
        )
