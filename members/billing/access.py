"""Who may do what with proposals and dues documents, in words; pages carry these permissions."""

from typing import Any

from django.db.models import Q
from django.http import Http404

from members.access import acting_for
from members.billing.models import Proposal
from members.models import Affiliation, User

SEE_DOCUMENT = "billing.view_document"
ISSUE = "billing.issue_document"
PAYER = "billing.change_payer"
CLOSE = "billing.close_period"
TRANSMIT = "billing.change_transmission"
SEE_PROPOSAL = "billing.view_proposal"
PREPARE = "billing.change_proposal"
APPROVE_DISCOUNT = "billing.approve_discount"
ACTIVATE = "billing.issue_document"  # a term that begins issues its document
LEAVE = "members.change_departure"


def can_approve_discount(user: Any, proposal: Proposal) -> bool:
    """Four eyes: whoever holds the power and did not prepare the proposal."""
    return user.has_perm(APPROVE_DISCOUNT) and proposal.waits_for_approval and user.pk != proposal.prepared_by_id


def discount_approvers(proposal: Proposal) -> list[User]:
    """The team's members who may grant the discount of a proposal."""
    app, _, codename = APPROVE_DISCOUNT.partition(".")
    power = {"groups__permissions__codename": codename, "groups__permissions__content_type__app_label": app}
    able = User.objects.staff().filter(Q(is_superuser=True) | Q(**power)).exclude(pk=proposal.prepared_by_id)
    return list(able.distinct().order_by("sort_key", "pk"))


def can_see_documents(affiliation: Affiliation) -> bool:
    """Administrators and those who deal with bills, as long as they act for the organisation."""
    roles = {Affiliation.Role.ADMINISTRATOR, Affiliation.Role.BILLING}
    return affiliation.is_current() and bool(roles & set(affiliation.roles))


def billing_for(user: Any, organisation_id: int) -> Affiliation:
    """The affiliation by which ``user`` sees an organisation's documents; a stranger and other colleagues get 404."""
    affiliation = acting_for(user, organisation_id)
    if not can_see_documents(affiliation):
        raise Http404("Seules les personnes chargées de la facturation ouvrent cette page.")
    return affiliation
