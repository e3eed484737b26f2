"""Who may write for a supplier: whoever acts for it, its agencies too, as long as it is a member."""

from typing import Any

from django.db.models import OuterRef, QuerySet
from django.http import Http404

from club.contributions.models import Placement, Submission
from members.access import acting_for, affiliations_of
from members.models import Affiliation, Organisation, User
from members.statuses import is_applying, standing_of, standings
from newsletters.access import WRITE

PUBLISH = "editorial.change_resource"
READ = "contributions.view_submission"
DECIDE = "contributions.change_submission"
SEE_CALLS = "contributions.view_call"
SETTLE_CALLS = "contributions.change_call"
NEEDS = {"placer": WRITE, "retirer": WRITE, "publier": PUBLISH}
"""Decisions that write in Flash info or in the resources need that right too."""


def may_decide(user: Any, step: str) -> bool:
    return user.has_perm(NEEDS.get(step, DECIDE))


def writing_for(user: Any, organisation_id: int) -> Affiliation:
    """The affiliation by which the person writes for a supplier; Http404 when there is none."""
    affiliation = acting_for(user, organisation_id)
    if not may_contribute(affiliation.organisation):
        raise Http404
    return affiliation


def may_contribute(organisation: Organisation) -> bool:
    return organisation.side == Organisation.Side.BRAND and standing_of(organisation).is_member


def still_writes(person: User, supplier: Organisation) -> bool:
    """What keeps the links of our mails alive: the person still acts for the supplier, which still is a member."""
    acts = Affiliation.objects.current().filter(person=person, organisation=supplier).exists()
    return person.is_active and acts and may_contribute(supplier)


def clients_of(user: Any) -> list[Organisation]:
    """The suppliers a person writes for, by name: one for most, several for an agency; five statements."""
    rows = affiliations_of(user).filter(organisation__side=Organisation.Side.BRAND)
    affiliations = list(rows.annotate(is_applying=is_applying(OuterRef("organisation"))))
    acted_for = [affiliation.organisation for affiliation in affiliations]
    found = standings(acted_for, applying={a.organisation_id for a in affiliations if a.is_applying})
    return [organisation for organisation in acted_for if found[organisation.pk].is_member]


def submissions_of(user: Any) -> QuerySet[Submission]:
    """What the suppliers of this person handed in, whoever wrote it."""
    return Submission.objects.filter(supplier__in=clients_of(user))


def placements_of(user: Any) -> QuerySet[Placement]:
    """Inserts of the suppliers of this person that have left, with what tells them apart."""
    return Placement.objects.sent().filter(supplier__in=clients_of(user))
