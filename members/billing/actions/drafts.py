"""Drafts of proposals: their lines priced, their dates, their payment schedule, until they are sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from club.core import audit
from club.core.errors import ClubError
from members import pricing
from members.billing import figures, parties
from members.billing.models import Proposal, ProposalLine
from members.models import Organisation, User
from members.pricing import Choice

PAID_WITHIN = timedelta(days=30)
VALID_FOR = timedelta(days=45)


@dataclass(frozen=True)
class Terms:
    """What staff set in a draft. ``discount`` in per cent; ``parts``: how many instalments from ``first_due``."""

    starts_on: date
    ends_on: date
    seats: int
    valid_until: date
    first_due: date
    parts: int = 1
    discount: Decimal = Decimal(0)
    discount_reason: str = ""
    order_number: str = ""


def new(
    *,
    kind: str,
    organisation: Organisation,
    choices: Sequence[Choice],
    starts_on: date,
    ends_on: date,
    by: User | None,
    on: date | None = None,
    **fields: object,
) -> Proposal:
    """A draft with its lines priced, payable in one instalment; callers hold the lock that makes it unique."""
    on = on or timezone.localdate()
    fields = {"valid_until": on + VALID_FOR} | fields
    proposal = Proposal.objects.create(
        kind=kind, organisation=organisation, starts_on=starts_on, ends_on=ends_on, prepared_by=by, **fields
    )
    write_lines(proposal, choices)
    schedule(proposal, first_due=max(on, starts_on) + PAID_WITHIN, parts=1)
    proposal.save(update_fields=["instalments", "place"])
    return proposal


@transaction.atomic
def prepare(*, proposal: Proposal, terms: Terms, by: User) -> Proposal:
    """Write what staff set in a draft and price it again; another discount than the one granted is to be granted."""
    row = locked(proposal)
    if not row.is_changeable:
        raise ClubError("Cette proposition est partie\u00a0: ses chiffres ne changent plus.")
    if terms.ends_on < terms.starts_on:
        raise ClubError("La date de fin précède la date de début.")
    if terms.discount and not terms.discount_reason.strip():
        raise ClubError("Une remise a un motif.")
    if row.kind == Proposal.Kind.CHANGE and (row.starts_on, row.ends_on) != (terms.starts_on, terms.ends_on):
        raise ClubError("Les dates d’un changement se choisissent dans le simulateur.")
    if row.kind == Proposal.Kind.CHANGE and terms.discount:
        raise ClubError("Une remise se décide à l’adhésion ou au renouvellement, pas en cours d’année.")
    same = (row.discount, row.discount_reason) == (terms.discount, terms.discount_reason.strip())
    row.starts_on, row.ends_on, row.seats = terms.starts_on, terms.ends_on, terms.seats
    row.valid_until, row.order_number = terms.valid_until, terms.order_number.strip()
    row.discount, row.discount_reason = terms.discount, terms.discount_reason.strip()
    if not same:  # whoever asks for a discount never grants it, even once a colleague has corrected a date
        row.prepared_by, row.discount_approved_by = by, None
    write_lines(row, choices_of(row))
    schedule(row, first_due=terms.first_due, parts=terms.parts)
    row.save()
    audit.record(actor=by, verb="proposal.prepare", target=row, discount=str(row.discount))
    return row


def write_lines(proposal: Proposal, choices: Sequence[Choice]) -> None:
    """Replace the lines by these choices, priced over the days of the proposal, at its discount and for where its
    payer is; a change keeps the discount that an option already had. The caller saves the row.
    """
    proposal.place = parties.place_of(proposal.organisation, proposal.application)
    keeps = proposal.kind == Proposal.Kind.CHANGE
    wanted = [Choice(c.version, c.quantity, c.discount if keeps else proposal.discount) for c in choices]
    quote = pricing.quote(wanted, starts_on=proposal.starts_on, ends_on=proposal.ends_on)
    proposal.lines.all().delete()
    ProposalLine.objects.bulk_create(
        ProposalLine(
            proposal=proposal,
            version=line.choice.version,
            quantity=line.choice.quantity,
            price=line.choice.version.price,
            discount=line.choice.discount,
            net=line.net,
        )
        for line in quote.lines
    )


def choices_of(proposal: Proposal) -> list[Choice]:
    lines = proposal.lines.select_related("version__option")
    return [Choice(line.version, line.quantity, line.discount) for line in lines]


def terms_of(proposal: Proposal) -> Terms:
    """What a draft holds now, for the form that changes it."""
    due = figures.due_dates(proposal.instalments)
    first = due[0][0] if due else max(timezone.localdate(), proposal.starts_on) + PAID_WITHIN
    return Terms(
        starts_on=proposal.starts_on,
        ends_on=proposal.ends_on,
        seats=proposal.seats,
        valid_until=proposal.valid_until,
        first_due=first,
        parts=max(len(due), 1),
        discount=proposal.discount,
        discount_reason=proposal.discount_reason,
        order_number=proposal.order_number,
    )


def schedule(row: Proposal, *, first_due: date, parts: int) -> None:
    """Spread the total over instalments; the caller saves the row."""
    row.instalments = figures.schedule(figures.quote_of(row).total, first_due=first_due, parts=parts)


def tax_where_the_payer_is(row: Proposal) -> None:
    """A draft follows its payer until it is shown: VAT, total and instalments. The caller saves the row."""
    place = parties.place_of(row.organisation, row.application)
    if place != row.place and row.instalments:
        row.place = place
        schedule(row, first_due=date.fromisoformat(row.instalments[0][0]), parts=len(row.instalments))


def locked(proposal: Proposal) -> Proposal:
    """The row as it is now, held until the end of the transaction."""
    rows = Proposal.objects.select_related("organisation", "application", "previous")
    return rows.select_for_update(no_key=True, of=("self",)).get(pk=proposal.pk)
