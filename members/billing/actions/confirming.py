"""A change confirmed in the portal by an administrator of the organisation.

What raises the dues holds at once; what lowers them is read by the Club first, since money goes back.
"""

from datetime import date

from django.db import transaction
from django.utils import timezone

from club.core.errors import ClubError
from members.billing.actions import changes, proposals
from members.billing.actions.drafts import locked
from members.billing.models import Proposal
from members.models import Membership, User


def seen(found: changes.Simulation) -> str:
    """The figures that were shown: whoever confirms says them again."""
    return f"{found.credit.total}/{found.quote.total}"


@transaction.atomic
def confirm_change(
    *, membership: Membership, wanted: changes.Wanted, day: date, by: User, title: str, figures: str
) -> Proposal:
    """The change as simulated: applied at once, or left to the Club as a draft when it lowers the dues."""
    if day <= timezone.localdate():
        raise ClubError("Choisissez un jour à venir\u00a0: ce qui est déjà servi ne se reprend pas.")
    found = changes.simulate(membership=membership, wanted=wanted, day=day)
    if seen(found) != figures:
        raise ClubError("Les montants ont changé depuis la simulation\u00a0: relisez-les avant de confirmer.")
    draft = changes.propose_change(membership=membership, wanted=wanted, day=day, by=by)
    if found.balance < 0:
        return draft
    row = locked(draft)
    row.state, row.sent_at, row.sent_to = Proposal.State.SENT, timezone.now(), by.email
    proposals.freeze(row)
    row.save()
    row = proposals.accept(
        proposal=row,
        name=str(by),
        title=title,
        email=by.email,
        means=Proposal.Means.SPACE,
        evidence={"account": by.pk},
        by=by,
    )
    proposals.activate(proposal=row, by=by)
    row.refresh_from_db()
    return row
