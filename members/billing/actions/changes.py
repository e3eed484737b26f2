"""A change of options in mid-term: simulated first, then proposed, then applied once accepted.

Options that end do so the day before, with a credit note for what they had left to serve; those taken begin on the
day, at the price of that day, billed for the rest of the term. More of an option adds a line for the difference;
less of it ends its lines and begins one with what is left, at the version held.

Rights of what ends end the day before, uses stay counted; rights of what begins are given for the part of the year
that is left, rounded up. When what begins opens on payment, what ends is held over until that payment: a change
whose payment fails takes nothing away.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from club.core import audit
from club.core.errors import ClubError
from members import choosing, pricing
from members.actions import entitlements
from members.billing import figures, parties
from members.billing.actions import documents
from members.billing.actions.arrivals import payer_of
from members.billing.actions.drafts import new
from members.billing.models import Document, DocumentLine, Proposal, ProposalLine
from members.models import EntitlementKind, Membership, MembershipLine, Option, OptionVersion, User
from members.pricing import DAY, Choice, PricedLine, Quote

VALID_FOR = timedelta(days=15)
Wanted = Mapping[int, int]
"""Option id → how many are wanted from the day on; an option that is absent is no longer wanted."""


@dataclass(frozen=True)
class RightChange:
    """A right before and from the day on: what is given, over what is left of the term."""

    kind: EntitlementKind
    before: int
    after: int
    waits: bool


@dataclass(frozen=True)
class Simulation:
    """What a change does, before anybody confirms it. ``credit``: taken back; ``quote``: billed."""

    membership: Membership
    day: date
    ended: tuple[MembershipLine, ...]
    choices: tuple[Choice, ...]
    credit: Quote
    quote: Quote
    rights: tuple[RightChange, ...]
    held_over: bool

    @property
    def is_empty(self) -> bool:
        return not self.ended and not self.choices

    @property
    def balance(self) -> Decimal:
        """What the member owes after both documents, VAT included; negative: what it has left with the Club."""
        return self.quote.total - self.credit.total


def running_lines(membership: Membership, day: date) -> list[MembershipLine]:
    return list(membership.lines.running(day).select_related("version__option").prefetch_related("version__grants"))


def held(membership: Membership, day: date) -> dict[int, int]:
    """Option id → how many run on a day."""
    found: dict[int, int] = {}
    for line in running_lines(membership, day):
        found[line.version.option_id] = found.get(line.version.option_id, 0) + line.quantity
    return found


def simulate(*, membership: Membership, wanted: Wanted, day: date) -> Simulation:
    """Nothing is written. Raises ClubError when the change is not possible."""
    if not membership.starts_on < day <= membership.ends_on:
        raise ClubError("Choisissez un jour de l’adhésion, après son premier jour.")
    lines = running_lines(membership, day)
    if any(line.starts_on >= day for line in lines):
        raise ClubError("Un changement commence déjà ce jour-là\u00a0: choisissez un jour suivant.")
    ended, choices = _difference(lines, wanted, membership.organisation.side, day)
    _check(lines, ended, choices, membership.organisation.side)
    credit = pricing.total_of(figures.given_back(ended, from_day=day))
    place = parties.place_of(membership.organisation)
    quote = pricing.quote(choices, starts_on=day, ends_on=membership.ends_on, place=place)
    waits = _held_over(choices)
    rights = _rights(lines, ended, choices, day, membership.ends_on)
    return Simulation(membership, day, tuple(ended), tuple(choices), credit, quote, rights, waits)


def _difference(
    lines: Sequence[MembershipLine], wanted: Wanted, side: str, day: date
) -> tuple[list[MembershipLine], list[Choice]]:
    by_option: dict[int, list[MembershipLine]] = {}
    for line in lines:
        by_option.setdefault(line.version.option_id, []).append(line)
    ended: list[MembershipLine] = []
    choices: list[Choice] = []
    for option_id, own in by_option.items():
        has, wants = sum(line.quantity for line in own), wanted.get(option_id, 0)
        if wants < has:
            ended += own
        if 0 < wants < has:
            choices.append(Choice(own[0].version, wants, own[0].discount))
        elif wants > has:
            choices.append(Choice(_sold(own[0].version.option, day), wants - has))
    offered = Option.objects.offered_to(side, on=day).filter(pk__in=[pk for pk, n in wanted.items() if n > 0])
    for option in offered.exclude(pk__in=by_option):
        choices.append(Choice(_sold(option, day), wanted[option.pk]))
    return ended, choices


def _sold(option: Option, day: date) -> OptionVersion:
    version = option.version_on(day)
    if version is None:
        raise ClubError(f"«\u00a0{option.name}\u00a0» n’est pas proposée ce jour-là.")
    return version


def _check(
    lines: Sequence[MembershipLine], ended: Sequence[MembershipLine], choices: Sequence[Choice], side: str
) -> None:
    """What is left makes a membership, by the rules of a first choice of options."""
    kept = [Choice(line.version, line.quantity) for line in lines if line not in ended]
    left: dict[Option, Choice] = {}
    for choice in [*kept, *choices]:
        option, before = choice.version.option, left.get(choice.version.option)
        left[option] = Choice(choice.version, choice.quantity + (before.quantity if before else 0))
    if not left:
        raise ClubError("Il ne resterait aucune option\u00a0: pour quitter le Club, notez une démission.")
    if wrong := choosing.faults(list(left.values()), side=side):
        raise ClubError(" ".join(wrong))


def _held_over(choices: Iterable[Choice]) -> bool:
    opens = [choice.version for choice in choices if choice.version.opens == OptionVersion.Opens.ON_PAYMENT]
    return any(version.grants.exists() for version in opens)


def _rights(
    lines: Sequence[MembershipLine], ended: Sequence[MembershipLine], choices: Sequence[Choice], day: date, end: date
) -> tuple[RightChange, ...]:
    before: dict[str, int] = {}
    after: dict[str, int] = {}
    waits: set[str] = set()
    part = pricing.share(*entitlements.periods(day, end)[0])
    for line in lines:
        for right in line.entitlements.filter(starts_on__lte=day, ends_on__gte=day):
            before[right.kind] = before.get(right.kind, 0) + right.quantity
            if line not in ended:
                after[right.kind] = after.get(right.kind, 0) + right.quantity
    for choice in choices:
        for grant in choice.version.grants.all():
            after[grant.kind] = after.get(grant.kind, 0) + entitlements.given(grant, choice.quantity, part)
            if choice.version.opens == OptionVersion.Opens.ON_PAYMENT:
                waits.add(grant.kind)
    return tuple(
        RightChange(kind, before.get(kind, 0), after.get(kind, 0), kind in waits)
        for kind in EntitlementKind
        if kind in before or kind in after
    )


@transaction.atomic
def propose_change(
    *,
    membership: Membership,
    wanted: Wanted,
    day: date,
    by: User | None,
    seats: int | None = None,
    on: date | None = None,
) -> Proposal:
    """The draft of a change as simulated; one at a time per term."""
    term = Membership.objects.select_for_update(no_key=True).get(pk=membership.pk)
    if Proposal.objects.living().filter(kind=Proposal.Kind.CHANGE, membership=term).exists():
        raise ClubError("Un changement est déjà en préparation ou en attente pour cette adhésion.")
    found = simulate(membership=term, wanted=wanted, day=day)
    if found.is_empty and seats in (None, term.seats):
        raise ClubError("Rien ne change\u00a0: il n’y a rien à proposer.")
    proposal = new(
        kind=Proposal.Kind.CHANGE,
        organisation=term.organisation,
        choices=found.choices,
        starts_on=day,
        ends_on=term.ends_on,
        year=term.year,
        seats=seats or term.seats,
        order_number=term.order_number,
        membership=term,
        valid_until=(on or timezone.localdate()) + VALID_FOR,
        by=by,
        on=on,
    )
    proposal.ends.set(found.ended)
    audit.record(actor=by, verb="proposal.change", target=proposal, day=day.isoformat())
    return proposal


def apply(row: Proposal, *, by: User | None, on: date) -> Membership:
    """The accepted change: credit note, new lines with their rights, invoice. The caller holds the proposal."""
    term = Membership.objects.select_for_update(no_key=True).get(pk=row.membership_id)
    ended = list(row.ends.select_related("version__option").order_by("pk"))
    if term.ends_on != row.ends_on or any(line.ends_on != term.ends_on for line in ended):
        raise ClubError("L’adhésion a changé depuis cette proposition\u00a0: préparez-en une autre.")
    billed = Document.objects.unissued().filter(membership=term).exclude(kind=Document.Kind.CREDIT_NOTE)
    if ended and billed.exists():  # nothing to credit, all to bill
        raise ClubError(
            "Le document de cette adhésion n’est pas encore émis\u00a0: il doit l’être avant ce changement."
        )
    _credit(row, term, ended, by=by, on=on)
    for line in ended:
        line.ends_on = row.starts_on - DAY
        line.save(update_fields=["ends_on"])
    begun = [begin_line(row, term, offered) for offered in row.lines.select_related("version__option")]
    waits = _held_over(Choice(line.version) for line in begun)
    for line in ended:
        entitlements.end_line(line=line, held_over=waits)
    for line in begun:
        entitlements.grant(line=line, on=timezone.localdate(row.accepted_at), pro_rata=True)
    if row.seats != term.seats:
        term.seats = row.seats
        term.save(update_fields=["seats"])
    if figures.quote_of(row).total > 0:
        payer_of(row)
        documents.bill(proposal=row, by=by, on=on)
    else:  # rights at the first payment would wait for ever
        entitlements.open_paid(membership=term, on=timezone.localdate(row.accepted_at), starts_on=row.starts_on)
    return term


def begin_line(row: Proposal, term: Membership, offered: ProposalLine) -> MembershipLine:
    """An option offered becomes an option of the term, over the days of the proposal."""
    return MembershipLine.objects.create(
        membership=term,
        version=offered.version,
        quantity=offered.quantity,
        price=offered.price,
        discount=offered.discount,
        net=offered.net,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
    )


def _credit(row: Proposal, term: Membership, ended: Sequence[MembershipLine], *, by: User | None, on: date) -> None:
    """One credit note per document that billed what ends."""
    by_document: dict[Document, list[PricedLine]] = {}
    for line in ended:
        billed = _billed_by(term, line)
        if billed:
            by_document.setdefault(billed, []).extend(figures.given_back([line], from_day=row.starts_on))
    for document, lines in by_document.items():
        if any(line.net for line in lines):
            reason = f"Changement d’options au {row.starts_on:%d/%m/%Y}"
            note = documents.credit(document=document, lines=lines, reason=reason, proposal=row, by=by)
            documents.issue_or_wait(document=note, by=by, on=on)


def _billed_by(term: Membership, line: MembershipLine) -> Document | None:
    """The issued invoice or call for dues that bears the option over its days; none when it cost nothing."""
    rows = DocumentLine.objects.filter(
        document__membership=term,
        document__number__isnull=False,
        version=line.version,
        starts_on=line.starts_on,
    ).exclude(document__kind=Document.Kind.CREDIT_NOTE)
    found = rows.select_related("document").order_by("pk").first()
    return found.document if found else None
