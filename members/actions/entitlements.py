"""Using the rights of a membership: one way in, counted under a lock, each use once.

Public pages show who holds a logo: whatever opens or ends rights has them rendered again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil

from django.db import models, transaction
from django.utils import timezone

from club.core import audit
from club.core.errors import ClubError
from club.core.pages import renew
from members.models import (
    Entitlement,
    EntitlementKind,
    Grant,
    Membership,
    MembershipLine,
    OptionVersion,
    Organisation,
    Use,
)
from members.models import User as Person
from members.pricing import DAY, share, year_before


@dataclass(frozen=True)
class Balance:
    """A right of an organisation on a day: given, used, left (never below zero), not open yet."""

    kind: EntitlementKind
    quantity: int
    used: int
    waiting: int = 0

    @property
    def left(self) -> int:
        return max(self.quantity - self.used, 0)


def balances(organisation: Organisation, on: date | None = None) -> list[Balance]:
    """Every right the organisation holds on a day (today by default), in the order of the kinds; one statement."""
    on = on or timezone.localdate()
    rows = Entitlement.objects.counted().filter(organisation=organisation, starts_on__lte=on, ends_on__gte=on)
    found: dict[str, list[int]] = {}
    for row in rows:
        given = found.setdefault(row.kind, [0, 0, 0])
        if row.is_running(on):
            given[0] += row.quantity
        else:
            given[2] += row.quantity
        given[1] += row.used
    return [Balance(kind, *found[kind]) for kind in EntitlementKind if kind in found]


def left(organisation: Organisation, kind: str, on: date | None = None) -> int:
    """How many of a right are left on a day."""
    return next((b.left for b in balances(organisation, on) if b.kind == kind), 0)


def left_to_each(organisations: Iterable[int], kind: str, on: date | None = None) -> dict[int, int]:
    """The same for several organisations, by their ids; one statement."""
    on = on or timezone.localdate()
    wanted = list(organisations)
    held = Entitlement.objects.counted().filter(kind=kind, starts_on__lte=on, ends_on__gte=on)
    return left_among(held.filter(organisation__in=wanted), wanted, on)


def left_among(rows: Iterable[Entitlement], organisations: Iterable[int], on: date) -> dict[int, int]:
    """The same, of ``rows`` of one kind that were read ``counted()``; those of other days count for nothing."""
    found = dict.fromkeys(organisations, 0)
    for row in rows:
        if row.organisation_id in found and row.starts_on <= on <= row.ends_on:
            found[row.organisation_id] += (row.quantity if row.is_running(on) else 0) - row.used
    return {pk: max(free, 0) for pk, free in found.items()}


@transaction.atomic
def use(
    *,
    organisation: Organisation,
    kind: str,
    key: str,
    label: str,
    quantity: int = 1,
    on: date | None = None,
    person: Person | None = None,
    overrun_by: Person | None = None,
    overrun_reason: str = "",
) -> Use:
    """Take ``quantity`` of a right. The same ``key`` twice is one use.

    What is left is recounted under a lock of every row of this right. Beyond it the use is refused, unless staff
    (``overrun_by``) allow it with a reason. The right that ends first is used first; a use stays in one row.
    """
    on = on or timezone.localdate()
    held = lock(organisation=organisation, kind=kind, on=on)
    known = Use.objects.filter(key=key).select_related("entitlement").first()
    if known and (known.entitlement.organisation_id, known.entitlement.kind) != (organisation.pk, kind):
        raise ClubError("Cette référence a déjà servi à autre chose.")
    if known and known.given_back_at is None:
        return known
    allowed = bool(overrun_by and overrun_reason.strip())
    chosen, enough = _choose(organisation, kind, held, quantity, allowed)
    fields = {
        "entitlement": chosen,
        "quantity": quantity,
        "used_on": on,
        "label": label[:160],
        "person": person,
        "overrun": "" if enough else overrun_reason.strip()[:200],
        "given_back_at": None,
        "given_back_reason": "",
    }
    row, _ = Use.objects.update_or_create(key=key, defaults=fields)
    if not enough:
        audit.record(actor=overrun_by, verb="entitlement.overrun", target=row, kind=str(kind), quantity=quantity)
    return row


def lock(*, organisation: Organisation, kind: str, on: date) -> list[Entitlement]:
    """Every row of a right that runs that day, locked in the order of their ids, until the transaction ends."""
    rows = Entitlement.objects.running(on).filter(organisation=organisation, kind=kind)
    return list(rows.order_by("pk").select_for_update(no_key=True, of=("self",)))


def _choose(
    organisation: Organisation, kind: str, held: list[Entitlement], quantity: int, allowed: bool
) -> tuple[Entitlement, bool]:
    """The row to take from, and whether it has room; the one that ends first is used first."""
    label = EntitlementKind(kind).label
    if not held:
        raise ClubError(f"{organisation} n’a pas ce droit à cette date\u00a0: {label}.")
    taken = Use.objects.filter(entitlement__in=held, given_back_at=None).values_list("entitlement")
    used = dict(taken.annotate(n=models.Sum("quantity")))
    room = {row.pk: row.quantity - used.get(row.pk, 0) for row in held}
    for row in sorted(held, key=lambda r: (r.ends_on, r.pk)):
        if room[row.pk] >= quantity:
            return row, True
    if not allowed:
        n = sum(max(free, 0) for free in room.values())
        raise ClubError(
            f"Il ne reste pas assez de ce droit à {organisation} ({label})\u00a0: {n} libre{'s' if n > 1 else ''}."
        )
    return held[-1], False


@transaction.atomic
def give_back(*, key: str, reason: str) -> Use | None:
    """A use did not happen: the right is free again. Twice changes nothing; None when the key is unknown."""
    row = Use.objects.select_for_update(no_key=True).filter(key=key).first()
    if row and row.given_back_at is None:
        row.given_back_at, row.given_back_reason = timezone.now(), reason[:160]
        row.save(update_fields=["given_back_at", "given_back_reason"])
    return row


@transaction.atomic
def note_outcome(*, key: str, outcome: str) -> None:
    """What a use brought, for the *bilan d’adhésion*."""
    Use.objects.filter(key=key).update(outcome=outcome[:200])


@transaction.atomic
def grant(*, line: MembershipLine, on: date, pro_rata: bool = False) -> list[Entitlement]:
    """The rights of a line of a term: one row per right and year of the term; twice makes them once.

    Rights that wait for the first payment have no ``opened_on``. ``pro_rata``: of an option taken in mid-term, a
    part of a year gives that part of the quantity, rounded up; a first term that is short gives all of it.
    """
    opens_now = line.version.opens == OptionVersion.Opens.ON_ACCEPTANCE
    made = []
    for right in line.version.grants.all():
        for starts_on, ends_on in periods(line.starts_on, line.ends_on):
            row, _ = Entitlement.objects.get_or_create(
                line=line,
                kind=right.kind,
                starts_on=starts_on,
                defaults={
                    "organisation": line.membership.organisation,
                    "quantity": given(right, line.quantity, share(starts_on, ends_on) if pro_rata else Fraction(1)),
                    "ends_on": ends_on,
                    "opened_on": on if opens_now else None,
                },
            )
            made.append(row)
    transaction.on_commit(renew, robust=True)
    return made


def given(right: Grant, quantity: int, part: Fraction) -> int:
    """How much of a right ``quantity`` units of its option give over a part of a year, rounded up."""
    return ceil(right.quantity * quantity * part) if EntitlementKind(right.kind).counted else 1


def periods(starts_on: date, ends_on: date) -> list[tuple[date, date]]:
    """The periods over which rights are counted anew: years of the term, counted back from its end."""
    found, end = [], ends_on
    while end >= starts_on:
        start = max(year_before(end + DAY), starts_on)
        found.append((start, end))
        end = start - DAY
    return found[::-1]


@transaction.atomic
def open_paid(*, membership: Membership, on: date, starts_on: date | None = None) -> int:
    """The first payment came: rights that waited for it open; gives their number. Twice changes nothing.

    ``starts_on``: the first day of the options that the payment is for, for a term may have been changed since.
    Rights of the options that these replace, held over until they open, end the day before.
    """
    waiting = Entitlement.objects.filter(line__membership=membership, opened_on=None)
    if starts_on is not None:
        waiting = waiting.filter(line__starts_on=starts_on)
    first_days = set(waiting.values_list("line__starts_on", flat=True))
    opened = waiting.update(opened_on=on)
    for first_day in first_days:
        _end_held_over(membership, replaced_on=first_day, last_day=on - DAY)
    transaction.on_commit(renew, robust=True)
    return opened


def _end_held_over(membership: Membership, *, replaced_on: date, last_day: date) -> None:
    """Rights that outlive their line wait for those that replace them: now they end, on its last day or later.

    Those of another change of the term go on waiting for theirs.
    """
    line_end = replaced_on - DAY
    outliving = Entitlement.objects.filter(line__membership=membership, line__ends_on=line_end, ends_on__gt=line_end)
    for row in outliving.filter(starts_on__lte=line_end).select_related("line"):
        row.ends_on = min(row.ends_on, max(row.line.ends_on, last_day))
        row.save(update_fields=["ends_on"])


@transaction.atomic
def end_line(*, line: MembershipLine, held_over: bool = False) -> None:
    """An option ended in mid-term, its line already does: its rights end with it. ``held_over``: those that run stay
    until the ones that replace them open (``open_paid``), so that a change whose payment fails takes nothing away.
    """
    rows = Entitlement.objects.filter(line=line)
    rows.filter(starts_on__gt=line.ends_on).update(quantity=0)
    if not held_over:
        rows.filter(starts_on__lte=line.ends_on, ends_on__gt=line.ends_on).update(ends_on=line.ends_on)
    transaction.on_commit(renew, robust=True)


@transaction.atomic
def close_unpaid(*, membership: Membership, starts_on: date) -> int:
    """The last money for the options taken on a day was taken back: rights that waited for it and served nobody wait
    again.
    """
    used = Use.objects.filter(entitlement=models.OuterRef("pk"), given_back_at=None)
    rows = Entitlement.objects.filter(line__membership=membership, line__starts_on=starts_on, opened_on__isnull=False)
    waits = rows.filter(line__version__opens=OptionVersion.Opens.ON_PAYMENT).exclude(models.Exists(used))
    closed = Entitlement.objects.filter(pk__in=list(waits.values_list("pk", flat=True))).update(opened_on=None)
    if closed:
        _hold_over_again(membership, starts_on - DAY)
    transaction.on_commit(renew, robust=True)
    return closed


def _hold_over_again(membership: Membership, last_day: date) -> None:
    """What the closed rights had replaced runs again, to the end of its year of the term."""
    replaced = Entitlement.objects.filter(line__membership=membership, line__ends_on=last_day, quantity__gt=0)
    for row in replaced.filter(starts_on__lte=last_day).select_related("line"):
        years = periods(row.line.starts_on, membership.ends_on)
        row.ends_on = next(end for start, end in years if start <= row.starts_on <= end)
        row.save(update_fields=["ends_on"])


@transaction.atomic
def cut(*, membership: Membership, last_day: date) -> None:
    """The term ends early: its rights end with it; those that had not begun are worth nothing any more."""
    rows = Entitlement.objects.filter(line__membership=membership, ends_on__gt=last_day)
    rows.filter(starts_on__gt=last_day).update(quantity=0)
    rows.filter(starts_on__lte=last_day).update(ends_on=last_day)
    transaction.on_commit(renew, robust=True)
