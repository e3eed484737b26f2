"""Who may write for a supplier, and who reads what it sends."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from club.contributions.models import Submission
from members.access import acting_for, affiliations_of
from members.models import Affiliation, Organisation

Role = Affiliation.Role
WRITERS = {Role.CONTENT, Role.MARKETING, Role.COMMERCIAL, Role.EXECUTIVE, Role.ADMINISTRATOR, Role.AGENCY}
READ = "contributions.view_submission"
DECIDE = "contributions.change_submission"


def may_write(affiliation: Affiliation) -> bool:
    """For a supplier, in a role that has to do with its contents; its agency too."""
    is_supplier = affiliation.organisation.side == Organisation.Side.BRAND
    return is_supplier and bool(WRITERS.intersection(affiliation.roles))


def writing_for(user: Any, organisation_id: int) -> Affiliation:
    """The affiliation by which the person writes for a supplier; Http404 when there is none."""
    affiliation = acting_for(user, organisation_id)
    if not may_write(affiliation):
        raise Http404
    return affiliation


def clients_of(user: Any) -> list[Organisation]:
    """The suppliers a person writes for, by name: one for most, several for an agency."""
    return [a.organisation for a in affiliations_of(user) if may_write(a)]


def submissions_of(user: Any) -> QuerySet[Submission]:
    """What the suppliers of this person handed in, whoever wrote it."""
    return Submission.objects.filter(supplier__in=clients_of(user))
