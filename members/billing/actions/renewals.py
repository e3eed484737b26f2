"""Renewals: prepared 90 days before the end, begun unchanged on their day, each once; silence and return.

A renewal is a proposal whose ``previous`` is the term that ends; the database allows one living at a time.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

import structlog
from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone

from club.core import audit
from club.core.errors import ClubError
from members import choosing, pricing
from members.billing import figures
from members.billing.actions import acceptance, proposals
from members.billing.actions.activation import activate
from members.billing.actions.drafts import PAID_WITHIN, locked, new, schedule, write_lines
from members.billing.models import Proposal
from members.models import Departure, Membership, Option, User
from members.pricing import DAY, Choice

logger = structlog.get_logger(__name__)

LEAD = timedelta(days=90)
ANSWERED_WITHIN = timedelta(days=30)  # after the end of the term
DECEMBER = 12
GIVEN_UP = (Proposal.State.DECLINED, Proposal.State.EXPIRED, Proposal.State.WITHDRAWN)


UNSAVED = "La base de données a refusé cette écriture\u00a0: le prochain passage la reprendra."


@dataclass
class Run:
    """What a run did: proposals concerned, sum with VAT, and what could not be done, each with its reason.

    ``last``: the last proposal seen, from which the next run goes on; refused ones keep nobody waiting.
    """

    done: list[Proposal] = field(default_factory=list)
    total: Decimal = Decimal("0.00")
    refused: list[tuple[Proposal, str]] = field(default_factory=list)
    last: int = 0

    @property
    def seen(self) -> int:
        return len(self.done) + len(self.refused)


def due(on: date | None = None) -> QuerySet[Membership]:
    """Terms that end within 90 days, or just ended, whole, without a departure, a later one or any renewal yet."""
    on = on or timezone.localdate()
    renewed = Proposal.objects.filter(kind=Proposal.Kind.RENEWAL, previous=OuterRef("pk"))
    later = Membership.objects.begun().filter(
        organisation=OuterRef("organisation"), starts_on__gt=OuterRef("ends_on")
    )
    left = Departure.objects.filter(organisation=OuterRef("organisation"), effective_on__gt=OuterRef("starts_on"))
    rows = Membership.objects.filter(ends_on__range=(on - ANSWERED_WITHIN, on + LEAD), ends_on=F("planned_end"))
    rows = rows.filter(organisation__is_active=True).exclude(Exists(renewed)).exclude(Exists(later))
    return rows.exclude(Exists(left)).order_by("ends_on", "pk")


def prepare_due(*, on: date | None = None) -> int:
    """Prepare what is due, each in its own transaction; gives their number. Twice prepares nothing more."""
    count = 0
    for term in due(on):
        try:
            prepare(term=term, by=None, on=on)
            count += 1
        except ClubError as error:
            logger.warning("renewal_not_prepared", term=term.pk, reason=str(error))
        except proposals.BROKEN:
            logger.exception("renewal_not_prepared", term=term.pk)
    return count


@transaction.atomic
def prepare(*, term: Membership, by: User | None, on: date | None = None, starts_on: date | None = None) -> Proposal:
    """The draft that renews a term for a year, at the options of its last day and the prices of the new one.

    ``starts_on``: of somebody who comes back after a lapse; by default the day after the term. A discount is not
    renewed by itself. Twice gives the same draft.
    """
    row = (
        Membership.objects.select_for_update(no_key=True, of=("self",)).select_related("organisation").get(pk=term.pk)
    )
    made = Proposal.objects.filter(previous=row, kind=Proposal.Kind.RENEWAL)
    living = made.exclude(
        state__in=[Proposal.State.DECLINED, Proposal.State.EXPIRED, Proposal.State.WITHDRAWN]
    ).first()
    if living:
        return living
    starts_on = starts_on or row.ends_on + DAY
    if starts_on <= row.ends_on:
        raise ClubError("L’adhésion précédente court encore ce jour-là.")
    choices = _same_options(row, starts_on)
    if not choices:
        raise ClubError("Aucune des options de cette adhésion n’est encore proposée.")
    today = on or timezone.localdate()
    proposal = new(
        kind=Proposal.Kind.RENEWAL,
        organisation=row.organisation,
        choices=choices,
        starts_on=starts_on,
        ends_on=end_of(starts_on=starts_on, year=row.year),
        year=row.year,
        seats=row.seats,
        previous=row,
        valid_until=max(row.ends_on, today) + ANSWERED_WITHIN,
        by=by,
        on=today,
    )
    audit.record(actor=by, verb="proposal.renew", target=proposal, term=row.pk)
    return proposal


def end_of(*, starts_on: date, year: str) -> date:
    """Last day of a renewal. Somebody who comes back in December takes the calendar year that follows with it."""
    end = pricing.term_end(starts_on=starts_on, year=year)
    if year == Membership.Year.CALENDAR and starts_on.month == DECEMBER:
        return end.replace(year=end.year + 1)
    return end


def _same_options(term: Membership, starts_on: date) -> list[Choice]:
    """The options that ran on the last day, at the version of the new first day; one no longer sold is left out."""
    wanted: dict[Option, int] = {}
    for line in term.lines.filter(ends_on__gte=term.ends_on).select_related("version__option"):
        wanted[line.version.option] = wanted.get(line.version.option, 0) + line.quantity
    versions = {option: option.version_on(starts_on) for option in wanted}
    return [Choice(version, wanted[option]) for option, version in versions.items() if version]


@transaction.atomic
def choose(*, proposal: Proposal, wanted: Mapping[int, int], by: User | None = None) -> Proposal:
    """The member adds or drops options before accepting: figures and file are made anew. ``wanted``: option → how
    many. A negotiated discount holds for what was negotiated: then only the Club changes the options.
    """
    row = locked(proposal)
    if row.kind != Proposal.Kind.RENEWAL or not row.is_open():
        raise ClubError("Les options de cette proposition ne se choisissent plus.")
    if row.discount:
        raise ClubError("Une remise a été négociée pour ces options\u00a0: écrivez-nous pour en changer.")
    offered = choosing.catalogue(row.organisation.side, row.starts_on)
    choices = [Choice(version, wanted[version.option_id]) for version in offered if wanted.get(version.option_id)]
    if wrong := choosing.faults(choices, side=row.organisation.side):
        raise ClubError(" ".join(wrong))
    parts = max(len(row.instalments), 1)
    write_lines(row, choices)
    schedule(row, first_due=_first_due(row), parts=parts)
    proposals.freeze(row)
    row.save()
    audit.record(actor=by, verb="proposal.choose", target=row, document=row.pdf_sha256)
    return row


def _first_due(row: Proposal) -> date:
    due_dates = figures.due_dates(row.instalments)
    return due_dates[0][0] if due_dates else max(timezone.localdate(), row.starts_on) + PAID_WITHIN


def to_send() -> QuerySet[Proposal]:
    """Renewals prepared that may leave."""
    rows = Proposal.objects.filter(kind=Proposal.Kind.RENEWAL, state=Proposal.State.DRAFT)
    return rows.exclude(pk__in=Proposal.objects.to_approve()).order_by("pk")


def send_all(*, by: User | None, most: int | None = None, after: int = 0) -> Run:
    """Send every renewal that is ready (``most`` of them, ``after`` one), each in its own transaction."""
    return _each(to_send(), lambda row: proposals.send(proposal=row, by=by), most=most, after=after)


def _each(rows: QuerySet[Proposal], act: Callable[[Proposal], object], *, most: int | None, after: int) -> Run:
    """One after the other by id; what is refused, or fails in the database, leaves the others."""
    run = Run()
    for row in rows.filter(pk__gt=after).order_by("pk")[:most]:
        run.last = row.pk
        try:
            act(row)
            run.done.append(row)
        except ClubError as error:
            run.refused.append((row, str(error)))
            logger.warning("renewal_refused", proposal=row.pk, reason=str(error))
        except proposals.BROKEN:
            run.refused.append((row, UNSAVED))
            logger.exception("renewal_failed", proposal=row.pk)
    return run


def to_begin(*, until: date | None = None) -> QuerySet[Proposal]:
    """Accepted renewals that begin up to a day (today by default)."""
    rows = Proposal.objects.filter(kind=Proposal.Kind.RENEWAL, state=Proposal.State.ACCEPTED)
    return rows.filter(starts_on__lte=until or timezone.localdate()).order_by("starts_on", "pk")


def begin_all(*, until: date | None = None, by: User | None = None, most: int | None = None, after: int = 0) -> Run:
    """The dues run: every accepted renewal that begins up to a day becomes a term with its document.

    Each is the same action as one by one, in a transaction of its own: what fails leaves the others, and a second
    run finds nothing more to bill.
    """
    run = _each(to_begin(until=until), lambda row: activate(proposal=row, by=by), most=most, after=after)
    run.total = sum((figures.quote_of(row).total for row in run.done), run.total)
    return run


def daily(*, on: date | None = None, most: int | None = None, after: int = 0) -> Run:
    """What each day brings: renewals to prepare, answers that will not come, terms that begin (``after`` one)."""
    if not after:
        prepare_due(on=on)
        proposals.expire(on=on)
        acceptance.forget_codes(on)
    return begin_all(until=on, most=most, after=after)
