"""What a person may do for an organisation. Rights are computed from affiliations and terms at each request."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from members.models import Affiliation, Entitlement, EntitlementKind, Organisation
from members.statuses import standings

Role = Affiliation.Role
NEEDED = {
    Role.ADMINISTRATOR: "administrateur",
    Role.EXECUTIVE: "dirigeant",
    Role.BILLING: "facturation",
    Role.CONTENT: "contenus",
}
"""Roles to which the Club writes: without a holder the mail falls back on somebody else, and staff are warned."""


def affiliations_of(user: Any, on: date | None = None) -> QuerySet[Affiliation]:
    """For whom ``user`` acts on a day (today by default), by name."""
    return user.affiliations.current(on=on).select_related("organisation").order_by("organisation__sort_key")


def acting_for(user: Any, organisation_id: int) -> Affiliation:
    """The affiliation by which ``user`` acts for an organisation; a stranger gets 404."""
    found = affiliations_of(user).filter(organisation=organisation_id).first()
    if found is None:
        raise Http404("Vous ne représentez pas cette organisation.")
    return found


def can_administer(affiliation: Affiliation) -> bool:
    """An administrator of the organisation invites, gives roles, hands over, removes, and edits its file."""
    return affiliation.is_current() and Role.ADMINISTRATOR in affiliation.roles


def administering(user: Any, organisation_id: int) -> Affiliation:
    """The same as ``acting_for``, for administrators of the organisation alone; a colleague without it gets 404."""
    affiliation = acting_for(user, organisation_id)
    if not can_administer(affiliation):
        raise Http404("Seul un administrateur de l’organisation ouvre cette page.")
    return affiliation


def can_leave(affiliation: Affiliation) -> bool:
    """An administrator or a signatory of the organisation gives notice that it leaves the Club."""
    return affiliation.is_current() and bool({Role.ADMINISTRATOR, Role.SIGNATORY} & set(affiliation.roles))


def leaving_for(user: Any, organisation_id: int) -> Affiliation:
    """The same as ``acting_for``, for those who may give notice alone; a colleague without it gets 404."""
    affiliation = acting_for(user, organisation_id)
    if not can_leave(affiliation):
        raise Http404("Seuls un administrateur ou un signataire de l’organisation ouvrent cette page.")
    return affiliation


def can_read_directory(user: Any, on: date | None = None) -> bool:
    """The directory of members is for those who act for an organisation that is a member that day."""
    return represents_member(user, on)


def represents_member(user: Any, on: date | None = None) -> bool:
    """Acts for an organisation that is a member that day; whose term has lapsed does not."""
    acted_for = [affiliation.organisation for affiliation in affiliations_of(user, on=on)]
    return bool(acted_for) and any(standing.is_member for standing in standings(acted_for, on=on).values())


def can_enter_cercle(user: Any, on: date | None = None) -> bool:
    """An executive of an organisation whose right to seats at the Cercle runs that day."""
    organisations = [a.organisation_id for a in affiliations_of(user, on=on) if Role.EXECUTIVE in a.roles]
    return holding(EntitlementKind.CERCLE_SEAT, on=on).filter(pk__in=organisations).exists()


def holding(kind: str, on: date | None = None) -> QuerySet[Organisation]:
    """Organisations that hold a right on a day (today by default), by name."""
    held = Entitlement.objects.running(on).filter(kind=kind, quantity__gt=0)
    return Organisation.objects.filter(pk__in=held.values("organisation"))


def person_for(organisation: Organisation, roles: Iterable[str], on: date | None = None) -> Affiliation | None:
    """Who reads a mail meant for a role: the first current holder of the first role that somebody holds."""
    current = list(organisation.affiliations.current(on=on).filter(person__is_active=True).select_related("person"))
    for role in roles:
        holders = sorted((a for a in current if role in a.roles), key=lambda a: (a.starts_on, a.pk))
        if holders:
            return holders[0]
    return None
