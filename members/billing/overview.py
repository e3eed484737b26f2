"""Members, dues and money on any day, past days included: ten statements whatever their number.

What a day shows is what its dates say: terms and lines by their days, documents by their day of issue, money by the
day it was received or settled something. Rows corrected since then are read as corrected.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.conf import settings
from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from members.billing.models import Allocation, Document, Instalment, Payment, Proposal
from members.models import (
    Affiliation,
    Departure,
    Membership,
    MembershipLine,
    Organisation,
    StatusOverride,
    StatusRule,
)
from members.pricing import cents
from members.statuses import Facts, judge

ZERO = Decimal("0.00")
BEFORE, AFTER = timedelta(days=60), timedelta(days=90)  # terms whose renewal is looked at around their end
AGES = [(30, "jusqu’à 30 jours"), (60, "31 à 60 jours"), (90, "61 à 90 jours"), (None, "plus de 90 jours")]
STAGES = ["à préparer", "en préparation", "envoyée", "acceptée", "refusée ou sans réponse", "départ"]


@dataclass(frozen=True)
class Members:
    """Organisations that are members, and who represents them, by kind."""

    by_kind: list[tuple[Organisation.Kind, int, int]]
    organisations: int
    representatives: int

    @property
    def total(self) -> int:
        return self.representatives if settings.CLUB_MEMBER_AIM_UNIT == "representatives" else self.organisations


@dataclass(frozen=True)
class Bridge:
    """Yearly dues without VAT between two days: opening + new + up − down − lost = closing."""

    opening: Decimal = ZERO
    new: Decimal = ZERO
    up: Decimal = ZERO
    down: Decimal = ZERO
    lost: Decimal = ZERO
    closing: Decimal = ZERO
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Money:
    """With VAT, since the first of January: invoiced, credited, received; owed on the day, by age."""

    invoiced: Decimal
    credited: Decimal
    received: Decimal
    coming: Decimal
    late: list[tuple[str, Decimal, int]]

    @property
    def overdue(self) -> Decimal:
        return sum((amount for _, amount, _ in self.late), ZERO)


@dataclass(frozen=True)
class Overview:
    on: date
    since: date
    members: Members
    bridge: Bridge
    money: Money
    renewals: list[tuple[str, int, Decimal]]


def overview(*, on: date, since: date) -> Overview:
    terms = list(Membership.objects.begun().filter(accepted_on__lte=max(on, since)).select_related("organisation"))
    departures = _by_organisation(Departure.objects.all())
    then, now = yearly_dues([since, on])
    return Overview(
        on,
        since,
        members_on(on, terms, departures),
        bridge(then, now),
        money_on(on),
        renewals(on, terms, departures, now),
    )


def members_on(on: date, terms: Sequence[Membership], departures: Mapping[int, list[Departure]]) -> Members:
    """Counted by the rules of status, as everywhere; four statements."""
    rules = list(StatusRule.objects.filter(is_on=True))
    decided = StatusOverride.objects.filter(starts_on__lte=on, until__gte=on).select_related(
        "organisation", "noted_by"
    )
    overrides = _by_organisation(decided)
    held = _by_organisation(terms)
    known = {term.organisation_id: term.organisation for term in terms}
    known |= {row.organisation_id: row.organisation for rows in overrides.values() for row in rows}
    members = {
        pk: house
        for pk, house in known.items()
        if judge(rules, Facts(held[pk], departures[pk], overrides[pk]), on=on).is_member
    }
    people = Affiliation.objects.current(on).filter(organisation__in=members)
    acting = set(people.order_by().values_list("organisation__kind", "person"))
    kinds, houses = Counter(kind for kind, _ in acting), Counter(house.kind for house in members.values())
    by_kind = [(kind, houses[kind], kinds[kind]) for kind in Organisation.Kind if houses[kind]]
    return Members(by_kind, len(members), len({person for _, person in acting}))


def yearly_dues(days: Sequence[date]) -> list[dict[int, Decimal]]:
    """On each day, what each organisation pays for a year, without VAT; one statement."""
    running = Q()
    for day in days:
        running |= Q(
            starts_on__lte=day, ends_on__gte=day, membership__starts_on__lte=day, membership__ends_on__gte=day
        )
    rows = MembershipLine.objects.filter(running).select_related("membership")
    found: list[dict[int, Decimal]] = [defaultdict(Decimal) for _ in days]
    for line in rows:
        value = cents(line.price * line.quantity * (100 - line.discount) / 100)
        for day, dues in zip(days, found, strict=True):
            if line.starts_on <= day <= line.ends_on and line.membership.is_running(day):
                dues[line.membership.organisation_id] += value
    return found


def bridge(then: Mapping[int, Decimal], now: Mapping[int, Decimal]) -> Bridge:
    """From what each organisation paid to what it pays."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    counts: dict[str, int] = defaultdict(int)
    for pk in {*then, *now}:
        before, after = then.get(pk), now.get(pk)
        step = _step(before, after)
        sums[step] += abs((after or ZERO) - (before or ZERO))
        counts[step] += 1
    steps = {step: sums[step] for step in ("new", "up", "down", "lost")}
    opening, closing = sum(then.values(), ZERO), sum(now.values(), ZERO)
    return Bridge(
        opening=opening, closing=closing, counts={**counts, "opening": len(then), "closing": len(now)}, **steps
    )


