"""An accepted proposal becomes a term: one action, one transaction, once, whoever asks and however often."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from club.core import audit
from club.core.errors import ClubError
from members.actions import entitlements
from members.billing import emails, figures
from members.billing.actions import changes, documents
from members.billing.actions.arrivals import payer_of, receive
from members.billing.actions.drafts import locked
from members.billing.models import Proposal
from members.models import Membership, Organisation, User


@transaction.atomic
def activate(*, proposal: Proposal, by: User | None, on: date | None = None) -> Membership:
    """Term, lines, rights, document, representatives, welcome; or the change of a running term.

    Twice, or at the same time, gives the same term: the row of the proposal is held from the first line on.
    """
    row = locked(proposal)
    if row.state == Proposal.State.ACTIVATED and row.membership:
        return row.membership
    if row.state != Proposal.State.ACCEPTED:
        raise ClubError("Cette proposition n’est pas acceptée\u00a0: rien ne peut commencer.")
    today = on or timezone.localdate()
    is_change = row.kind == Proposal.Kind.CHANGE
    term = changes.apply(row, by=by, on=today) if is_change else _begin(row, by, today)
    row.membership, row.state, row.activated_at = term, Proposal.State.ACTIVATED, timezone.now()
    row.save(update_fields=["membership", "state", "activated_at"])
    if not is_change:
        receive(row)
        emails.welcome(row)
    audit.record(actor=by, verb="proposal.activate", target=row, term=term.pk)
    return term


def _begin(row: Proposal, by: User | None, today: date) -> Membership:
    """The term with its lines and rights, and the document that bills it; nothing is billed when nothing is due."""
    accepted_on = timezone.localdate(row.accepted_at)
    Organisation.objects.select_for_update(no_key=True).get(pk=row.organisation_id)  # two terms at once wait here
    others = row.organisation.memberships.begun()
    if others.filter(starts_on__lte=row.ends_on, ends_on__gte=row.starts_on).exists():
        raise ClubError("Cette organisation est déjà membre à ces dates.")
    left = row.organisation.departures.filter(created_at__gt=row.accepted_at, effective_on__lte=row.starts_on)
    if left.exists():
        raise ClubError("Cette organisation a quitté le Club depuis son accord\u00a0: rien ne peut commencer.")
    term = Membership.objects.create(
        organisation=row.organisation,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        planned_end=row.ends_on,
        year=row.year,
        seats=row.seats,
        accepted_on=accepted_on,
        order_number=row.order_number,
    )
    for offered in row.lines.select_related("version__option"):
        entitlements.grant(line=changes.begin_line(row, term, offered), on=accepted_on)
    row.membership = term
    row.save(update_fields=["membership"])
    if figures.quote_of(row).total > 0:
        payer_of(row)
        documents.bill(proposal=row, by=by, on=today)
    else:  # rights at the first payment would wait for ever
        entitlements.open_paid(membership=term, on=accepted_on)
    return term
