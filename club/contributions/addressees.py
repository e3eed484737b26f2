"""Whom the Club asks for contents: the person whose role it is, the agency in copy, and why nobody when nobody."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from members.models import Affiliation, Organisation, User
from newsletters.models import Suppression

Role = Affiliation.Role
CONTENT_ROLES = (Role.CONTENT, Role.MARKETING, Role.COMMERCIAL, Role.EXECUTIVE)
ESCALATION_ROLES = (Role.EXECUTIVE, Role.ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class Addressee:
    """``role``: as what the person is written to. ``why``: a French sentence when there is nobody."""

    person: User | None = None
    role: str = ""
    why: str = ""


def addressee(team: Sequence[Affiliation], roles: Sequence[str], refused: dict[str, str]) -> Addressee:
    """The first who may be written to, by order of roles then of arrival; an agency is never the first asked."""
    why = "Personne n’est chargé des contenus, du marketing, du commercial ni de la direction."
    for role in roles:
        for affiliation in team:
            person = affiliation.person
            if role not in affiliation.roles or Role.AGENCY in affiliation.roles or not person.is_active:
                continue
            if words := refused.get(person.address_hash):
                why = f"{person} ne peut pas être sollicité\u00a0: {words}."
                continue
            return Addressee(person, role)
    return Addressee(why=why)


def agencies(team: Sequence[Affiliation], refused: dict[str, str]) -> list[User]:
    """Who is put in copy: the supplier's agencies, in order of arrival."""
    able = [a.person for a in team if Role.AGENCY in a.roles and a.person.is_active]
    return [person for person in dict.fromkeys(able) if person.address_hash not in refused]


def written_to(supplier: Organisation, roles: Sequence[str]) -> tuple[Addressee, list[User]]:
    """Who is written to, and the agencies in copy; the first of these is the one when nobody else is in charge."""
    team = team_of(supplier)
    refused = refused_among([affiliation.person for affiliation in team])
    whom, copied = addressee(team, roles, refused), agencies(team, refused)
    if whom.person is None and copied and roles == CONTENT_ROLES:
        whom = Addressee(copied[0], Role.AGENCY)
    return whom, [person for person in copied if person != whom.person]


def team_of(supplier: Organisation) -> list[Affiliation]:
    return list(supplier.affiliations.current().select_related("person").order_by("starts_on", "pk"))


def refused_among(people: Sequence[User]) -> dict[str, str]:
    """Keyed hash of address → why nothing goes there: an objection, or an address that no longer exists."""
    gone = Q(cause__in=[Suppression.Cause.UNKNOWN, Suppression.Cause.BOUNCES])
    hashes = [person.address_hash for person in people]
    rows = Suppression.objects.filter(gone | Q(scope=Suppression.Scope.ALL), address_hash__in=hashes)
    return {row.address_hash: row.words() for row in rows}