def _step(before: Decimal | None, after: Decimal | None) -> str:
    if before is None:
        return "new"
    if after is None:
        return "lost"
    return "up" if after > before else "down" if after < before else "same"


def money_on(on: date) -> Money:
    """What was invoiced, credited and received since the first of January, and what is owed; three statements."""
    year = {"issued_on__gte": on.replace(month=1, day=1), "issued_on__lte": on}
    credit = Q(kind=Document.Kind.CREDIT_NOTE)
    issued = Document.objects.issued().filter(**year)
    sums = issued.aggregate(
        invoiced=Coalesce(Sum("total", filter=~credit), ZERO), credited=Coalesce(Sum("total", filter=credit), ZERO)
    )
    received = Payment.objects.filter(received_on__gte=on.replace(month=1, day=1), received_on__lte=on)
    coming, late = owed_on(on)
    total = received.aggregate(n=Coalesce(Sum("amount"), ZERO))["n"]
    return Money(sums["invoiced"], sums["credited"], total, coming, late)


def owed_on(on: date) -> tuple[Decimal, list[tuple[str, Decimal, int]]]:
    """What is owed on a day: not due yet, and late by age, each with how many documents; one statement."""
    settled = Allocation.objects.filter(document=OuterRef("document"), on__lte=on).order_by().values("document")
    paid = Coalesce(Subquery(settled.annotate(n=Sum("amount")).values("n")), ZERO)
    rows = Instalment.objects.filter(document__in=Document.objects.due(), document__issued_on__lte=on)
    rows = rows.annotate(paid=paid).filter(document__total__gt=F("paid")).order_by("document", "due_on", "position")
    coming, late = ZERO, [(label, ZERO, set[int]()) for _, label in AGES]
    spent: dict[int, Decimal] = {}
    for document, due_on, amount, total in rows.values_list("document", "due_on", "amount", "paid"):
        settled_here = min(amount, spent.setdefault(document, total))
        spent[document] -= settled_here
        left = amount - settled_here
        if left and due_on >= on:
            coming += left
        elif left:
            age = next(i for i, (limit, _) in enumerate(AGES) if limit is None or (on - due_on).days <= limit)
            label, so_far, documents = late[age]
            late[age] = (label, so_far + left, documents | {document})
    return coming, [(label, amount, len(documents)) for label, amount, documents in late]


def renewals(
    on: date, terms: Sequence[Membership], departures: Mapping[int, list[Departure]], dues: Mapping[int, Decimal]
) -> list[tuple[str, int, Decimal]]:
    """Terms that end around a day, by the stage of their renewal, with the yearly dues at stake; one statement."""
    ending = [term for term in terms if on - BEFORE <= term.ends_on <= on + AFTER and term.starts_on <= on]
    rows = Proposal.objects.filter(kind=Proposal.Kind.RENEWAL, previous__in=ending, created_at__date__lte=on)
    proposals = {row.previous_id: row for row in rows.order_by("pk")}
    counts: dict[str, int] = dict.fromkeys(STAGES, 0)
    sums: dict[str, Decimal] = dict.fromkeys(STAGES, ZERO)
    for term in ending:
        follows = any(t.organisation_id == term.organisation_id and t.starts_on > term.ends_on for t in terms)
        left = any(row.received_on <= on for row in departures[term.organisation_id])
        stage = "acceptée" if follows else "départ" if left else _stage(proposals.get(term.pk), on)
        counts[stage] += 1
        sums[stage] += dues.get(term.organisation_id, ZERO)
    return [(stage, counts[stage], sums[stage]) for stage in STAGES]


def _stage(proposal: Proposal | None, on: date) -> str:
    """As it stood on a day; a refusal has no date of its own and shows at once."""
    if proposal is None:
        return "à préparer"
    if proposal.accepted_at and proposal.accepted_at.date() <= on:
        return "acceptée"
    over = {Proposal.State.DECLINED, Proposal.State.EXPIRED, Proposal.State.WITHDRAWN}
    if proposal.state in over:
        return "refusée ou sans réponse"
    return "envoyée" if proposal.sent_at and proposal.sent_at.date() <= on else "en préparation"


def _by_organisation(rows: Iterable[object]) -> dict[int, list]:
    found: dict[int, list] = defaultdict(list)
    for row in rows:
        found[row.organisation_id].append(row)  # type: ignore[attr-defined]
    return found
